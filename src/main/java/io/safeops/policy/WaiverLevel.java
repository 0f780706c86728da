package io.safeops.policy;

import java.util.Locale;

/** The level of permission that is needed to set a rule aside, by name and with a reason. */
public enum WaiverLevel {
  NEVER,
  /** The person who signs the approval of a plan. */
  APPROVAL,
  /** The operator who types the command. */
  OPERATOR;

  /** As policies write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
