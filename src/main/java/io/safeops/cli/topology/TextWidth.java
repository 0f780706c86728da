package io.safeops.cli.topology;

import java.util.ArrayList;
import java.util.List;

/** The width of text in columns of a terminal. East Asian characters and emoji take two. */
final class TextWidth {

  private static final int FIRST_WIDE = 0x1100;
  static final String DOTS = "...";

  private TextWidth() {}

  /** How many columns a text takes, at most. */
  static int of(String text) {
    return text.codePoints().map(TextWidth::of).sum();
  }

  private static int of(int c) {
    return c < FIRST_WIDE ? 1 : 2;
  }

  /** The first characters of a text, and how many more there are. */
  static String bounded(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "... (" + (text.length() - end) + " more characters)";
  }

  /** The beginning of a text, in at most so many columns. */
  static String cut(String text, int columns) {
    return of(text) <= columns ? text : head(text, columns - DOTS.length()) + DOTS;
  }

  private static String head(String text, int columns) {
    int end = 0;
    int taken = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      taken += of(c);
      if (taken > columns) {
        break;
      }
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }

  /** Behind the last sign in the second half of a line; else its end. */
  private static int afterSign(String line) {
    for (int end = line.length(); end > line.length() / 2; end--) {
      if ("-._/:".indexOf(line.charAt(end - 1)) >= 0) {
        return end;
      }
    }
    return line.length();
  }

  /**
   * Lines of at most so many columns, broken at blanks where there are any, else behind a sign that
   * parts names. What does not fit into the last line is cut.
   *
   * @param most the number of lines, at least 1
   */
  static List<String> wrap(String text, int columns, int most) {
    List<String> lines = new ArrayList<>();
    String rest = text.strip();
    while (of(rest) > columns && lines.size() < most - 1) {
      String line = head(rest, columns);
      int blank = line.lastIndexOf(' ');
      if (rest.charAt(line.length()) != ' ') {
        int end = blank > line.length() / 2 ? blank : afterSign(line);
        line = line.substring(0, end);
      }
      lines.add(line.stripTrailing());
      rest = rest.substring(line.length()).strip();
    }
    lines.add(cut(rest, columns));
    return lines;
  }
}
