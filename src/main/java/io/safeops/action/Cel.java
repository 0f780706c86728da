package io.safeops.action;

/** Writes values into CEL expressions. */
final class Cel {

  private Cel() {}

  /** A string literal. */
  static String text(String value) {
    StringBuilder literal = new StringBuilder("'");
    value
        .chars()
        .forEach(
            c -> {
              if (c == '\'' || c == '\\') {
                literal.append('\\').append((char) c);
              } else if (c < 0x20 || c > 0x7E) {
                literal.append("\\u%04x".formatted(c));
              } else {
                literal.append((char) c);
              }
            });
    return literal.append('\'').toString();
  }
}
