package io.safeops.review;

/** A plan cannot be reviewed on this cluster. */
public final class ReviewException extends Exception {

  /** Why not. */
  public enum Reason {
    /** A node was not read: what is not known cannot be judged. */
    UNREACHABLE,
    /** A step names something that is not there, or is there already. */
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
