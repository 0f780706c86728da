package io.safeops.session;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.model.RowKey;
import java.util.List;
import java.util.function.Function;

/** Collects facts now: what is in the scope, and nothing else. */
public interface ClusterObserver {
  /**
   * @param known the cluster as it was before
   */
  Observation look(FactsScope scope, Cluster known) throws InterruptedException;

  /** The same cluster with these rows in whole as they are now, and no others. */
  Cluster withRows(Cluster seen, List<RowKey> rows) throws InterruptedException;

  /**
   * Collects what is judged, which depends on the cluster itself: where that is more on the cluster
   * as it was read, the rest is read, too.
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
