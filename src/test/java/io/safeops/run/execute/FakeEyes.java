package io.safeops.run.execute;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.WholeRow;
import io.safeops.session.ClusterObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sees what a test gives it; every row is there, nothing else is configured in it or refers to it.
 */
record FakeEyes(Looking looking) implements ClusterObserver {

  interface Looking {
    Observation look(FactsScope scope, Cluster known) throws InterruptedException;
  }

  @Override
  public Observation look(FactsScope scope, Cluster known) throws InterruptedException {
    return looking.look(scope, known);
  }

  @Override
  public Cluster withRows(Cluster seen, List<RowKey> rows) {
    return seen.withRows(
        rows.stream()
            .map(
                key ->
                    new WholeRow(
                        key.label(),
                        "00000000-0000-4000-8000-000000000000",
                        Map.of(),
                        List.of(),
                        List.of(),
                        0,
                        Optional.empty()))
            .toList());
  }
}
