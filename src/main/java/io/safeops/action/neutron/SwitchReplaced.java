package io.safeops.action.neutron;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.neutron.NeutronNetwork;
import java.util.List;
import java.util.Optional;

/**
 * The predicate that the Northbound has the switch of another network with the same name, and not
 * the switch of this one.
 */
record SwitchReplaced(NeutronNetwork network) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.of(FactsPart.NORTHBOUND, FactsPart.NEUTRON);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    if (cluster.switchNamed(network.getSwitchName()).isPresent()) {
      return Optional.of("it still has " + network.getSwitchName());
    }
    List<String> wanted =
        new NetworkReplaced(network)
            .others(cluster).stream().map(NeutronNetwork::getSwitchName).toList();
    if (wanted.isEmpty()) {
      return Optional.of("Neutron has no other network " + network.name());
    }
    return wanted.stream().anyMatch(name -> cluster.switchNamed(name).isPresent())
        ? Optional.empty()
        : Optional.of("it does not have " + String.join(" or ", wanted));
  }
}
