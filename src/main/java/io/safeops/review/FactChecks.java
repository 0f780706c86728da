package io.safeops.review;

import io.safeops.action.FactExpectation;
import io.safeops.facts.model.Observation;
import java.util.List;

/**
 * Asks expectations of collected facts. One of which not all that it judges was read does not hold:
 * that nothing is there which was not looked for is no answer.
 */
public final class FactChecks {

  private FactChecks() {}

  /** Why the expectation does not hold, or is not known to; empty when it holds. */
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
