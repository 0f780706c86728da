package io.safeops.action.chassis;

import io.safeops.action.FactPredicate;
import io.safeops.facts.derive.ClusterFunctions;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.Encap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The predicate that the Southbound has exactly these tunnel ends of a node's chassis. */
record ChassisHasEncaps(String node, List<Encap> encaps) implements FactPredicate {

  ChassisHasEncaps {
    encaps = List.copyOf(encaps);
  }

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
    return found.stream().anyMatch(this::holds)
        ? Optional.empty()
        : Optional.of("the chassis has " + words(found.get(0).encaps()));
  }

  private boolean holds(Chassis chassis) {
    return chassis.encaps().size() == encaps.size() && chassis.encaps().containsAll(encaps);
  }

  private static String words(List<Encap> encaps) {
    return encaps.isEmpty()
        ? "none"
        : encaps.stream()
            .map(each -> each.type() + " " + each.ip())
            .collect(Collectors.joining(", "));
  }
}
