package io.safeops.action;

import io.safeops.facts.model.FactsScope;
import java.time.Duration;

/** An expectation on the facts that are collected after the step. */
public record FactExpectation(String description, FactPredicate predicate, Duration within)
    implements Expectation {

  /** The facts to read for it. */
  public FactsScope scope() {
    return predicate.scope();
  }
}
