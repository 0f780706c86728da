package io.safeops.review;

/** Thrown when a plan cannot be reviewed on this cluster. */
public final class ReviewException extends Exception {

  /** The reason why not. */
  public enum Reason {
    /** A node was not read, and unknown facts cannot be judged. */
    UNREACHABLE,
    /** A step names something that does not exist, or makes something that exists already. */
    IMPOSSIBLE,
    /** A waiver names no rule, or one that may not be set aside. */
    WAIVER
  }

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public ReviewException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason kind() {
    return reason;
  }
}
