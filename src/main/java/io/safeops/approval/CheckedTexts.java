package io.safeops.approval;

import io.safeops.document.Located;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the texts of an approval. A text that does not fit is reported, and a harmless one stands
 * in for it.
 */
final class CheckedTexts {

  /** Longest text in characters: what a thing is, of a bridge with many ports, say. */
  static final int MOST = 262_144;

  private final Problems problems;

  CheckedTexts(Problems problems) {
    this.problems = problems;
  }

  /** A text that can be shown on one line; it may be empty. */
  String line(Value value) {
    return line(value, MOST);
  }

  /**
   * The same with a limit of its own.
   *
   * @param most characters
   */
  String line(Value value, int most) {
    String text = value.textOrEmpty();
    if (text.length() > most) {
      value.report("`" + value.name() + "`: longer than " + most + " characters");
      return "";
    }
    if (!PlainLine.isPlain(text)) {
      value.report(
          "`" + value.name() + "`: a character cannot be shown: " + PlainLine.excerpt(text, ""));
      return "";
    }
    return text;
  }

  /** A text that is not empty. */
  String name(Value value) {
    String text = line(value);
    if (text.isEmpty() && value.isText()) {
      value.report("`" + value.name() + "`: it is empty");
    }
    return text;
  }

  String matching(Value value, Pattern pattern, String expected) {
    return value.text(pattern, expected).map(Located::value).orElse("");
  }

  /** One of these words; the first of them if it is another one. */
  String word(Value value, List<String> words) {
    return value.oneOf(words).map(Located::value).orElse(words.get(0));
  }

  boolean flag(Value value) {
    return value.bool().map(Located::value).orElse(false);
  }

  /** A list of texts that can be shown. */
  List<String> lines(Value value) {
    List<String> lines = new ArrayList<>();
    for (Value member : value.list()) {
      lines.add(line(member));
      if (problems.isFull()) {
        break;
      }
    }
    return lines;
  }
}
