package io.safeops.transport.limit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many requests of one kind may be under way at once, computed from the time of their answers.
 * The limit begins low and grows with every answer. A round has as many answers as requests are
 * under way. When the answers of a round take several times as long as the fastest answer so far,
 * the other end lacks processors, and more requests would only wait longer: the limit falls by a
 * third, and then grows by one per round. The median of a round decides, so that a few slow nodes
 * do not slow the others down.
 */
final class AdaptiveLimit {

  /** Enough to hide latency on two processors, and easy for a jump host. */
  static final int FIRST = 4;

  /** With one, a dead node would hold up the run. */
  static final int LEAST = 2;

  /** At this factor, two of three answers waited in a queue at the other end. */
  private static final double SLOW = 2.5;

  /** An answer within this time is never slow; in nanoseconds. */
  private static final long QUICK = 100_000_000;

  private static final double CUT = 0.7;

  private final int most;
  private final List<Long> round = new ArrayList<>();
  private double limit;
  private int ofRound;
  private boolean climbs = true;
  private long fastest = Long.MAX_VALUE;

  /**
   * @param first the limit at the beginning
   * @param most the limit never exceeds this
   */
  AdaptiveLimit(int first, int most) {
    this.most = most;
    this.limit = Math.max(LEAST, Math.min(first, most));
    this.ofRound = now();
  }

  int now() {
    return (int) limit;
  }

  /**
   * An answer came.
   *
   * @param nanos since its turn came
   */
  void answered(long nanos) {
    fastest = Math.min(fastest, nanos);
    if (climbs && !isSlow(nanos)) {
      limit = Math.min(most, limit + 1);
    }
    took(nanos);
  }

  /** No answer came in time. */
  void timedOut() {
    took(Long.MAX_VALUE);
  }

  private void took(long nanos) {
    round.add(nanos);
    if (round.size() < ofRound) {
      return;
    }
    long[] sorted = round.stream().mapToLong(each -> each).toArray();
    Arrays.sort(sorted);
    round.clear();
    if (isSlow(sorted[sorted.length / 2])) {
      climbs = false;
      limit = Math.max(LEAST, limit * CUT);
    } else if (!climbs) {
      limit = Math.min(most, limit + 1);
    }
    ofRound = now();
  }

  private boolean isSlow(long nanos) {
    return nanos > QUICK && (nanos == Long.MAX_VALUE || nanos > fastest * SLOW);
  }
}
