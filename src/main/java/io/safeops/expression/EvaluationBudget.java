package io.safeops.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The limit on what several evaluations may cost together: a number of steps for each row that they
 * check, and a largest size for each value. One operation is one step, plus one step for each
 * member of a list or map that it reads, because CEL reads all of them. The number of steps does
 * not depend on the machine or its load, so neither does a verdict. The clock only stops work that
 * steps do not count. CEL ignores interrupts and turns exceptions of a listener into results, so
 * only an {@link Error} can stop it.
 */
public final class EvaluationBudget {

  /** Several times the steps that the most expensive built-in rule needs for one row. */
  private static final long STEPS_PER_ROW = 100;

  /** Enough for a rule that checks every pair of rows of a small cluster. */
  private static final long MIN_STEPS = 10_000_000;

  /** About twenty times what a step takes on an idle machine. */
  private static final long NANOS_PER_STEP = 6000;

  private static final int STEPS_PER_CLOCK_CHECK = 1024;
  private static final int MAX_TEXT = 1024 * 1024;
  private static final int MAX_LIST = 1_000_000;

  private final long maxSteps;
  private final long maxNanos;
  private final long checkAfter;
  private long processorTimeAtFirstCheck = -1;
  private long steps;
  private Optional<String> spent = Optional.empty();

  /** A budget for a few evaluations, or for a small cluster. */
  public EvaluationBudget() {
    this(0);
  }

  private EvaluationBudget(long rows) {
    this.maxSteps = MIN_STEPS + STEPS_PER_ROW * rows;
    this.maxNanos = maxSteps * NANOS_PER_STEP;
    this.checkAfter = System.nanoTime() + maxNanos;
  }

  /** A budget for rules over this number of rows. */
  public static EvaluationBudget forRows(long rows) {
    return new EvaluationBudget(rows);
  }

  /** Why the budget is spent, if it is; every further evaluation fails then. */
  public Optional<String> spent() {
    return spent;
  }

  /** The steps used so far. */
  public long steps() {
    return steps;
  }

  /** Counts the steps of one evaluation. */
  CelEvaluationListener listener() {
    return (expression, value) -> step(value);
  }

  /** Counts the steps of one evaluation and keeps the last value of each part by its id. */
  CelEvaluationListener listener(Map<Long, Object> values) {
    return (CelExpr expression, Object value) -> {
      step(value);
      values.put(expression.id(), value);
    };
  }

  private void step(Object value) {
    long before = steps;
    steps += 1 + members(value);
    if (steps > maxSteps) {
      throw spend("took more than " + maxSteps + " steps");
    }
    if (steps / STEPS_PER_CLOCK_CHECK > before / STEPS_PER_CLOCK_CHECK
        && System.nanoTime() - checkAfter > 0) {
      checkProcessorTime();
    }
    if (value instanceof CharSequence text && text.length() > MAX_TEXT) {
      throw new Exceeded("made a text of more than " + MAX_TEXT + " characters");
    }
    if (value instanceof Collection<?> list && list.size() > MAX_LIST) {
      throw new Exceeded("made a list of more than " + MAX_LIST + " members");
    }
  }

  /**
   * Measures processor time, so that a rule does not fail because the machine is busy. When safeops
   * starts, the first reading of processor time takes longer than all rules. So it is read only
   * when the clock shows that the limit may be reached, and counted from there.
   */
  private void checkProcessorTime() {
    long worked = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    if (processorTimeAtFirstCheck < 0) {
      processorTimeAtFirstCheck = worked;
    }
    if (worked < 0 || worked - processorTimeAtFirstCheck > maxNanos) {
      throw spend(
          "took longer than " + TimeUnit.NANOSECONDS.toSeconds(maxNanos) + " s of processor time");
    }
  }

  private Exceeded spend(String reason) {
    spent = Optional.of(reason);
    return new Exceeded(reason);
  }

  private static int members(Object value) {
    if (value instanceof Collection<?> list) {
      return list.size();
    }
    return value instanceof Map<?, ?> map ? map.size() : 0;
  }

  /** Thrown through the evaluator, caught in {@link Expression} only. */
  static final class Exceeded extends Error {
    private static final long serialVersionUID = 1;

    Exceeded(String message) {
      super(message, null, false, false);
    }
  }
}
