package io.safeops.cli;

/** The command line asks for something that is not there or makes no sense; exit 2. */
final class BadInput extends Exception {
  private static final long serialVersionUID = 1L;

  BadInput(String message) {
    super(message);
  }
}
