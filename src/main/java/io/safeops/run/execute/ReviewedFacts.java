package io.safeops.run.execute;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.MessageText;
import io.safeops.session.ClusterObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;

/**
 * The facts at the start of a run. {@code apply} passes on the facts of the review: while these are
 * young, only what the plan needs is read again, and a difference there is drift.
 *
 * @param start what the run begins with
 * @param age of the facts that were not read again; empty when all were
 * @param again what was read again
 */
public record ReviewedFacts(LiveFacts.Start start, Optional<Duration> age, FactsScope again) {

  private static final Cluster EMPTY = Cluster.builder().build();

  /**
   * Reads what must be read again.
   *
   * @param reviewed the facts of the review; empty where there are none
   * @param needed what the plan needs, by the cluster
   * @param wallClock the time now, on the clock of {@code collectedAt}
   */
  public static ReviewedFacts read(
      Optional<Cluster> reviewed,
      Function<Cluster, FactsScope> needed,
      ClusterObserver clusterObserver,
      Loop loop,
      Instant wallClock)
      throws InterruptedException {
    long begun = loop.now();
    Optional<Duration> age = reviewed.flatMap(cluster -> age(cluster, wallClock));
    if (reviewed.isPresent() && age.isPresent()) {
      Observation observation = clusterObserver.look(reviewed.get(), needed);
      return new ReviewedFacts(
          new LiveFacts.Start(observation.over(reviewed.get()), begun, begun - age.get().toNanos()),
          age,
          observation.scope());
    }
    Cluster now = clusterObserver.look(FactsScope.ALL, reviewed.orElse(EMPTY)).cluster();
    return new ReviewedFacts(new LiveFacts.Start(now, begun), Optional.empty(), FactsScope.ALL);
  }

  /** Empty where they are too old for a run, or from the future: then a clock was set. */
  private static Optional<Duration> age(Cluster reviewed, Instant now) {
    try {
      Duration age = Duration.between(Instant.parse(reviewed.collectedAt()), now);
      boolean isYoung = !age.isNegative() && age.compareTo(LiveFacts.CONTEXT) < 0;
      return isYoung ? Optional.of(age) : Optional.empty();
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
  }

  /** How old the facts are, for the run's journal. */
  public String text() {
    if (age.isEmpty()) {
      return "all facts were collected again";
    }
    boolean everywhere = again.everywhere().stream().anyMatch(FactsPart::isOfNode);
    int nodes = again.nodes().size();
    return "the facts of the review are "
        + MessageText.length(age.get())
        + " old; what the plan looks at was read again, on "
        + (everywhere ? "every node" : nodes == 1 ? "1 node" : nodes + " nodes");
  }
}
