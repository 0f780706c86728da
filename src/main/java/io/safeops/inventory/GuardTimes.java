package io.safeops.inventory;

import java.time.Duration;
import java.util.Optional;

/**
 * The guard settings of an inventory. A plan may only make them stricter.
 *
 * @param deadline latest moment to confirm after arming, 10 s to 30 min
 * @param lease how long a node waits for a message of the run before it undoes the change, 2 s to
 *     10 min
 * @param hold how long expectations and probes must hold before safeops asks for the code, 1 s to
 *     10 min
 * @param baseline how long probes measure the normal state before their results count, 1 s to 1 min
 */
public record GuardTimes(
    Optional<Duration> deadline,
    Optional<Duration> lease,
    Optional<Duration> hold,
    Optional<Duration> baseline) {

  /** No setting is given. */
  public static final GuardTimes NONE =
      new GuardTimes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(10);
  static final Duration LONGEST_DEADLINE = Duration.ofMinutes(30);
  static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);
  static final Duration LONGEST_LEASE = Duration.ofMinutes(10);
  static final Duration SHORTEST_HOLD = Duration.ofSeconds(1);
  static final Duration LONGEST_HOLD = Duration.ofMinutes(10);
  static final Duration SHORTEST_BASELINE = Duration.ofSeconds(1);
  static final Duration LONGEST_BASELINE = Duration.ofMinutes(1);

  /** These settings; a missing one is taken from {@code others}. */
  GuardTimes over(GuardTimes others) {
    return new GuardTimes(
        deadline.or(others::deadline),
        lease.or(others::lease),
        hold.or(others::hold),
        baseline.or(others::baseline));
  }
}
