package io.safeops.document;

/** A node's output is not what the tool should print. The message says what is wrong. */
public final class FactException extends Exception {

  private static final long serialVersionUID = 1L;

  public FactException(String message) {
    super(message);
  }

  public FactException(String message, Throwable cause) {
    super(message, cause);
  }
}
