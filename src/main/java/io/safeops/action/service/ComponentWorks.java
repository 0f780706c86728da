package io.safeops.action.service;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.List;
import java.util.Optional;

/**
 * The predicate that a component of a node is active and does its work: a database listens,
 * ovn-controller is connected to the Southbound.
 *
 * @param listeners how many sockets a database listened on before; if there was none, it needs one
 *     if its own rows ask for one
 */
record ComponentWorks(String node, ComponentName component, int listeners)
    implements FactPredicate {

  /** The predicate for a component, with its listeners from before. */
  static ComponentWorks of(Component before) {
    return new ComponentWorks(before.node(), before.known(), before.listeners().size());
  }

  @Override
  public FactsScope scope() {
    FactsScope ofNode = FactsScope.on(List.of(node), FactsPart.COMPONENTS);
    return listeners > 0 ? ofNode : ofNode.and(ofRows());
  }

  private FactsScope ofRows() {
    return switch (component) {
      case NORTHBOUND -> FactsScope.of(FactsPart.NORTHBOUND);
      case SOUTHBOUND -> FactsScope.of(FactsPart.CHASSIS);
      default -> FactsScope.NONE;
    };
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    List<Component> found =
        cluster.getComponents().stream()
            .filter(each -> each.node().equals(node) && each.hasName(component))
            .toList();
    if (found.isEmpty()) {
      return Optional.of("there is no such component");
    }
    List<String> objections =
        found.stream().flatMap(each -> objection(each, cluster).stream()).toList();
    return objections.size() < found.size()
        ? Optional.empty()
        : Optional.of(String.join(", ", objections));
  }

  private Optional<String> objection(Component found, Cluster cluster) {
    if (!found.isActive()) {
      return Optional.of("it is " + found.state());
    }
    return switch (component) {
      case NORTHBOUND -> listens(found, cluster.northbound());
      case SOUTHBOUND -> listens(found, cluster.southbound());
      case CONTROLLER ->
          found.isConnected() ? Optional.empty() : Optional.of("it is not connected");
      default -> Optional.empty();
    };
  }

  private Optional<String> listens(Component found, Optional<DatabaseStatus> rows) {
    boolean isAskedFor =
        rows.filter(DatabaseStatus::isReadable)
            .filter(database -> database.remotes().isEmpty())
            .isEmpty();
    int wanted = listeners > 0 ? listeners : isAskedFor ? 1 : 0;
    if (found.listeners().size() >= wanted) {
      return Optional.empty();
    }
    return Optional.of(
        found.listeners().isEmpty()
            ? "it listens on no port"
            : "it listens on "
                + String.join(", ", found.listeners())
                + " only; before it listened on "
                + wanted
                + " sockets");
  }
}
