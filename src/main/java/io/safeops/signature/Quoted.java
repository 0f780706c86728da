package io.safeops.signature;

import io.safeops.document.Printable;

/** Text of a signature, a key or an agent, made safe and short enough for a message. */
final class Quoted {

  /** No name that people give is longer, and a message stays readable. */
  private static final int MOST_CHARACTERS = 80;

  private Quoted() {}

  /** One safe line in backquotes, cut after {@value #MOST_CHARACTERS} characters. */
  static String of(String text) {
    String line = Printable.line(text);
    int characters = line.codePointCount(0, line.length());
    return characters <= MOST_CHARACTERS
        ? "`" + line + "`"
        : "`" + line.substring(0, line.offsetByCodePoints(0, MOST_CHARACTERS)) + "...`";
  }
}
