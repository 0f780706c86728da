package io.safeops.document;

/** Something a node said is not what its tool would say. The message names it, in words. */
public final class FactException extends Exception {

  private static final long serialVersionUID = 1L;

  public FactException(String message) {
    super(message);
  }

  public FactException(String message, Throwable cause) {
    super(message, cause);
  }
}
