package io.safeops.run.messaging;

/** A node obeys a later coordinator: this one stops and reports no result. */
public final class Superseded extends Exception {
  private static final long serialVersionUID = 1L;

  Superseded(String message) {
    super(message);
  }
}
