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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The facts that {@code apply} collected for the review, handed to the run: while they are young
 * only what the plan looks at is read again, and what changed there is drift.
 *
 * @param start what the run begins with
 * @param age of what was not read again; empty when all was
 * @param again what was read again
 */
public record ReviewedFacts(LiveFacts.Start start, Optional<Duration> age, FactsScope again) {

  private static final Cluster EMPTY =
      new Cluster(
          Cluster.FORMAT,
          "",
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * Reads what is to be read now.
   *
   * @param reviewed the facts of the review; empty where nobody handed any over
   * @param needed what the plan looks at on a cluster
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

  /** Empty where they are too old for a run, or from a time that has not come: a clock was set. */
  private static Optional<Duration> age(Cluster reviewed, Instant now) {
    try {
      Duration age = Duration.between(Instant.parse(reviewed.collectedAt()), now);
      boolean isYoung = !age.isNegative() && age.compareTo(LiveFacts.CONTEXT) < 0;
      return isYoung ? Optional.of(age) : Optional.empty();
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
  }

  /** How old what is, for the run's journal. */
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
