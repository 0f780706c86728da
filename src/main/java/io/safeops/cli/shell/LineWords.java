package io.safeops.cli.shell;

import io.safeops.cli.option.BadInput;
import io.safeops.document.HomeDirectory;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a line. Blanks separate them. Single quotes keep everything; double quotes keep
 * everything but a backslash before a quote or a backslash; outside of quotes a backslash keeps the
 * character after it. A word that begins with {@code ~/} is below the home directory. Nothing else
 * is replaced: no variables, no patterns, no earlier lines.
 *
 * @param words without their quotes; the last may be empty if the line ends with a blank
 * @param start where the last word begins, counted in characters
 * @param isClosed whether every quote has its end, and every backslash its character
 */
record LineWords(List<String> words, int start, boolean isClosed) {

  LineWords {
    words = List.copyOf(words);
  }

  /**
   * The words of a whole line; none of an empty line, and none of a remark, which begins with
   * {@code #}.
   *
   * @throws BadInput if a quote has no end, or the line has a line break
   */
  static List<String> of(String line) throws BadInput {
    String text = line.strip();
    if (text.isEmpty() || text.startsWith("#")) {
      return List.of();
    }
    if (text.chars().anyMatch(c -> c == '\n' || c == '\r')) {
      throw new BadInput("these are several lines: give one after the other");
    }
    LineWords split = upTo(text);
    if (!split.isClosed()) {
      throw new BadInput("a quote has no end, or a backslash nothing after it");
    }
    return split.words();
  }

  /** The words of a line up to the cursor; the last is the one that is being typed. */
  static LineWords beforeCursor(String line) {
    LineWords split = upTo(line);
    if (split.start() >= 0) {
      return split;
    }
    List<String> words = new ArrayList<>(split.words());
    words.add("");
    return new LineWords(words, line.length(), true);
  }

  /** The start is negative when the line ends between two words. */
  private static LineWords upTo(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int start = -1;
    char quote = 0;
    boolean isPlain = true;
    boolean isEscaped = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (isEscaped) {
        isEscaped = false;
        if (quote == '"' && c != '"' && c != '\\') {
          word.append('\\');
        }
        word.append(c);
      } else if (c == '\\' && quote != '\'') {
        start = start < 0 ? i : start;
        isPlain = isPlain && word.length() > 0;
        isEscaped = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        start = start < 0 ? i : start;
        isPlain = isPlain && word.length() > 0;
        quote = c;
      } else if (Character.isWhitespace(c)) {
        if (start >= 0) {
          words.add(isPlain ? atHome(word.toString()) : word.toString());
          word.setLength(0);
        }
        start = -1;
        isPlain = true;
      } else {
        start = start < 0 ? i : start;
        word.append(c);
      }
    }
    if (start >= 0) {
      words.add(isPlain ? atHome(word.toString()) : word.toString());
    }
    return new LineWords(words, start, quote == 0 && !isEscaped);
  }

  private static String atHome(String word) {
    return word.startsWith("~/")
        ? HomeDirectory.ofProcess().resolve(word.substring(2)).toString()
            + (word.endsWith("/") ? "/" : "")
        : word;
  }

  /** The text as one word of a line. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isSpecial =
          Character.isWhitespace(c)
              || c == '\''
              || c == '"'
              || c == '\\'
              || (i == 0 && (c == '#' || (c == '~' && text.startsWith("~/"))));
      quoted.append(isSpecial ? "\\" : "").append(c);
    }
    return quoted.toString();
  }
}
