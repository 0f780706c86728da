package io.safeops.expression;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** The text form of values of expressions. */
final class ValueText {

  private ValueText() {}

  /** Whether one line can show a value: it contains no record and no map. */
  static boolean isPlain(Object value) {
    if (value instanceof Collection<?> list) {
      return list.stream().allMatch(ValueText::isPlain);
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(ValueText::isPlain).orElse(true);
    }
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  static String of(Object value) {
    if (value instanceof Collection<?> list) {
      return list.stream().map(ValueText::of).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(ValueText::of).orElse("none");
    }
    return value instanceof String text && text.isEmpty() ? "\"\"" : String.valueOf(value);
  }
}
