package io.safeops.action.effect;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The effect of other listeners of a database: of {@code set-connection}, {@code del-connection}.
 */
final class Listeners {

  private Listeners() {}

  /**
   * The facts in which a database listens on these targets only.
   *
   * @param database {@code northbound} or {@code southbound}
   * @param targets such as {@code ptcp:6642:0.0.0.0}
   */
  static Cluster of(Cluster before, String database, List<String> targets) {
    boolean southbound = database.equals(ComponentName.SOUTHBOUND.word());
    Optional<DatabaseStatus> status = southbound ? before.southbound() : before.northbound();
    Set<String> gone = new TreeSet<>(ports(status.map(DatabaseStatus::remotes).orElse(List.of())));
    gone.removeAll(ports(targets));
    Optional<DatabaseStatus> changed =
        status.map(each -> each.isReadable() ? each.toBuilder().remotes(targets).build() : each);
    Cluster after =
        before.withDatabases(
            southbound ? before.northbound() : changed, southbound ? changed : before.southbound());
    List<Node> nodes = new ArrayList<>();
    for (Node node : after.nodes()) {
      nodes.add(
          node.withComponents(
              node.components().stream()
                  .map(each -> without(each, node, database, gone))
                  .toList()));
    }
    return after.withNodes(nodes);
  }

  private static Component without(
      Component component, Node node, String database, Set<String> gone) {
    if (component.name().equals(database)) {
      return component.toBuilder()
          .listeners(
              component.listeners().stream()
                  .filter(each -> !gone.contains(each.substring(each.lastIndexOf(':') + 1)))
                  .toList())
          .build();
    }
    boolean cutOff =
        database.equals(ComponentName.SOUTHBOUND.word())
            && component.hasName(ComponentName.CONTROLLER)
            && component.isConnected()
            && !node.getRemotes().isEmpty()
            && node.getRemotes().stream()
                .allMatch(each -> gone.contains(each.substring(each.lastIndexOf(':') + 1)));
    return cutOff ? component.withConnection("not connected") : component;
  }

  /** The TCP ports of targets that listen. */
  private static Set<String> ports(List<String> targets) {
    Set<String> ports = new TreeSet<>();
    for (String target : targets) {
      String[] parts = target.split(":", -1);
      if (parts.length > 1 && parts[0].matches("ptcp|pssl")) {
        ports.add(parts[1]);
      }
    }
    return ports;
  }
}
