package io.safeops.expression;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values of expressions as text for people. */
final class ValueText {

  private ValueText() {}

  /** Whether a value says something on one line: no record, no map. */
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
