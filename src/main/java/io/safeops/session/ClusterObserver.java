package io.safeops.session;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.model.RowKey;
import java.util.List;
import java.util.function.Function;

/** Reads the facts that are in a scope, and nothing else. */
public interface ClusterObserver {
  /**
   * @param known the cluster as it was before
   */
  Observation look(FactsScope scope, Cluster known) throws InterruptedException;

  /** The same cluster with these rows as they are now, whole, and with no others. */
  Cluster withRows(Cluster seen, List<RowKey> rows) throws InterruptedException;

  /**
   * Reads the facts that a judgement needs. Which ones depends on the cluster: where the cluster as
   * it was read needs more, the rest is read, too.
   */
  default Observation look(Cluster known, Function<Cluster, FactsScope> judged)
      throws InterruptedException {
    Observation observation = look(judged.apply(known), known);
    while (true) {
      Cluster now = observation.over(known);
      FactsScope wanted = judged.apply(now);
      if (observation.scope().covers(wanted)) {
        return observation;
      }
      // Each round adds a part of some node: there are not many.
      observation = look(wanted.without(observation.scope()), now).over(observation);
    }
  }
}
