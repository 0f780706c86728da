package io.safeops.run.simulation;

import io.safeops.run.messaging.Loop;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** The loop under simulated time: the same events in the same order for the same seed. */
public final class SimLoop implements Loop {

  /**
   * The process this loop belongs to was killed: unwinds its code without running any more of it.
   */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private record Due(long at, long order, Runnable event) {}

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private long now = 1_000_000_000_000L;
  private long order;
  private boolean handling;
  private boolean killed;
  private long frozenUntil;

  @Override
  public long now() {
    return now;
  }

  @Override
  public void post(Runnable event) {
    queue.add(new Due(now, order++, event));
  }

  @Override
  public Timer after(Duration delay, Runnable event) {
    Due due = new Due(now + Math.max(0, delay.toNanos()), order++, event);
    queue.add(due);
    return () -> queue.remove(due);
  }

  @Override
  public boolean await(BooleanSupplier condition, long until) {
    if (handling) {
      throw new IllegalStateException("an event may not wait");
    }
    while (true) {
      if (killed) {
        throw new Killed();
      }
      if (now >= frozenUntil && condition.getAsBoolean()) {
        return true;
      }
      Due next = queue.peek();
      long limit = Math.max(until, frozenUntil);
      if (next == null || next.at() > limit) {
        now = Math.max(now, limit);
        return condition.getAsBoolean();
      }
      queue.poll();
      now = Math.max(now, next.at());
      handling = true;
      try {
        next.event().run();
      } finally {
        handling = false;
      }
    }
  }

  /** The process dies where it waits next. */
  public void kill() {
    killed = true;
  }

  /** A new process on the same world. */
  public void revive() {
    killed = false;
  }

  /** The process is stopped (SIGSTOP) for so long; the world goes on. */
  public void freeze(Duration length) {
    frozenUntil = now + length.toNanos();
  }

  public boolean isFrozen() {
    return now < frozenUntil;
  }

  public long frozenUntil() {
    return frozenUntil;
  }

  /** Lets the world go on for so long. */
  public void pass(Duration length) {
    await(() -> false, now + length.toNanos());
  }
}
