package io.safeops.approval;

import io.safeops.review.GuardPlan;
import java.time.Duration;

/**
 * The times of the guards, each 1 ms to 11 days; {@link GuardPlan} says what they are.
 *
 * @param deadline from arming to the latest confirm
 * @param lease how long a node waits without hearing from the run
 * @param hold how long everything must be quiet
 * @param baseline how long probes measure the normal state
 */
public record BoundGuard(Duration deadline, Duration lease, Duration hold, Duration baseline) {

  static BoundGuard of(GuardPlan guards) {
    return new BoundGuard(guards.deadline(), guards.lease(), guards.hold(), guards.baseline());
  }

  @Override
  public String toString() {
    return "deadline "
        + text(deadline)
        + ", lease "
        + text(lease)
        + ", hold "
        + text(hold)
        + ", baseline "
        + text(baseline);
  }

  /** In milliseconds, as {@code 15000ms}. */
  static String text(Duration time) {
    return time.toMillis() + "ms";
  }
}
