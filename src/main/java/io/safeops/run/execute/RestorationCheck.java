package io.safeops.run.execute;

import io.safeops.action.footprint.Footprint;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.Observation;
import io.safeops.run.coordinate.RunWork.Finding;
import io.safeops.run.messaging.Loop;
import io.safeops.session.ClusterObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * Compares the cluster now with the facts before the first step, within a footprint, until they are
 * equal or time is up. It reads nothing outside of the footprint. Where a command ran that safeops
 * has no model of, equality is never proven: facts that are not read may differ.
 */
public final class RestorationCheck {

  /** ovn-controller follows an undo with a delay. */
  private static final Duration SETTLE = Duration.ofSeconds(30);

  private final ClusterObserver clusterObserver;
  private final ExecutorService executor;
  private final Loop loop;
  private final Cluster before;

  public RestorationCheck(
      ClusterObserver clusterObserver, ExecutorService executor, Loop loop, Cluster before) {
    this.clusterObserver = clusterObserver;
    this.executor = executor;
    this.loop = loop;
    this.before = before;
  }

  public CompletableFuture<Finding> restored(Footprint footprint) {
    CompletableFuture<Finding> result = new CompletableFuture<>();
    compare(footprint, result, loop.now() + SETTLE.toNanos());
    return result;
  }

  private void compare(Footprint footprint, CompletableFuture<Finding> result, long until) {
    BlockingCalls.call(executor, () -> new Finding(differences(footprint)))
        .whenComplete(
            (finding, failure) -> {
              boolean again =
                  loop.now() < until && (failure != null || (finding != null && !finding.holds()));
              if (again) {
                loop.after(Duration.ofMillis(500), () -> compare(footprint, result, until));
              } else if (failure != null) {
                result.completeExceptionally(failure);
              } else {
                result.complete(withDoubt(finding, footprint));
              }
            });
  }

  private static Finding withDoubt(Finding finding, Footprint footprint) {
    if (footprint.hosts().isEmpty()) {
      return finding;
    }
    List<String> objections = new ArrayList<>(finding.objections());
    objections.add(
        "on "
            + String.join(", ", footprint.hosts())
            + " something was done that safeops has no model of"
            + (finding.holds() ? ": what safeops reads there is as before, but it" : ": safeops")
            + " cannot tell what else was changed");
    return new Finding(objections);
  }

  private List<String> differences(Footprint footprint) throws InterruptedException {
    Observation observation = clusterObserver.look(before, footprint::scope);
    List<String> lost = observation.lost();
    return lost.isEmpty()
        ? footprint.diff(
            before, clusterObserver.withRows(observation.over(before), footprint.rows()))
        : lost;
  }
}
