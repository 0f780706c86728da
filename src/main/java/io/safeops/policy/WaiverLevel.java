package io.safeops.policy;

import java.util.Locale;

/** The level of permission that is needed to set a rule aside, by name and with a reason. */
public enum WaiverLevel {
  NEVER,
  /** The person who signs the approval of a plan. */
  APPROVAL,
  /** The operator who types the command. */
  OPERATOR;

  /**
   * Whether a rule that asks for this level yields to a waiver that somebody of that level gave.
   */
  public boolean yieldsTo(WaiverLevel given) {
    return switch (this) {
      case NEVER -> false;
      case APPROVAL -> given == APPROVAL;
      case OPERATOR -> given != NEVER;
    };
  }

  /** As policies write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
