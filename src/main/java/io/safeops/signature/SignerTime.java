package io.safeops.signature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times of allowed signers files and certificates, in seconds since 1970. */
final class SignerTime {

  private static final Pattern FORM = Pattern.compile("([0-9]{8}|[0-9]{12}|[0-9]{14})(Z?)");
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);
  private static final Instant END_OF_9999 = Instant.parse("9999-12-31T23:59:59Z");

  private SignerTime() {}

  /**
   * The time of a text YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS; with a Z at its end it is UTC.
   *
   * <p>Otherwise it is in the standard time of the zone, also in summer, because that is how
   * ssh-keygen reads it: parse_absolute_time in OpenSSH's misc.c calls mktime(3) with tm_isdst = 0.
   *
   * @return empty if it is none, or not after 1970-01-01T00:00:00Z
   */
  static Optional<Long> parse(String text, ZoneId zone) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String digits = form.group(1);
    LocalDateTime local;
    try {
      local = LocalDateTime.parse(digits + "000000".substring(digits.length() - 8), FORMAT);
    } catch (DateTimeException noSuchDate) {
      return Optional.empty();
    }
    ZoneOffset offset =
        form.group(2).isEmpty()
            ? zone.getRules().getStandardOffset(local.toInstant(ZoneOffset.UTC))
            : ZoneOffset.UTC;
    return Optional.of(local.toEpochSecond(offset)).filter(seconds -> seconds > 0);
  }

  /** In UTC, for messages. All 64 bits count, as in a certificate. */
  static String text(long seconds) {
    return Long.compareUnsigned(seconds, END_OF_9999.getEpochSecond()) > 0
        ? "the year 10000"
        : Instant.ofEpochSecond(seconds).toString();
  }
}
