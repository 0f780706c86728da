package io.safeops.action.service;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The predicate that a northd on one of these nodes is active and does not report standby. */
record NorthdAtWork(List<String> nodes) implements FactPredicate {

  NorthdAtWork {
    nodes = List.copyOf(nodes);
  }

  @Override
  public FactsScope scope() {
    return FactsScope.on(nodes, FactsPart.COMPONENTS);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    List<Component> found =
        cluster.getComponents().stream()
            .filter(each -> each.hasName(ComponentName.NORTHD) && nodes.contains(each.node()))
            .toList();
    if (found.stream().anyMatch(NorthdAtWork::isAtWork)) {
      return Optional.empty();
    }
    return Optional.of(
        found.isEmpty()
            ? "there is none"
            : found.stream().map(NorthdAtWork::words).collect(Collectors.joining(", ")));
  }

  private static boolean isAtWork(Component northd) {
    return northd.isActive() && northd.status().orElse("active").equals("active");
  }

  private static String words(Component northd) {
    return northd.node()
        + " has one that is "
        + (northd.isActive() ? northd.status().orElse(northd.state()) : northd.state());
  }
}
