package io.safeops.action.chassis;

import io.safeops.action.ActionException;
import java.util.Optional;

/**
 * One key of an {@code external_ids} column: what it was and what it becomes.
 *
 * @param before empty where the row has no such key
 * @param after empty where the key goes
 */
record ExternalIdChange(String key, Optional<String> before, Optional<String> after) {

  /**
   * @throws ActionException when what is there could not be put back to the last character
   */
  static ExternalIdChange of(String key, Optional<String> before, Optional<String> after)
      throws ActionException {
    if (before.filter(value -> !isPlain(value)).isPresent()) {
      throw new ActionException(
          "external_ids:" + key + " holds characters that no undo would put back as they are");
    }
    return new ExternalIdChange(key, before, after);
  }

  boolean isNone() {
    return before.equals(after);
  }

  /** Printable ASCII that JSON writes as it is: scripts look for it in what the database says. */
  static boolean isPlain(String value) {
    return value.matches("[ -~&&[^\"\\\\]]*");
  }
}
