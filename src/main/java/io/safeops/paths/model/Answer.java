package io.safeops.paths.model;

import java.util.Locale;

/** What the facts say about a hop or a path. The later constant of two decides for a path. */
public enum Answer {
  /** Packets pass. */
  WORKS,
  /**
   * Packets pass, with less than was asked for: one member of a bond, a gateway of second choice.
   */
  DEGRADED,
  /** The facts do not decide: an l2gateway, a bridge that another controller programs. */
  NOT_MODELLED,
  /**
   * Nobody programs this node now. The flows stay for ends that have not changed since; whatever
   * the controller answers itself (DHCP, router advertisements) is broken.
   */
  AS_LAST_PROGRAMMED,
  /** Something was expected to answer and did not, or could not be read. */
  UNKNOWN,
  /** Packets do not pass. */
  BROKEN;

  /** In words, as rules and messages have it: {@code as last programmed}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  public boolean isWorse(Answer other) {
    return compareTo(other) > 0;
  }

  public Answer worse(Answer other) {
    return isWorse(other) ? this : other;
  }

  /** Whether it is a fault of the cluster as it is: exit 3 of doctor. */
  public boolean isFault() {
    return this == AS_LAST_PROGRAMMED || this == UNKNOWN || this == BROKEN;
  }

  /** Whether packets pass. */
  public boolean isPassing() {
    return this == WORKS || this == DEGRADED;
  }
}
