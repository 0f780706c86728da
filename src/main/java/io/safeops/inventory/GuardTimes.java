package io.safeops.inventory;

import java.time.Duration;
import java.util.Optional;

/**
 * Guard settings that an inventory gives; a plan may only tighten them.
 *
 * @param deadline latest moment to confirm after arming, 10 s to 30 min
 * @param lease how long a node waits without hearing from the run before it undoes, 2 s to 10 min
 * @param hold how long expectations and probes must hold before the word is asked for, 1 s to 10
 *     min
 * @param baseline how long probes look at what is normal before they count, 1 s to 1 min
 */
public record GuardTimes(
    Optional<Duration> deadline,
    Optional<Duration> lease,
    Optional<Duration> hold,
    Optional<Duration> baseline) {

  /** Nothing set. */
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

  /** These, and where they are silent the others. */
  GuardTimes over(GuardTimes others) {
    return new GuardTimes(
        deadline.or(others::deadline),
        lease.or(others::lease),
        hold.or(others::hold),
        baseline.or(others::baseline));
  }
}
