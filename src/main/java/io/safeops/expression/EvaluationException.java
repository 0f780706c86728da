package io.safeops.expression;

/**
 * An expression has no value: it failed on these facts, or exceeded a limit. The caller must treat
 * this as a refusal.
 */
public final class EvaluationException extends Exception {

  private static final long serialVersionUID = 1;

  private final String reason;

  public EvaluationException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** The message. */
  public String reason() {
    return reason;
  }
}
