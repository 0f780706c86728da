package io.safeops.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationListener;
import dev.cel.runtime.CelRuntime;
import io.safeops.document.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A CEL expression with checked types. Types are checked when the expression is loaded; for a
 * built-in expression they may be checked at its first use.
 */
public final class Expression {

  private static final Pattern PREFIX = Pattern.compile("^evaluation error at <input>:[0-9]+: ");

  private final String text;
  private final Position at;
  private final Supplier<Checked> checked;

  /** The compiled expression, after the type check. */
  record Checked(CelAbstractSyntaxTree ast, CelRuntime.Program program) {}

  /**
   * A built-in expression does not compile. A rule with it refuses, as for any failed evaluation.
   */
  static final class Wrong extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    Wrong(Position at, Exception why) {
      super("a built-in expression of safeops does not compile: " + at, why);
    }
  }

  Expression(String text, Position at, Supplier<Checked> checked) {
    this.text = text;
    this.at = at;
    this.checked = checked;
  }

  /** As written. */
  public String text() {
    return text;
  }

  /** Where it begins. */
  public Position at() {
    return at;
  }

  public CelType type() {
    return checked.get().ast().getResultType();
  }

  /** Whether it uses the variable of this name. */
  public boolean uses(String variable) {
    // If the text does not contain the name, the expression need not be compiled.
    return text.contains(variable) && names().contains(variable);
  }

  /** The names of the variables and functions that it uses. */
  public Set<String> names() {
    return checked.get().ast().getReferenceMap().values().stream()
        .map(CelReference::name)
        .collect(Collectors.toSet());
  }

  /**
   * Its value for these variables.
   *
   * @throws EvaluationException if it has no value, or exceeds the budget
   */
  public Object evaluate(Map<String, ?> variables, EvaluationBudget budget)
      throws EvaluationException {
    return evaluate(variables, budget.listener());
  }

  /** Its value as true or false; any other value is an error. */
  public boolean test(Map<String, ?> variables, EvaluationBudget budget)
      throws EvaluationException {
    if (evaluate(variables, budget) instanceof Boolean answer) {
      return answer;
    }
    throw new EvaluationException("`" + text + "` is neither true nor false");
  }

  /** Its value as a list; any other value is an error. */
  public List<?> list(Map<String, ?> variables, EvaluationBudget budget)
      throws EvaluationException {
    if (evaluate(variables, budget) instanceof List<?> list) {
      return list;
    }
    throw new EvaluationException("`" + text + "` is not a list");
  }

  /** The values of the parts that decided, one line each, such as {@code u.state = down}. */
  public List<String> explain(Map<String, ?> variables, EvaluationBudget budget) {
    Map<Long, Object> values = new HashMap<>();
    try {
      evaluate(variables, budget.listener(values));
    } catch (EvaluationException e) {
      return List.of(e.reason());
    }
    return new Explanation(checked.get().ast(), values).lines();
  }

  private Object evaluate(Map<String, ?> variables, CelEvaluationListener listener)
      throws EvaluationException {
    try {
      return checked.get().program().trace(variables, listener);
    } catch (Wrong e) {
      throw new EvaluationException("`" + text + "`: " + e.getMessage());
    } catch (CelEvaluationException e) {
      String message = PREFIX.matcher(String.valueOf(e.getMessage())).replaceFirst("");
      boolean missing = e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND;
      throw new EvaluationException(
          "`" + text + "`: " + (missing ? "there is no `" + message + "`" : message));
    } catch (EvaluationBudget.Exceeded e) {
      throw new EvaluationException("`" + text + "`: " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return text + " (" + at + ")";
  }
}
