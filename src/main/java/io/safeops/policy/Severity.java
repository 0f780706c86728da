package io.safeops.policy;

/** What a violation does. */
public enum Severity {
  /** It refuses the plan. */
  DENY,
  /** It is said, and nothing more. */
  WARN
}
