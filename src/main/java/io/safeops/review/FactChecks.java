package io.safeops.review;

import io.safeops.action.FactExpectation;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.Problems;
import io.safeops.expression.CelEnvironment;
import io.safeops.expression.EvaluationBudget;
import io.safeops.expression.EvaluationException;
import io.safeops.expression.Expression;
import io.safeops.facts.derive.FactsLanguage;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.Observation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks expectations of collected facts. An expression that cannot be answered does not hold; nor
 * does one of which not all that it judges was read: that nothing is there which was not looked for
 * is no answer.
 */
public final class FactChecks {

  private static final CelEnvironment DIALECT =
      FactsLanguage.environment().with("cluster", Cluster.class);

  private FactChecks() {}

  /** Why the expectation does not hold, or is not known to; empty when it holds. */
  public static List<String> objections(FactExpectation expectation, Observation now) {
    List<String> missing = now.missing(expectation.scope());
    if (!missing.isEmpty()) {
      return List.of(
          expectation.description() + ": not known, because " + String.join("; ", missing));
    }
    Problems problems = new Problems();
    Optional<Expression> compiled =
        DIALECT.compile(Scalar.of("expect", expectation.expression()), problems);
    if (compiled.isEmpty()) {
      return problems.list().stream().map(Object::toString).toList();
    }
    Map<String, Cluster> variables = Map.of("cluster", now.cluster());
    try {
      return compiled.get().test(variables, new EvaluationBudget())
          ? List.of()
          : List.of(
              expectation.description()
                  + " ("
                  + String.join("; ", compiled.get().explain(variables, new EvaluationBudget()))
                  + ")");
    } catch (EvaluationException e) {
      return List.of(expectation.description() + ": " + e.reason());
    }
  }
}
