package io.safeops.signature;

import io.safeops.document.Position;
import io.safeops.document.Problems;

/**
 * One line of an allowed signers file, read word by word. Knows the position of each character for
 * messages.
 */
final class SignersLine {

  private final String file;
  private final int number;
  private final String text;
  private final Problems problems;
  private int at;

  /**
   * @param number counts from 1
   * @param text without its line break
   */
  SignersLine(String file, int number, String text, Problems problems) {
    this.file = file;
    this.number = number;
    this.text = text;
    this.problems = problems;
  }

  void problem(int index, String message) {
    problems.add(position(index), message);
  }

  Position position(int index) {
    return new Position(file, number, text.codePointCount(0, index) + 1);
  }

  /** The index of the next character. */
  int at() {
    return at;
  }

  boolean isAtEnd() {
    return at == text.length();
  }

  /** Whether nothing follows, or a comment does. */
  boolean isEmptyOrComment() {
    return isAtEnd() || text.charAt(at) == '#';
  }

  void skipBlanks() {
    while (!isAtEnd() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  /** The characters up to the next blank, and the blanks after it are skipped. */
  String word() {
    int start = at;
    while (!isAtEnd() && !isBlank(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    skipBlanks();
    return word;
  }

  /** As {@link #word}, but a blank between double quotes does not end it. */
  String quotedWord() {
    int start = at;
    boolean quoted = false;
    while (!isAtEnd() && (quoted || !isBlank(text.charAt(at)))) {
      quoted ^= text.charAt(at) == '"';
      at++;
    }
    String word = text.substring(start, at);
    skipBlanks();
    return word;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
