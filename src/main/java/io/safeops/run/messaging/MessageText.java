package io.safeops.run.messaging;

import io.safeops.document.SecretMask;
import java.time.Duration;
import java.util.List;

/** Wording of lengths and outputs in messages. */
public final class MessageText {

  /**
   * The longest text of an event or outcome, in characters: the names of a thousand nodes fit. A
   * client accepts no line that is much longer ({@code LineBuffer}).
   */
  static final int LONGEST = 1 << 16;

  private MessageText() {}

  /** A text that fits into a line for clients; it tells how much was cut off. */
  public static String bounded(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST)
            + "... ("
            + (text.length() - LONGEST)
            + " characters more: `safeops review` and `safeops doctor` show all)";
  }

  /** {@code 20 s}, {@code 5 min}, {@code 1 min 30 s}. */
  public static String length(Duration length) {
    long seconds = Math.round(length.toMillis() / 1000.0);
    if (seconds < 90) {
      return seconds + " s";
    }
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds / 60 + " min " + seconds % 60 + " s";
  }

  /** The last three lines of a command's output, as one, without secrets. */
  public static String lastLines(String output) {
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty()
        ? "no output"
        : SecretMask.text(
            String.join(" / ", lines.subList(Math.max(0, lines.size() - 3), lines.size())));
  }
}
