package io.safeops.facts.node;

import java.util.Locale;

/** What becomes of a guard's unit, and of the undo that it keeps, when its node boots. */
public enum GuardUnit {
  /** Both are there afterwards. */
  SURVIVES_REBOOT,
  /** There is no systemd that would start it. */
  NO_SYSTEMD,
  /** Nothing can be written below /etc/systemd, so the unit is below /run. */
  READ_ONLY,
  /** Nothing below /var/lib is kept. */
  VOLATILE,
  /** It was not read, or not understood. */
  UNKNOWN;

  /** As {@code facts.sh} says it; older files of facts say {@code survives}. */
  public static GuardUnit of(String word) {
    return switch (word) {
      case "survives-reboot", "survives" -> SURVIVES_REBOOT;
      case "no-systemd" -> NO_SYSTEMD;
      case "read-only" -> READ_ONLY;
      case "volatile" -> VOLATILE;
      default -> UNKNOWN;
    };
  }

  /** The same word, for rules. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
