package io.safeops.run.control;

import java.util.Locale;
import java.util.Optional;

/** What a client can ask of a run; the word on the socket is the name in lower case. */
enum OperatorVerb {
  CONFIRM,
  ROLLBACK,
  EXTEND,
  GO,
  SHOW,
  STATUS;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty for what is none. */
  static Optional<OperatorVerb> of(String word) {
    for (OperatorVerb verb : values()) {
      if (verb.word().equals(word)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }
}
