package io.safeops.action.northbound;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.PortBinding;
import java.util.Optional;

/**
 * The predicate that a port of the Southbound is bound on this chassis.
 *
 * @param chassis its name in the Southbound
 */
record PortBoundOn(String port, String chassis) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.of(FactsPart.BINDINGS);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    Optional<PortBinding> binding =
        cluster.bindings().stream().filter(each -> each.logicalPort().equals(port)).findFirst();
    if (binding.isEmpty()) {
      return Optional.of("the Southbound has no such port");
    }
    Optional<String> bound = binding.get().chassis();
    if (bound.isEmpty()) {
      return Optional.of("it is not bound");
    }
    return bound.get().equals(chassis)
        ? Optional.empty()
        : Optional.of("it is bound on " + host(cluster, bound.get()));
  }

  private static String host(Cluster cluster, String chassis) {
    return cluster.chassisNamed(chassis).flatMap(Chassis::node).orElse(chassis);
  }
}
