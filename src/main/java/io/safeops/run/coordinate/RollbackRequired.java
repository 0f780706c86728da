package io.safeops.run.coordinate;

import io.safeops.run.event.Outcome.End;

/**
 * The change must be undone: thrown by whatever finds out first, told to the operator as the
 * reason.
 */
final class RollbackRequired extends Exception {
  private static final long serialVersionUID = 1L;

  private final End ifNothingBegun;

  RollbackRequired(String reason) {
    this(reason, End.ROLLED_BACK);
  }

  /**
   * @param ifNothingBegun what the run comes to when no step had begun yet
   */
  RollbackRequired(String reason, End ifNothingBegun) {
    super(reason);
    this.ifNothingBegun = ifNothingBegun;
  }

  String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  End ifNothingBegun() {
    return ifNothingBegun;
  }
}
