package io.safeops.run.messaging;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The one thread a run thinks on, and its clock. Everything that happens to a run (an answer, a
 * timer, a word of the operator) is an event that is handled here, one at a time. While the run
 * waits it handles events, so its code reads from top to bottom and still never misses a heartbeat.
 * In production this is real time; in tests the same code runs under simulated time.
 */
public interface Loop {

  /** Monotonic nanoseconds. */
  long now();

  /** Hands an event to the loop; from any thread. */
  void post(Runnable event);

  /** Runs something later, once, on the loop. */
  Timer after(Duration delay, Runnable event);

  /**
   * Handles events until the condition holds or the time has come. Called on the loop only; an
   * event may not call it.
   *
   * @param until in {@link #now} nanoseconds
   * @return whether the condition holds
   */
  boolean await(BooleanSupplier condition, long until);

  /** A thing to run later. */
  interface Timer {
    void cancel();
  }

  /** {@link #await} for a length of time. */
  default boolean await(BooleanSupplier condition, Duration atMost) {
    return await(condition, now() + atMost.toNanos());
  }
}
