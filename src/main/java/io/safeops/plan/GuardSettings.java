package io.safeops.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a plan says of its guard; what it leaves out has the default.
 *
 * @param deadline from arming to the latest moment to confirm
 * @param lease how long a node waits without hearing from the run before it undoes
 * @param hold how long everything must stay quiet before it can be confirmed
 * @param probes what the nodes watch until the end; none given means the storm probe alone
 */
public record GuardSettings(
    Optional<Duration> deadline,
    Optional<Duration> lease,
    Optional<Duration> hold,
    Optional<List<Check>> probes) {

  public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(5);
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(15);
  public static final Duration DEFAULT_HOLD = Duration.ofSeconds(20);

  /** What is normal on a node shows in ten seconds; the inventory may say otherwise. */
  public static final Duration DEFAULT_BASELINE = Duration.ofSeconds(10);

  /** A plan that says nothing. */
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
