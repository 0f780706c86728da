package io.safeops.audit;

/** A text is no head, or no position in a log. The message says what was expected. */
public final class HeadFormatException extends Exception {

  private static final long serialVersionUID = 1L;

  HeadFormatException(String message) {
    super(message);
  }
}
