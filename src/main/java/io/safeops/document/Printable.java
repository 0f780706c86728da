package io.safeops.document;

import java.util.regex.Pattern;

/**
 * Makes text safe to show: a terminal, console or log viewer does not act on it, and people see the
 * text that is stored. All text from nodes, servers and files goes through here before safeops
 * shows it, so that it cannot clear a screen, change the direction of a line or hide letters.
 */
public final class Printable {

  /** Replaces an unsafe character; no real name contains it. */
  public static final int REPLACEMENT = 0xFFFD;

  private static final Pattern BREAKS = Pattern.compile("[\\r\\n\\u0085\\u2028\\u2029]+");

  private Printable() {}

  /** One safe line: line breaks become {@code " / "}, so that input cannot add a line of output. */
  public static String line(String text) {
    return text(isOneLine(text) ? text : BREAKS.matcher(text.strip()).replaceAll(" / "));
  }

  /** Safe text that keeps its line breaks. A tab becomes a space. */
  public static String text(String text) {
    if (text.codePoints().allMatch(c -> c == '\n' || !isUnsafe(c))) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
        continue;
      }
      clean.appendCodePoint(c == '\t' ? ' ' : c == '\n' || !isUnsafe(c) ? c : REPLACEMENT);
    }
    return clean.toString();
  }

  private static boolean isOneLine(String text) {
    return !BREAKS.matcher(text).find();
  }

  /**
   * Whether a terminal may act on this character or a person may not see it: control characters of
   * ASCII and ISO 8859 (C0, C1), format characters (such as direction changes and zero-width
   * characters), line separators, unpaired surrogates, and the other characters that Unicode lists
   * as Default_Ignorable_Code_Point (DerivedCoreProperties.txt).
   */
  public static boolean isUnsafe(int c) {
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
        || c == 0x115f // Hangul fillers
        || c == 0x1160
        || c == 0x3164
        || c == 0xffa0
        || c == 0x2065 // reserved for a format character
        || (c >= 0x17b4 && c <= 0x17b5) // invisible Khmer vowels
        || (c >= 0x180b && c <= 0x180f) // variation selectors
        || (c >= 0xfe00 && c <= 0xfe0f)
        || (c >= 0xfff0 && c <= 0xfff8)
        || (c >= 0xe0000 && c <= 0xe0fff);
  }
}
