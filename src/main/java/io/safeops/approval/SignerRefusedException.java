package io.safeops.approval;

/** A signature does not count. The message says why, in one sentence. */
public final class SignerRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  public SignerRefusedException(String message) {
    super(message);
  }

  public SignerRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
