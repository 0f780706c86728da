package io.safeops.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far the log of a node was at one moment, as the node told it.
 *
 * @param node the name of the node
 * @param number the number of the last line of its log, from 1
 * @param digest the hash that this line begins with
 */
public record LogPosition(String node, long number, String digest) {

  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final Pattern TEXT =
      Pattern.compile("([^:]{1,63}):([1-9][0-9]{0,14}):([0-9a-f]{64})");

  public LogPosition {
    if (!NODE.matcher(node).matches() || number < 1 || !Digests.isDigest(digest)) {
      throw new IllegalArgumentException("no position in a log");
    }
  }

  /** {@code NODE:NUMBER:DIGEST}. */
  public String text() {
    return node + ":" + number + ":" + digest;
  }

  /** Several, with commas between. */
  public static String text(List<LogPosition> positions) {
    return String.join(",", positions.stream().map(LogPosition::text).toList());
  }

  /**
   * Reads what {@link #text(List)} has written.
   *
   * @throws HeadFormatException when it is anything else
   */
  public static List<LogPosition> parse(String text) throws HeadFormatException {
    List<LogPosition> positions = new ArrayList<>();
    for (String each : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      Matcher matcher = TEXT.matcher(each);
      if (!matcher.matches() || !NODE.matcher(matcher.group(1)).matches()) {
        throw new HeadFormatException("expected `NODE:NUMBER:SHA256`, with commas between");
      }
      positions.add(
          new LogPosition(matcher.group(1), Long.parseLong(matcher.group(2)), matcher.group(3)));
    }
    return positions;
  }
}
