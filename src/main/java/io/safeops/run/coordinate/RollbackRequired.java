package io.safeops.run.coordinate;

import io.safeops.run.event.Outcome.End;

/** The change must be undone. The message is the reason that the operator reads. */
final class RollbackRequired extends Exception {
  private static final long serialVersionUID = 1L;

  private final End ifNothingBegun;

  RollbackRequired(String reason) {
    this(reason, End.ROLLED_BACK);
  }

  /**
   * @param ifNothingBegun how the run ends when no step has begun yet
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
