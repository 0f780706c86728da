package io.safeops.run.messaging;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The one thread that decides in a run, and its clock. Everything that happens to a run (an answer,
 * a timer, a command of the operator) is an event that is handled here, one at a time. While the
 * run waits it handles events: its code reads from top to bottom, and still renews every lease. In
 * production the time is real; tests run the same code under simulated time.
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

  /** Something that will run later. */
  interface Timer {
    void cancel();
  }

  /** {@link #await} for a length of time. */
  default boolean await(BooleanSupplier condition, Duration atMost) {
    return await(condition, now() + atMost.toNanos());
  }
}
