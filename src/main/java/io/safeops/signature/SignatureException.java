package io.safeops.signature;

/** A signature does not count, or cannot be made. The message is one sentence that says why. */
public final class SignatureException extends Exception {

  private static final long serialVersionUID = 1L;

  public SignatureException(String message) {
    super(message);
  }

  public SignatureException(String message, Throwable cause) {
    super(message, cause);
  }
}
