package io.safeops.transport.thread;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides how long to wait for something. As long as there is progress (a byte came, a phase ended)
 * it is slow and not dead. Waiting ends when there was no progress for too long, or when it took
 * too long in all. The time in a queue on this machine does not count. Thread-safe.
 */
public final class ProgressDeadline {

  private final long still;
  private final long most;
  private final LongSupplier clock;
  private long begunAt;
  private long movedAt;
  private long queuedAt;
  private boolean queued;

  /**
   * @param still how long there may be no progress
   * @param most how long it may take in all, without the queue
   */
  public ProgressDeadline(Duration still, Duration most) {
    this(still, most, System::nanoTime);
  }

  public ProgressDeadline(Duration still, Duration most, LongSupplier clock) {
    this.still = Math.max(1_000_000, still.toNanos());
    this.most = Math.max(this.still, most.toNanos());
    this.clock = clock;
    this.begunAt = clock.getAsLong();
    this.movedAt = begunAt;
  }

  /** There was progress. */
  public synchronized void moved() {
    movedAt = clock.getAsLong();
  }

  /** From now on it waits in a queue. */
  public synchronized void queues() {
    queued = true;
    queuedAt = clock.getAsLong();
  }

  /** Its turn has come. */
  public synchronized void goesOn() {
    if (queued) {
      queued = false;
      begunAt += clock.getAsLong() - queuedAt;
      moved();
    }
  }

  /** Nanoseconds until waiting ends, without further progress; at 0 or less it is over. */
  public synchronized long left() {
    if (queued) {
      return still;
    }
    long now = clock.getAsLong();
    return Math.min(movedAt + still - now, begunAt + most - now);
  }

  /** The same as {@link #left} in milliseconds, at least one, for methods that take no other. */
  public int leftMillis() {
    return (int) Math.max(1, left() / 1_000_000);
  }

  /** Which limit was reached, as the end of a sentence. */
  public synchronized String account() {
    return clock.getAsLong() - begunAt >= most
        ? "in all of " + words(Duration.ofNanos(most))
        : "for " + words(Duration.ofNanos(still));
  }

  /** A duration for a message: {@code 5 s} or {@code 300 ms}. */
  public static String words(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
