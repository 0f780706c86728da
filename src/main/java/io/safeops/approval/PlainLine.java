package io.safeops.approval;

import io.safeops.document.Printable;

/**
 * One line of text of an approval. It holds no character that a terminal acts on or that a person
 * does not see, so that an approver sees all that is signed.
 */
final class PlainLine {

  /** Characters around the first difference that a message shows. */
  private static final int SHOWN = 160;

  /** Characters that a message shows before the first difference. */
  private static final int LEAD = 40;

  private PlainLine() {}

  /** Whether the text can stand in an approval as it is. */
  static boolean isPlain(String text) {
    return text.codePoints().noneMatch(Printable::isUnsafe);
  }

  /** The text, with its number in hexadecimal instead of each character that cannot be shown. */
  static String of(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Printable.isUnsafe(c)) {
                line.append("<U+%04X>".formatted(c));
              } else {
                line.appendCodePoint(c);
              }
            });
    return line.toString();
  }

  /**
   * The text for a message: the part around the first character that differs from another text, if
   * the text is long.
   */
  static String excerpt(String text, String other) {
    String line = of(text);
    if (line.length() <= SHOWN) {
      return line;
    }
    String against = of(other);
    int same = 0;
    while (same < Math.min(line.length(), against.length())
        && line.charAt(same) == against.charAt(same)) {
      same++;
    }
    int from = Math.max(0, Math.min(same - LEAD, line.length() - SHOWN));
    int to = Math.min(line.length(), from + SHOWN);
    return of(
        (from == 0 ? "" : "... ") + line.substring(from, to) + (to == line.length() ? "" : " ..."));
  }
}
