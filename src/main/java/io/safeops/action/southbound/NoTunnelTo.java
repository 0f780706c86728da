package io.safeops.action.southbound;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import java.util.List;
import java.util.Optional;

/** The predicate that no node that was read has a tunnel to a chassis. */
record NoTunnelTo(Chassis chassis) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.of(FactsPart.SWITCH);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    List<String> left =
        cluster.nodes().stream()
            .filter(
                node ->
                    node.bridges().stream()
                        .flatMap(bridge -> bridge.ports().stream())
                        .anyMatch(port -> port.isTunnelTo(chassis)))
            .map(Node::name)
            .toList();
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(", ", left) + " still has one");
  }
}
