package io.safeops.action;

import java.util.List;
import java.util.stream.Collectors;

/** Writes values into CEL expressions. */
public final class Cel {

  private Cel() {}

  /** A list of string literals. */
  public static String texts(List<String> values) {
    return values.stream().map(Cel::text).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A string literal. */
  public static String text(String value) {
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
