package io.safeops.review;

/** A plan cannot be reviewed on this cluster: a step names something that is not there, or a node was not read. */
public final class ReviewException extends Exception {

  private static final long serialVersionUID = 1L;

  public ReviewException(String message) {
    super(message);
  }
}
