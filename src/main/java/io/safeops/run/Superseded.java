package io.safeops.run;

/** A node obeys a later coordinator: this one stops and claims nothing. */
final class Superseded extends Exception {
  private static final long serialVersionUID = 1L;

  Superseded(String message) {
    super(message);
  }
}
