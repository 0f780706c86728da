package io.safeops.plan;

import dev.cel.common.types.CelKind;
import io.safeops.cluster.Cluster;
import io.safeops.document.DocumentException;
import io.safeops.document.Node.Scalar;
import io.safeops.document.Problems;
import io.safeops.expression.Budget;
import io.safeops.expression.Dialect;
import io.safeops.expression.EvaluationException;
import io.safeops.expression.Expression;
import java.util.List;
import java.util.Map;

/** Something that is true of a cluster or not, asked of one picture after another. */
public final class ClusterCondition {

  /** Made on first use, for making it loads CEL. */
  private static final class Language {
    static final Dialect DIALECT = Dialect.of(Cluster.class).with("cluster", Cluster.class);
  }

  private final Expression expression;

  private ClusterCondition(Expression expression) {
    this.expression = expression;
  }

  /**
   * Reads a condition that is complete in itself.
   *
   * @param origin who asks, for messages
   * @param expression CEL over {@code cluster}
   */
  public static ClusterCondition read(String origin, String expression) throws DocumentException {
    Problems problems = new Problems();
    Scalar written = Scalar.of(origin, expression);
    var compiled = Language.DIALECT.compile(written, CelKind.BOOL, problems);
    problems.throwIfAny();
    return new ClusterCondition(compiled.orElseThrow());
  }

  /** Why it does not hold: the values that decided, or the error. Empty if it holds. */
  public List<String> objections(Cluster cluster) {
    Map<String, Object> variables = Map.of("cluster", cluster);
    Budget budget = new Budget();
    try {
      if (expression.test(variables, budget)) {
        return List.of();
      }
    } catch (EvaluationException e) {
      return List.of(e.reason());
    }
    List<String> values = expression.explain(variables, budget);
    return values.isEmpty() ? List.of(expression.text() + " is false") : values;
  }
}
