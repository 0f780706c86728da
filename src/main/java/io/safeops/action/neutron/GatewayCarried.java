package io.safeops.action.neutron;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.PortBinding;
import java.util.List;
import java.util.Optional;

/** The predicate that some chassis has claimed the port of a router's gateway. */
record GatewayCarried(GatewayPort port) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.of(FactsPart.NORTHBOUND, FactsPart.BINDINGS);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    Optional<String> missing = port.objection(cluster);
    if (missing.isPresent()) {
      return missing.map(found -> "the gateway's port in the Northbound: " + found);
    }
    List<String> wanted =
        port.found(cluster).stream().map(LogicalPort::name).map("cr-lrp-"::concat).toList();
    boolean isCarried =
        cluster.bindings().stream()
            .filter(binding -> binding.type().equals(PortBinding.CHASSIS_REDIRECT))
            .filter(binding -> wanted.contains(binding.logicalPort()))
            .anyMatch(binding -> binding.chassis().isPresent());
    return isCarried
        ? Optional.empty()
        : Optional.of("no chassis has claimed " + String.join(" or ", wanted));
  }
}
