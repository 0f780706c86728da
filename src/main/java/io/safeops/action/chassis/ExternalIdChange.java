package io.safeops.action.chassis;

import io.safeops.action.ActionException;
import java.util.Optional;

/**
 * A change of one key of an {@code external_ids} column.
 *
 * @param before the old value; empty if the row has no such key
 * @param after the new value; empty if the key is removed
 */
record ExternalIdChange(String key, Optional<String> before, Optional<String> after) {

  /**
   * @throws ActionException when the undo could not restore the old value exactly
   */
  static ExternalIdChange of(String key, Optional<String> before, Optional<String> after)
      throws ActionException {
    if (before.filter(value -> !isPlain(value)).isPresent()) {
      throw new ActionException(
          "external_ids:" + key + " holds characters that no undo can restore exactly");
    }
    return new ExternalIdChange(key, before, after);
  }

  boolean isNone() {
    return before.equals(after);
  }

  /**
   * Whether the value is printable ASCII that JSON writes unchanged: scripts search for it in the
   * answer of the database.
   */
  static boolean isPlain(String value) {
    return value.matches("[ -~&&[^\"\\\\]]*");
  }
}
