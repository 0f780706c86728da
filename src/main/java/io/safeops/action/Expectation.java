package io.safeops.action;

import java.time.Duration;

/** Something that must hold after a step, and how long that may take. */
public sealed interface Expectation permits FactExpectation, CheckExpectation {

  /** What is expected, for the review and for the message when it does not hold. */
  String description();

  /** How long to check again before it counts as failed; zero checks once. */
  Duration within();
}
