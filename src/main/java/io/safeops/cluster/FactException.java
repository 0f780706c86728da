package io.safeops.cluster;

/** Something a node said is not what its tool would say. The message names it, in words. */
final class FactException extends Exception {

  private static final long serialVersionUID = 1L;

  FactException(String message) {
    super(message);
  }

  FactException(String message, Throwable cause) {
    super(message, cause);
  }
}
