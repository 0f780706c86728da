package io.safeops.audit;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a line of a guard's log: {@code SHA256 UPTIME TIME TEXT [NUMBER]}. The number in brackets
 * ends a line: a line without it was cut short, or its end was changed. No text has brackets.
 */
final class LogLineReader {

  private static final Pattern WHOLE =
      Pattern.compile(
          "([0-9a-f]{64}) [0-9]{1,15} [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
              + " ([^\\[\\]]*) \\[([1-9][0-9]{0,14})\\]");

  /** As guards wrote it before lines had numbers. */
  private static final Pattern WITHOUT_NUMBER =
      Pattern.compile(
          "([0-9a-f]{64}) [0-9]{1,15} [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z .*");

  private static final String TORN = "torn ";
  private static final String SEEN = " seen=";

  /** Where the content begins, after the hash and a blank. */
  private static final int CONTENT = 65;

  private LogLineReader() {}

  /** Empty if the line is not whole. */
  static Optional<LogLine> whole(EvidenceLine line) {
    Matcher matcher = WHOLE.matcher(line.bytes());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String text = matcher.group(2);
    String torn = text.startsWith(TORN) ? text.substring(TORN.length()) : "";
    return Optional.of(
        new LogLine(
            line,
            Long.parseLong(matcher.group(3)),
            matcher.group(1),
            line.bytes().substring(CONTENT),
            head(text),
            seen(text),
            Digests.isDigest(torn) ? torn : ""));
  }

  /** A line of an earlier version, which has no number; empty if it is none. */
  static Optional<LogLine> withoutNumber(EvidenceLine line) {
    Matcher matcher = WITHOUT_NUMBER.matcher(line.bytes());
    if (!line.isEnded() || !matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new LogLine(
            line,
            0,
            matcher.group(1),
            line.bytes().substring(CONTENT),
            Optional.empty(),
            List.of(),
            ""));
  }

  /** Whether a whole line can begin so. */
  static boolean isBeginning(String bytes) {
    Matcher matcher = WHOLE.matcher(bytes);
    return matcher.matches() || matcher.hitEnd();
  }

  private static Optional<Head> head(String text) {
    if (!text.startsWith(Head.FORMAT)) {
      return Optional.empty();
    }
    int seen = text.indexOf(SEEN);
    try {
      return Optional.of(Head.parse(seen < 0 ? text : text.substring(0, seen)));
    } catch (HeadFormatException otherVersion) {
      return Optional.empty();
    }
  }

  private static List<LogPosition> seen(String text) {
    int seen = text.indexOf(SEEN);
    if (!text.startsWith(Head.FORMAT) || seen < 0) {
      return List.of();
    }
    try {
      return LogPosition.parse(text.substring(seen + SEEN.length()));
    } catch (HeadFormatException otherVersion) {
      return List.of();
    }
  }
}
