package io.safeops.action.service;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import java.util.List;
import java.util.Optional;

/** The predicate that the process of a component runs and answers on its control socket. */
record ComponentAnswers(String node, ComponentName component) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.on(List.of(node), FactsPart.COMPONENTS);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    Optional<Component> found = cluster.node(node).flatMap(each -> each.component(component));
    if (found.isEmpty()) {
      return Optional.of("there is no such component");
    }
    if (!found.get().process().equals(Component.RUNS)) {
      return Optional.of(
          found.get().process().isEmpty()
              ? "the state of its process was not read"
              : "its process is " + found.get().process());
    }
    return switch (found.get().answer()) {
      case Component.ANSWERS, Component.SLOW -> Optional.empty();
      case Component.SILENT, Component.BUSY, Component.BLOCKED -> Optional.of("it does not answer");
      default -> Optional.of("it was not asked whether it answers");
    };
  }
}
