package io.safeops.action;

import java.util.List;
import java.util.OptionalInt;

/**
 * A place in the arguments of a step.
 *
 * @param keys the keys that lead to the value, as {@code undo} and {@code argv}
 * @param member its index in a list, from 0; empty if the value is no list
 * @param offset of a character in the text, in UTF-16 units from 0; empty for the text as a whole
 */
public record ArgumentPlace(List<String> keys, OptionalInt member, OptionalInt offset) {

  public ArgumentPlace {
    keys = List.copyOf(keys);
  }

  /** A text as a whole. */
  public static ArgumentPlace ofText(String key) {
    return new ArgumentPlace(List.of(key), OptionalInt.empty(), OptionalInt.empty());
  }
}
