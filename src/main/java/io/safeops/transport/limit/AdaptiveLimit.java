package io.safeops.transport.limit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many of one kind may be under way at once, by how fast answers come. It begins with few and
 * goes up with every answer; when the answers of a round (as many as are under way) take some times
 * as long as the fastest ever did, somebody at the other end is short of processors, and more at
 * once would only make each one wait longer: then it goes down by a third, and from there on up by
 * one a round. The median of a round counts, so that a few slow nodes among many slow nobody down.
 */
final class AdaptiveLimit {

  /** As many as hide latency on two processors, and as a jump host takes without a thought. */
  static final int FIRST = 4;

  /** One would let the run stand still behind one dead node. */
  static final int LEAST = 2;

  /** Two of three answers then come from a queue at the other end. */
  private static final double SLOW = 2.5;

  /** Nobody waits for an answer that comes faster than this, in nanoseconds. */
  private static final long QUICK = 100_000_000;

  private static final double CUT = 0.7;

  private final int most;
  private final List<Long> round = new ArrayList<>();
  private double limit;
  private int ofRound;
  private boolean climbs = true;
  private long fastest = Long.MAX_VALUE;

  /**
   * @param first so many at the beginning
   * @param most never more than so many
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
   * @param nanos from when its turn had come
   */
  void answered(long nanos) {
    fastest = Math.min(fastest, nanos);
    if (climbs && !isSlow(nanos)) {
      limit = Math.min(most, limit + 1);
    }
    took(nanos);
  }

  /** No answer came in the time that was given to it. */
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
