package io.safeops.action.northbound;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.ovn.LogicalPort;
import java.util.List;
import java.util.Optional;

/**
 * The predicate that the Northbound has a port of this name on this switch.
 *
 * @param type the type of the port
 */
record PortPresent(String switchName, String port, String type) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.of(FactsPart.NORTHBOUND);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    List<LogicalPort> found = named(cluster, switchName, port);
    if (found.isEmpty()) {
      return Optional.of("switch " + switchName + " has no port of that name");
    }
    return found.stream().anyMatch(each -> each.type().equals(type))
        ? Optional.empty()
        : Optional.of("its type is '" + found.get(0).type() + "', not '" + type + "'");
  }

  /** The ports of this name on the switches of this name. */
  static List<LogicalPort> named(Cluster cluster, String switchName, String port) {
    return cluster.getPorts().stream()
        .filter(each -> each.switchName().equals(switchName) && each.name().equals(port))
        .toList();
  }
}
