package io.safeops.document;

import org.jspecify.annotations.Nullable;

/** The text of a file; finds the line and column of a character. */
final class SourceText {

  private final String file;
  private final String text;
  private int @Nullable [] characters;

  SourceText(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /** Decoded when first needed: only files with a position to find pay for it. */
  private int[] characters() {
    if (characters == null) {
      characters = text.codePoints().toArray();
    }
    return characters;
  }

  String text() {
    return text;
  }

  String file() {
    return file;
  }

  int length() {
    return characters().length;
  }

  int character(int index) {
    return characters()[index];
  }

  /** The position of the character with this index, counted in code points from 0. */
  Position position(int index) {
    int[] characters = characters();
    int line = 1;
    int start = 0;
    int end = Math.min(index, characters.length);
    for (int i = 0; i < end; i++) {
      boolean crLf =
          characters[i] == '\r' && i + 1 < characters.length && characters[i + 1] == '\n';
      if (!crLf && isBreak(characters[i])) {
        line++;
        start = i + 1;
      }
    }
    return new Position(file, line, end - start + 1);
  }

  /** Whether YAML 1.1 sees a line break, so that lines are counted as the parser counts them. */
  static boolean isBreak(int character) {
    return character == '\n'
        || character == '\r'
        || character == 0x85
        || character == 0x2028
        || character == 0x2029;
  }

  static boolean isBlank(int character) {
    return character == ' ' || character == '\t' || isBreak(character);
  }
}
