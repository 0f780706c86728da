package io.safeops.review;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ServiceSupervisor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The expectation that a component is managed on at least one node, and is active on every node
 * that manages it.
 *
 * @param nodes the nodes to check; empty means all nodes
 */
record ComponentActive(String component, List<String> nodes) implements FactPredicate {

  ComponentActive {
    nodes = List.copyOf(nodes);
  }

  @Override
  public FactsScope scope() {
    return nodes.isEmpty()
        ? FactsScope.of(FactsPart.COMPONENTS)
        : FactsScope.on(nodes, FactsPart.COMPONENTS);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    List<Component> found =
        cluster.getComponents().stream()
            .filter(
                each -> each.name().equals(component) && each.manager() != ServiceSupervisor.NONE)
            .filter(each -> nodes.isEmpty() || nodes.contains(each.node()))
            .toList();
    if (found.isEmpty()) {
      return Optional.of("no node has it");
    }
    String down =
        found.stream()
            .filter(each -> !each.isActive())
            .map(each -> "it is " + each.state() + " on " + each.node())
            .collect(Collectors.joining(", "));
    return Optional.of(down).filter(text -> !text.isEmpty());
  }
}
