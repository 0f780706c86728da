package io.safeops.cli.option;

/** The command line asks for something that does not exist or makes no sense; exit 2. */
public final class BadInput extends Exception {
  private static final long serialVersionUID = 1L;

  public BadInput(String message) {
    super(message);
  }
}
