package io.safeops.action.neutron;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.neutron.NeutronNetwork;
import java.util.List;
import java.util.Optional;

/** The predicate that Neutron has another network with the same name, and no longer this one. */
record NetworkReplaced(NeutronNetwork network) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.of(FactsPart.NEUTRON);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    if (cluster.getNetworks().stream().anyMatch(each -> each.id().equals(network.id()))) {
      return Optional.of("it is still there");
    }
    return others(cluster).isEmpty()
        ? Optional.of("Neutron has no other network " + network.name())
        : Optional.empty();
  }

  /** The networks with the same name and another id. */
  List<NeutronNetwork> others(Cluster cluster) {
    return cluster.getNetworks().stream()
        .filter(each -> each.name().equals(network.name()) && !each.id().equals(network.id()))
        .toList();
  }
}
