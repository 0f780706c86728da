package io.safeops.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What evaluations may cost together: so many steps, none of which makes a very large value. Steps
 * are the same on every machine and under every load, so a verdict is too; the clock only ends what
 * the steps do not see. CEL ignores interrupts and turns exceptions of a listener into results:
 * only an error gets out.
 */
public final class Budget {

  private static final long STEPS = 10_000_000;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int STEPS_PER_LOOK = 1024;
  private static final int MAX_TEXT = 1024 * 1024;
  private static final int MAX_LIST = 1_000_000;

  private final long stopAt = System.nanoTime() + NANOS;
  private long steps;

  /** Whether nothing is left: whatever comes next fails too. */
  public boolean isSpent() {
    return steps > STEPS;
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
    steps++;
    if (steps > STEPS) {
      throw new Exceeded("took more than " + STEPS + " steps");
    }
    if (steps % STEPS_PER_LOOK == 0 && System.nanoTime() - stopAt > 0) {
      throw new Exceeded("took longer than " + TimeUnit.NANOSECONDS.toSeconds(NANOS) + " s");
    }
    if (value instanceof CharSequence text && text.length() > MAX_TEXT) {
      throw new Exceeded("made a text of more than " + MAX_TEXT + " characters");
    }
    if (value instanceof Collection<?> list && list.size() > MAX_LIST) {
      throw new Exceeded("made a list of more than " + MAX_LIST + " members");
    }
  }

  /** Thrown through the evaluator, caught in {@link Expression} only. */
  static final class Exceeded extends Error {
    private static final long serialVersionUID = 1;

    Exceeded(String message) {
      super(message, null, false, false);
    }
  }
}
