package io.safeops.transport.thread;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much longer something is waited for. As long as it moves (a byte came, a phase was passed) it
 * is slow and not dead; it is given up when it has stood still for too long, or at the end of a
 * time that nothing takes. What it spends in a queue on this machine does not count. Thread-safe.
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
   * @param still so long it may stand still
   * @param most so long it may take in all, the queue left out
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

  /** It moved. */
  public synchronized void moved() {
    movedAt = clock.getAsLong();
  }

  /** From now on it waits for its turn. */
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

  /** Nanoseconds until it is given up, if nothing moves until then; none are left at 0 or less. */
  public synchronized long left() {
    if (queued) {
      return still;
    }
    long now = clock.getAsLong();
    return Math.min(movedAt + still - now, begunAt + most - now);
  }

  /** What is {@link #left}, in milliseconds, at least one: for what takes no other. */
  public int leftMillis() {
    return (int) Math.max(1, left() / 1_000_000);
  }

  /** How it was given up, as the end of a sentence: what it was allowed. */
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
