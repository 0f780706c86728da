package io.safeops.policy;

/** Who may set a rule aside, by name and with a reason. */
public enum WaiverLevel {
  NEVER,
  /** Whoever signs the approval of a plan. */
  APPROVAL,
  /** Whoever types the command. */
  OPERATOR
}
