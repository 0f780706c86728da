package io.safeops.run.messaging;

import java.time.Duration;
import java.util.Optional;

/**
 * When a node undoes by itself unless it hears more: its deadline, or the end of its promise to
 * commit. With each answer the node tells its uptime and how long is left, both at one moment by
 * its own clock. That moment is between the question and the answer, so each answer says how far
 * the node's clock is from the loop's, within the time that the answer took. Several answers narrow
 * it down: after one quick answer, slow ones make it no worse, also when the deadline is moved.
 */
final class NodeDeadline {

  /** The node counts in hundredths of a second, and cuts off what is less. */
  private static final long GRAIN = 10_000_000;

  private boolean isClockKnown;

  /** The node's uptime less the loop's clock, in nanoseconds: at least, and at most. */
  private long least;

  private long most;

  /** In the node's uptime, in nanoseconds; negative where it counts nothing. */
  private long deadline = -1;

  /**
   * Takes in an answer.
   *
   * @param uptime of the node, in hundredths of a second
   * @param left hundredths of a second until the node undoes, as it counts; 0 when it counts
   *     nothing
   * @param sent when it was asked, in nanoseconds on the loop's clock
   * @param received when it answered
   */
  void told(long uptime, long left, long sent, long received) {
    deadline = left > 0 ? (uptime + left) * GRAIN : -1;
    long newLeast = uptime * GRAIN - received;
    long newMost = (uptime + 1) * GRAIN - sent;
    // Nothing in common: the node has another clock now, after a restart.
    boolean isSame = isClockKnown && newLeast <= most && newMost >= least;
    least = isSame ? Math.max(least, newLeast) : newLeast;
    most = isSame ? Math.min(most, newMost) : newMost;
    isClockKnown = true;
  }

  /**
   * How long is left at least; never negative. Empty where the node counts nothing, or has told
   * nothing.
   */
  Optional<Duration> left(long now) {
    return deadline < 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, deadline - now - most)));
  }
}
