package io.safeops.action.chassis;

import io.safeops.action.FactPredicate;
import io.safeops.facts.derive.ClusterFunctions;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.ovn.Chassis;
import java.util.List;
import java.util.Optional;

/** The predicate that the Southbound has this bridge mapping of a node's chassis. */
record ChassisHasMapping(String node, String physnet, String bridge) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.of(FactsPart.CHASSIS);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    List<Chassis> found = ClusterFunctions.chassisOf(cluster, node);
    if (found.isEmpty()) {
      return Optional.of("the Southbound has no chassis of " + node);
    }
    if (found.stream().anyMatch(each -> bridge.equals(each.mappings().get(physnet)))) {
      return Optional.empty();
    }
    return Optional.of(
        Optional.ofNullable(found.get(0).mappings().get(physnet))
            .map(now -> "the chassis maps " + physnet + " to " + now)
            .orElse("the chassis does not map " + physnet));
  }
}
