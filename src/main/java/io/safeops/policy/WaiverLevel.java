package io.safeops.policy;

import java.util.Locale;

/** Who may set a rule aside, by name and with a reason. */
public enum WaiverLevel {
  NEVER,
  /** Whoever signs the approval of a plan. */
  APPROVAL,
  /** Whoever types the command. */
  OPERATOR;

  /** As policies write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
