package io.safeops.action.service;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Component;
import java.util.List;
import java.util.Optional;

/** The predicate that a component exists on a node and is not active. */
record ComponentStopped(String node, String component) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.on(List.of(node), FactsPart.COMPONENTS);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    List<Component> found =
        cluster.getComponents().stream()
            .filter(each -> each.node().equals(node) && each.name().equals(component))
            .toList();
    if (found.isEmpty()) {
      return Optional.of("there is no such component");
    }
    return found.stream().allMatch(Component::isActive)
        ? Optional.of("it is " + found.get(0).state())
        : Optional.empty();
  }
}
