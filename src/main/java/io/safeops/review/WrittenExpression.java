package io.safeops.review;

import io.safeops.action.FactPredicate;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.Problems;
import io.safeops.expression.CelEnvironment;
import io.safeops.expression.EvaluationBudget;
import io.safeops.expression.EvaluationException;
import io.safeops.expression.Expression;
import io.safeops.facts.derive.ExpressionScope;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.paths.FactsLanguage;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An expectation that a plan's author wrote in CEL over {@code cluster}. An expression that cannot
 * be evaluated does not hold.
 */
record WrittenExpression(String expression) implements FactPredicate {

  private static final CelEnvironment ENVIRONMENT =
      FactsLanguage.environment().with("cluster", Cluster.class);

  @Override
  public FactsScope scope() {
    return ExpressionScope.in(expression);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    Problems problems = new Problems();
    Optional<Expression> compiled = ENVIRONMENT.compile(Scalar.of("expect", expression), problems);
    if (compiled.isEmpty()) {
      return Optional.of(
          problems.list().stream().map(Object::toString).collect(Collectors.joining("; ")));
    }
    Map<String, Cluster> variables = Map.of("cluster", cluster);
    try {
      return compiled.get().test(variables, new EvaluationBudget())
          ? Optional.empty()
          : Optional.of(
              String.join("; ", compiled.get().explain(variables, new EvaluationBudget())));
    } catch (EvaluationException e) {
      return Optional.of(e.reason());
    }
  }
}
