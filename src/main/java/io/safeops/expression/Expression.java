package io.safeops.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.safeops.document.Position;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A CEL expression whose types were checked when it was loaded. */
public final class Expression {

  /** Longest time for one evaluation: on one item of one rule. */
  static final long NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Pattern PREFIX = Pattern.compile("^evaluation error at <input>:[0-9]+: ");

  private final String text;
  private final Position at;
  private final CelAbstractSyntaxTree ast;
  private final CelRuntime.Program program;

  Expression(String text, Position at, CelAbstractSyntaxTree ast, CelRuntime.Program program) {
    this.text = text;
    this.at = at;
    this.ast = ast;
    this.program = program;
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
    return ast.getResultType();
  }

  /** The names of the variables and functions that it uses. */
  public Set<String> names() {
    return ast.getReferenceMap().values().stream()
        .map(CelReference::name)
        .collect(Collectors.toSet());
  }

  /**
   * Its value for these variables.
   *
   * @throws EvaluationException if it has none, or went over a limit
   */
  public Object evaluate(Map<String, ?> variables) throws EvaluationException {
    return evaluate(variables, new Limit(NANOS, false));
  }

  /** Its value as true or false; anything else is an error. */
  public boolean test(Map<String, ?> variables) throws EvaluationException {
    return evaluate(variables) instanceof Boolean answer ? answer : notAnAnswer();
  }

  /** Its value as a list; anything else is an error. */
  public List<?> list(Map<String, ?> variables) throws EvaluationException {
    if (evaluate(variables) instanceof List<?> list) {
      return list;
    }
    throw new EvaluationException("`" + text + "` gave no list");
  }

  /**
   * The values that its parts had, one line each as {@code u.state = down}: those that decided.
   * Empty if it has no value at all.
   */
  public List<String> explain(Map<String, ?> variables) {
    Limit limit = new Limit(NANOS, true);
    try {
      Object result = evaluate(variables, limit);
      return result == null ? List.of() : new Explanation(ast, limit.values()).lines();
    } catch (EvaluationException e) {
      return List.of(e.reason());
    }
  }

  private Object evaluate(Map<String, ?> variables, Limit limit) throws EvaluationException {
    try {
      return program.trace(variables, limit);
    } catch (CelEvaluationException e) {
      String message = PREFIX.matcher(String.valueOf(e.getMessage())).replaceFirst("");
      boolean missing = e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND;
      throw new EvaluationException(
          "`" + text + "`: " + (missing ? "there is no `" + message + "`" : message));
    } catch (Limit.Exceeded e) {
      throw new EvaluationException("`" + text + "`: " + e.getMessage());
    }
  }

  private boolean notAnAnswer() throws EvaluationException {
    throw new EvaluationException("`" + text + "` is neither true nor false");
  }

  @Override
  public String toString() {
    return text + " (" + at + ")";
  }
}
