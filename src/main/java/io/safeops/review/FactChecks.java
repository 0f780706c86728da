package io.safeops.review;

import io.safeops.action.FactExpectation;
import io.safeops.facts.model.Observation;
import java.util.List;

/**
 * Checks expectations on collected facts. An expectation does not hold if some facts that it needs
 * were not read: a fact that was not read must not count as absent.
 */
public final class FactChecks {

  private FactChecks() {}

  /** The reason why the expectation does not hold, or is not known to hold; empty if it holds. */
  public static List<String> objections(FactExpectation expectation, Observation now) {
    List<String> missing = now.missing(expectation.scope());
    if (!missing.isEmpty()) {
      return List.of(
          expectation.description() + ": not known, because " + String.join("; ", missing));
    }
    return expectation.predicate().objection(now.cluster()).stream()
        .map(found -> expectation.description() + ": " + found)
        .toList();
  }
}
