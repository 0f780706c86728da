package io.safeops.action;

import java.time.Duration;

/** What must hold after a step, and how long it may take to come true. */
public sealed interface Expectation permits FactExpectation, CheckExpectation {

  /** In words, for the review and for the message when it does not hold. */
  String description();

  /** How long to ask again before it is a failure; zero asks once. */
  Duration within();
}
