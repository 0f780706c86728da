package io.safeops.action.neutron;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.neutron.NeutronGateway;
import io.safeops.facts.neutron.NeutronRouter;
import java.util.Optional;

/**
 * The predicate that Neutron has the router's gateway on this network, with at least these
 * addresses.
 */
record RouterHasGateway(String router, NeutronGateway wanted) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.of(FactsPart.NEUTRON);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    Optional<NeutronRouter> found =
        cluster.getRouters().stream().filter(each -> each.id().equals(router)).findFirst();
    if (found.isEmpty()) {
      return Optional.of("Neutron has no such router");
    }
    Optional<NeutronGateway> gateway = found.get().gateway();
    if (gateway.isEmpty()) {
      return Optional.of("it has no gateway");
    }
    boolean isThere =
        gateway.get().networkId().equals(wanted.networkId())
            && gateway.get().getIps().containsAll(wanted.getIps());
    return isThere
        ? Optional.empty()
        : Optional.of(
            "it is on network " + gateway.get().networkId() + " as " + gateway.get().getIps());
  }
}
