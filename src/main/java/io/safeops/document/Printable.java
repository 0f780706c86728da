package io.safeops.document;

import java.util.regex.Pattern;

/**
 * Text that is fit to be shown: no terminal, console or log viewer acts on it, and it reads as it
 * is stored. What a node, a server or a file says goes through here at every place where it leaves
 * safeops, for none of them may clear a screen, turn the direction of a line, or say something in
 * letters that nobody sees.
 */
public final class Printable {

  /** Stands where a character was taken out; never in an honest name. */
  public static final int REPLACEMENT = 0xFFFD;

  private static final Pattern BREAKS = Pattern.compile("[\\r\\n\\u0085\\u2028\\u2029]+");

  private Printable() {}

  /** One line: breaks become {@code " / "}, so that nobody adds a line in our name. */
  public static String line(String text) {
    return text(isOneLine(text) ? text : BREAKS.matcher(text.strip()).replaceAll(" / "));
  }

  /** The same with its line breaks kept. Tabs become a space. */
  public static String text(String text) {
    if (text.codePoints().allMatch(c -> c == '\n' || !isTreacherous(c))) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
        continue;
      }
      clean.appendCodePoint(c == '\t' ? ' ' : c == '\n' || !isTreacherous(c) ? c : REPLACEMENT);
    }
    return clean.toString();
  }

  private static boolean isOneLine(String text) {
    return !BREAKS.matcher(text).find();
  }

  /**
   * Whether a terminal or a reader may see something else than this character: controls of ASCII
   * and of ISO 8859 (C0, C1), format characters (those that turn the direction and those without
   * width among them), line separators, halves of a pair, and what Unicode lists as
   * Default_Ignorable_Code_Point (DerivedCoreProperties.txt) outside the format characters.
   */
  public static boolean isTreacherous(int c) {
    if (c >= 0x20 && c < 0x7f) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> isIgnorable(c);
    };
  }

  private static boolean isIgnorable(int c) {
    return c == 0x034f // combining grapheme joiner
        || c == 0x115f // fillers of Hangul
        || c == 0x1160
        || c == 0x3164
        || c == 0xffa0
        || c == 0x2065 // kept for a format character
        || (c >= 0x17b4 && c <= 0x17b5) // vowels of Khmer that are not shown
        || (c >= 0x180b && c <= 0x180f) // variation selectors
        || (c >= 0xfe00 && c <= 0xfe0f)
        || (c >= 0xfff0 && c <= 0xfff8)
        || (c >= 0xe0000 && c <= 0xe0fff);
  }
}
