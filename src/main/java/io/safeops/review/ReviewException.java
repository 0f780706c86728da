package io.safeops.review;

import io.safeops.document.Position;
import java.util.Optional;

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
  private final transient Optional<Position> at;
  private final String what;

  public ReviewException(Reason reason, String message) {
    super(message);
    this.reason = reason;
    this.at = Optional.empty();
    this.what = message;
  }

  /** The same, because of what is at this position of the plan. */
  public ReviewException(Reason reason, Position at, String message) {
    super(at + ": " + message);
    this.reason = reason;
    this.at = Optional.of(at);
    this.what = message;
  }

  /** The position in the plan, if one of its steps is the reason. */
  public Optional<Position> at() {
    return at;
  }

  /** The message without the position. */
  public String what() {
    return what;
  }

  public Reason kind() {
    return reason;
  }
}
