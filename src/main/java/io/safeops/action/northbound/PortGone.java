package io.safeops.action.northbound;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import java.util.Optional;

/** The predicate that the Northbound has no port of this name on this switch. */
record PortGone(String switchName, String port) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.of(FactsPart.NORTHBOUND);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    return PortPresent.named(cluster, switchName, port).isEmpty()
        ? Optional.empty()
        : Optional.of("it is on switch " + switchName);
  }
}
