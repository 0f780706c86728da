package io.safeops.approval;

/** A plan cannot be approved as it is. The message says why, and what to do. */
public final class ApprovalException extends Exception {

  private static final long serialVersionUID = 1L;

  public ApprovalException(String message) {
    super(message);
  }
}
