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
 * A CEL expression whose types were checked when it was loaded; one that safeops brings along may
 * be checked only when it is first asked.
 */
public final class Expression {

  private static final Pattern PREFIX = Pattern.compile("^evaluation error at <input>:[0-9]+: ");

  private final String text;
  private final Position at;
  private final Supplier<Checked> checked;

  /** What an expression is once its types were checked. */
  record Checked(CelAbstractSyntaxTree ast, CelRuntime.Program program) {}

  /** What safeops brought along is wrong; a rule that says so refuses, as one without an answer. */
  static final class Wrong extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    Wrong(Position at, Exception why) {
      super("safeops brings an expression along that is wrong: " + at, why);
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
    // Without the word in its text there is no need to check it.
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
   * @throws EvaluationException if it has none, or went over its budget
   */
  public Object evaluate(Map<String, ?> variables, EvaluationBudget budget)
      throws EvaluationException {
    return evaluate(variables, budget.listener());
  }

  /** Its value as true or false; anything else is an error. */
  public boolean test(Map<String, ?> variables, EvaluationBudget budget)
      throws EvaluationException {
    if (evaluate(variables, budget) instanceof Boolean answer) {
      return answer;
    }
    throw new EvaluationException("`" + text + "` is neither true nor false");
  }

  /** Its value as a list; anything else is an error. */
  public List<?> list(Map<String, ?> variables, EvaluationBudget budget)
      throws EvaluationException {
    if (evaluate(variables, budget) instanceof List<?> list) {
      return list;
    }
    throw new EvaluationException("`" + text + "` gave no list");
  }

  /** The values that its parts had, one line each as {@code u.state = down}: those that decided. */
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
