package io.safeops.signature;

import io.safeops.document.NearestName;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the options of a line in an allowed signers file: {@code name} or {@code name="value"},
 * separated by commas, names in any case (ssh-keygen(1), section ALLOWED SIGNERS).
 */
final class SignerOptionsReader {

  private static final String AUTHORITY = "cert-authority";
  private static final String NAMESPACES = "namespaces";
  private static final String AFTER = "valid-after";
  private static final String BEFORE = "valid-before";
  private static final List<String> KNOWN = List.of(AUTHORITY, NAMESPACES, AFTER, BEFORE);

  /** An option's value, and the index of its first character in the line. */
  private record Written(int index, String value) {}

  private final SignersLine line;
  private final int offset;
  private final String text;
  private final ZoneId zone;
  private final Map<String, Written> options = new HashMap<>();

  /**
   * @param offset the index of the text in its line
   * @param zone for times without a Z
   */
  SignerOptionsReader(SignersLine line, int offset, String text, ZoneId zone) {
    this.line = line;
    this.offset = offset;
    this.text = text;
    this.zone = zone;
  }

  /** The options; every problem is reported to the line. */
  SignerOptions read() {
    int at = 0;
    while (at >= 0) {
      at = option(at);
    }
    Optional<Long> after = time(AFTER);
    Optional<Long> before = time(BEFORE);
    if (after.isPresent() && before.isPresent() && before.get() <= after.get()) {
      line.problem(
          offset, "`valid-before` is not after `valid-after`, so the key would never be valid");
    }
    return new SignerOptions(options.containsKey(AUTHORITY), namespaces(), after, before);
  }

  /** Reads one option. Returns the index of the next one, or -1 after the last or a problem. */
  private int option(int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != '=' && text.charAt(end) != ',') {
      end++;
    }
    String name = text.substring(start, end).toLowerCase(Locale.ROOT);
    if (!KNOWN.contains(name)) {
      return refuse(
          start, "unknown option %s%s".formatted(Quoted.of(name), NearestName.hint(name, KNOWN)));
    }
    if (options.containsKey(name)) {
      return refuse(start, "the option `" + name + "` is given twice");
    }
    boolean hasValue = end < text.length() && text.charAt(end) == '=';
    if (name.equals(AUTHORITY) == hasValue) {
      return refuse(
          start,
          hasValue
              ? "the option `" + name + "` has no value"
              : "the option `%s` needs a value: %s=\"...\"".formatted(name, name));
    }
    if (!hasValue) {
      options.put(name, new Written(offset + start, ""));
      return next(end);
    }
    return value(name, end + 1);
  }

  private int value(String name, int quote) {
    int close = text.indexOf('"', quote + 1);
    if (quote >= text.length() || text.charAt(quote) != '"' || close < 0) {
      return refuse(
          Math.min(quote, text.length()),
          "expected the value of `%s` in double quotes".formatted(name));
    }
    String value = text.substring(quote + 1, close);
    options.put(name, new Written(offset + quote + 1, value));
    return next(close + 1);
  }

  private int next(int end) {
    if (end == text.length()) {
      return -1;
    }
    return text.charAt(end) == ','
        ? end + 1
        : refuse(end, "expected a comma and the next option, or a blank and the key");
  }

  private int refuse(int index, String message) {
    line.problem(offset + index, message);
    return -1;
  }

  private Optional<PatternList> namespaces() {
    Written written = options.get(NAMESPACES);
    if (written == null) {
      return Optional.empty();
    }
    PatternList list = PatternList.of(written.value());
    for (String pattern : list.patterns()) {
      if (!PatternList.isElement(pattern)) {
        line.problem(
            written.index(),
            ("%s is not a namespace: expected names or patterns, separated by commas and without"
                    + " blanks")
                .formatted(Quoted.of(pattern)));
      }
    }
    return Optional.of(list);
  }

  private Optional<Long> time(String name) {
    Written written = options.get(name);
    if (written == null) {
      return Optional.empty();
    }
    Optional<Long> time = SignerTime.parse(written.value(), zone);
    if (time.isEmpty()) {
      line.problem(
          written.index(),
          ("%s is not a time: expected YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS after 1970, with"
                  + " Z at its end for UTC")
              .formatted(Quoted.of(written.value())));
    }
    return time;
  }
}
