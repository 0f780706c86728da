package io.safeops.guard;

import java.util.Locale;

/** Why a guard did not do what it was asked; its word in the protocol is the name in lower case. */
public enum GuardRefusal {
  /** Another run holds the node. */
  HELD,
  /** The request was made for another boot of the node. */
  BOOT,
  /** The request came after its time. */
  LATE,
  /** The guard's state does not allow it. */
  STATE,
  /** A step other than the next one. */
  STEP,
  /** The deadline has passed. */
  DEADLINE,
  /** Another epoch leads the run. */
  EPOCH,
  /** The code has not been given. */
  NO_WORD,
  WRONG_CODE,
  /** Too many wrong codes. */
  TRIES,
  MISSING_TOOL,
  /** The state directory cannot be synced. */
  NO_FSYNC,
  UNSAFE_DIR,
  /** A probe has tripped. */
  PROBES,
  /** The state file is damaged. */
  DAMAGED,
  BUSY,
  /** The deadline would be later than the node allows. */
  CAP,
  /** One that has no name here. */
  OTHER;

  /** {@link #OTHER} for a word that has no name here. */
  static GuardRefusal of(String word) {
    for (GuardRefusal known : values()) {
      if (known != OTHER && known.word().equals(word)) {
        return known;
      }
    }
    return OTHER;
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
