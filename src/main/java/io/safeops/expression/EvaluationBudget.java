package io.safeops.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What evaluations may cost together: so many steps for each thing that they judge, none of which
 * makes a very large value. A step is one operation, and one for each member of a list or map that
 * it reads, since CEL goes through all of them. Steps are the same on every machine and under every
 * load, so a verdict is too; the clock only ends what the steps do not see. CEL ignores interrupts
 * and turns exceptions of a listener into results: only an error gets out.
 */
public final class EvaluationBudget {

  /** What the dearest of the built-in rules takes for a thing, several times over. */
  private static final long STEPS_PER_ROW = 100;

  /** What a rule that asks something of every pair takes for a small cluster: it may. */
  private static final long LEAST_STEPS = 10_000_000;

  /** Some twenty times what a step takes on a machine that does nothing else. */
  private static final long NANOS_PER_STEP = 6000;

  private static final int STEPS_PER_LOOK = 1024;
  private static final int MAX_TEXT = 1024 * 1024;
  private static final int MAX_LIST = 1_000_000;

  private final long most;
  private final long nanos;
  private final long lookAt;
  private long from = -1;
  private long steps;
  private Optional<String> spent = Optional.empty();

  /** For a few evaluations, or for a small cluster. */
  public EvaluationBudget() {
    this(0);
  }

  private EvaluationBudget(long rows) {
    this.most = LEAST_STEPS + STEPS_PER_ROW * rows;
    this.nanos = most * NANOS_PER_STEP;
    this.lookAt = System.nanoTime() + nanos;
  }

  /** For what is asked of so many things. */
  public static EvaluationBudget forRows(long rows) {
    return new EvaluationBudget(rows);
  }

  /** In words what was taken, where nothing is left: whatever comes next fails too. */
  public Optional<String> spent() {
    return spent;
  }

  /** What was taken so far. */
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
    if (steps > most) {
      throw spend("took more than " + most + " steps");
    }
    if (steps / STEPS_PER_LOOK > before / STEPS_PER_LOOK && System.nanoTime() - lookAt > 0) {
      look();
    }
    if (value instanceof CharSequence text && text.length() > MAX_TEXT) {
      throw new Exceeded("made a text of more than " + MAX_TEXT + " characters");
    }
    if (value instanceof Collection<?> list && list.size() > MAX_LIST) {
      throw new Exceeded("made a list of more than " + MAX_LIST + " members");
    }
  }

  /**
   * A machine that is busy is no fault of a rule: what counts is the time that a processor worked
   * for it. To ask for that costs a start of safeops more than all its rules, so it is asked only
   * where a clock says that it could be too long, and counted from there.
   */
  private void look() {
    long worked = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    if (from < 0) {
      from = worked;
    }
    if (worked < 0 || worked - from > nanos) {
      throw spend(
          "took longer than " + TimeUnit.NANOSECONDS.toSeconds(nanos) + " s of a processor's time");
    }
  }

  private Exceeded spend(String words) {
    spent = Optional.of(words);
    return new Exceeded(words);
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
