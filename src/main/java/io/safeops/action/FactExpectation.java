package io.safeops.action;

import io.safeops.facts.model.FactsScope;
import java.time.Duration;

/** Something that must be true of the facts collected after the step. */
public record FactExpectation(String description, FactPredicate predicate, Duration within)
    implements Expectation {

  /** What is read for it. */
  public FactsScope scope() {
    return predicate.scope();
  }
}
