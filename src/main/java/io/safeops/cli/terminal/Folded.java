package io.safeops.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/** A line that is broken between words to fit a terminal. */
final class Folded {

  /** On a terminal that is narrower, or tells no width, the terminal breaks the lines. */
  private static final int NARROWEST = 20;

  /** The words of a line. A command in backquotes is one word, so that it can be copied whole. */
  private static final Pattern WORD = Pattern.compile(" *(?:`[^`]*`[^ `]*|[^ ]+)");

  /** A line that is a command from its begin to its end. */
  private static final Pattern COMMAND = Pattern.compile(" *\\$ .*");

  /** The time of day and the blanks behind it; the text goes on below the text. */
  private static final Pattern BEGIN = Pattern.compile("(?:[0-9:]{8}  )? *");

  private Folded() {}

  /**
   * The line in pieces. A word that is longer than the terminal is not broken, and stands on a line
   * of its own.
   *
   * @param columns of the terminal
   */
  static List<String> lines(String line, int columns) {
    if (columns < NARROWEST || width(line) < columns || COMMAND.matcher(line).matches()) {
      return List.of(line);
    }
    Matcher begin = BEGIN.matcher(line);
    int indent = begin.lookingAt() ? Math.min(begin.end(), columns / 3) : 0;
    List<String> lines = new ArrayList<>();
    StringBuilder last = new StringBuilder();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      if (last.length() > indent && width(last) + width(word.group()) >= columns) {
        lines.add(last.toString());
        last.setLength(0);
        last.append(" ".repeat(indent)).append(word.group().stripLeading());
      } else {
        last.append(word.group());
      }
    }
    lines.add(last.toString());
    return lines;
  }

  private static int width(CharSequence text) {
    return text.codePoints().map(point -> Math.max(0, WCWidth.wcwidth(point))).sum();
  }
}
