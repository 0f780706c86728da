package io.safeops.action;

import io.safeops.facts.derive.ExpressionScope;
import io.safeops.facts.model.FactsScope;
import java.time.Duration;
import java.util.List;

/**
 * Something that must be true of the facts collected after the step.
 *
 * @param expression CEL over {@code cluster}
 * @param scope what is read for it: what its answer could depend on, no more
 */
public record FactExpectation(
    String description, String expression, Duration within, FactsScope scope)
    implements Expectation {

  public FactExpectation {
    if (!scope.covers(ExpressionScope.in(expression).only(List.of()))) {
      throw new IllegalArgumentException("`" + expression + "` judges more than " + scope);
    }
  }

  /** One about every node and database that its expression mentions. */
  public FactExpectation(String description, String expression, Duration within) {
    this(description, expression, within, ExpressionScope.in(expression));
  }

  /** The same where the expression asks by name for things on these nodes alone. */
  public FactExpectation on(List<String> nodes) {
    return new FactExpectation(description, expression, within, scope.only(nodes));
  }

  /** The same in other words. */
  public FactExpectation describedAs(String words) {
    return new FactExpectation(words, expression, within, scope);
  }
}
