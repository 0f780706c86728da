package io.safeops.policy;

/** The effect of a violation. */
public enum Severity {
  /** It refuses the plan. */
  DENY,
  /** It is reported and has no other effect. */
  WARN
}
