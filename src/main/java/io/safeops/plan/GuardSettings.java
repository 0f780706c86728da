package io.safeops.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The guard settings of a plan. A missing setting has its default.
 *
 * @param deadline the time from arming to the latest moment to confirm
 * @param lease how long a node waits for a message of the run before it undoes the change
 * @param hold how long all checks must hold before the run can be confirmed
 * @param probes the checks that the nodes make until the end; if missing, only the storm probe
 */
public record GuardSettings(
    Optional<Duration> deadline,
    Optional<Duration> lease,
    Optional<Duration> hold,
    Optional<List<Check>> probes) {

  public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(5);
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(15);
  public static final Duration DEFAULT_HOLD = Duration.ofSeconds(20);

  /** Ten seconds show what is normal on a node; the inventory may set another time. */
  public static final Duration DEFAULT_BASELINE = Duration.ofSeconds(10);

  /** The settings of a plan that sets none. */
  public static final GuardSettings DEFAULT =
      new GuardSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public GuardSettings {
    probes = probes.map(List::copyOf);
  }

  public Duration deadlineOrDefault() {
    return deadline.orElse(DEFAULT_DEADLINE);
  }

  public Duration leaseOrDefault() {
    return lease.orElse(DEFAULT_LEASE);
  }

  public Duration holdOrDefault() {
    return hold.orElse(DEFAULT_HOLD);
  }

  public List<Check> probesOrDefault() {
    return probes.orElse(List.of(new Check.Storm()));
  }
}
