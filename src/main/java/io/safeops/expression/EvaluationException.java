package io.safeops.expression;

/**
 * An expression gave no answer: it failed on these facts, or went over a limit. Whoever asked must
 * take that as a no.
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
