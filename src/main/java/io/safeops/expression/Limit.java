package io.safeops.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Watches one evaluation and stops it when it takes too long or a value grows too large. CEL
 * ignores interrupts and turns exceptions of a listener into results, so only an error gets out.
 */
final class Limit implements CelEvaluationListener {

  private static final int MAX_TEXT = 1024 * 1024;
  private static final int MAX_LIST = 1_000_000;

  private final long stopAt;
  private final Map<Long, Object> last = new HashMap<>();
  private final boolean remember;

  Limit(long nanos, boolean remember) {
    this.stopAt = System.nanoTime() + nanos;
    this.remember = remember;
  }

  @Override
  public void callback(CelExpr expression, Object value) {
    if (System.nanoTime() - stopAt > 0) {
      throw new Exceeded("took longer than allowed");
    }
    if (value instanceof CharSequence text && text.length() > MAX_TEXT) {
      throw new Exceeded("made a text of more than " + MAX_TEXT + " characters");
    }
    if (value instanceof Collection<?> list && list.size() > MAX_LIST) {
      throw new Exceeded("made a list of more than " + MAX_LIST + " members");
    }
    if (remember) {
      last.put(expression.id(), value);
    }
  }

  /** The last value of each part of the expression, by its id. */
  Map<Long, Object> values() {
    return last;
  }

  /** Thrown through the evaluator, caught in {@link Expression} only. */
  static final class Exceeded extends Error {
    private static final long serialVersionUID = 1;

    Exceeded(String message) {
      super(message, null, false, false);
    }
  }
}
