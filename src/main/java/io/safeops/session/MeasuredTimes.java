package io.safeops.session;

import io.safeops.transport.limit.RequestLimits.Measured;

/**
 * How fast the nodes were when they were asked last; from it follows how long a run on them will
 * take.
 *
 * @param opening of connections
 * @param look reading the facts of a node, the most expensive request that changes nothing
 */
public record MeasuredTimes(Measured opening, Measured look) {

  /** Nothing was measured: facts from a file. */
  public static final MeasuredTimes UNKNOWN = new MeasuredTimes(Measured.NOTHING, Measured.NOTHING);

  public boolean isKnown() {
    return look.answers() > 0;
  }
}
