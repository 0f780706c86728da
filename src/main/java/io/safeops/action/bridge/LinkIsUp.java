package io.safeops.action.bridge;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Nic;
import java.util.List;
import java.util.Optional;

/** The predicate that an interface is set up and has a link. */
record LinkIsUp(String node, String link) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.on(List.of(node), FactsPart.NETWORK);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    Optional<Nic> nic = cluster.node(node).flatMap(each -> each.nic(link));
    if (nic.isEmpty()) {
      return Optional.of("there is no such interface");
    }
    if (!nic.get().up()) {
      return Optional.of("it is set down");
    }
    return nic.get().carrier()
        ? Optional.empty()
        : Optional.of("it has no carrier: its cable, or what is at the other end");
  }
}
