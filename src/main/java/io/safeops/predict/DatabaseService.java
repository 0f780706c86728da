package io.safeops.predict;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseMember;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the Northbound or the Southbound serves its clients: a standalone database while its
 * process runs, a clustered one while a majority of its members does (ovsdb(7)).
 */
final class DatabaseService {

  private DatabaseService() {}

  static boolean serves(Cluster cluster, ComponentName database) {
    List<Component> members = members(cluster, database);
    long alive = members.stream().filter(DatabaseService::isAlive).count();
    return isClustered(cluster, database) ? alive * 2 > members.size() : alive > 0;
  }

  /**
   * Why it does not serve; empty if it does.
   *
   * @param node the node whose member is down
   */
  static Optional<String> failure(Cluster cluster, ComponentName database, String node) {
    if (serves(cluster, database)) {
      return Optional.empty();
    }
    List<Component> members = members(cluster, database);
    long alive = members.stream().filter(DatabaseService::isAlive).count();
    if (alive > 0) {
      return Optional.of(alive + " of " + members.size() + " members is no majority");
    }
    boolean frozen = members.stream().anyMatch(Component::isActive);
    return Optional.of(
        frozen ? "the database of " + node + " does not answer" : "no database socket on " + node);
  }

  private static boolean isAlive(Component component) {
    return component.isActive() && ControllerPrediction.isAnswering(component);
  }

  private static List<Component> members(Cluster cluster, ComponentName database) {
    return cluster.getComponents().stream().filter(each -> each.hasName(database)).toList();
  }

  private static boolean isClustered(Cluster cluster, ComponentName database) {
    Optional<DatabaseStatus> status =
        database == ComponentName.NORTHBOUND ? cluster.northbound() : cluster.southbound();
    return status.filter(DatabaseStatus::clustered).isPresent()
        || cluster.databaseMembers().orElse(List.of()).stream()
            .anyMatch(each -> each.database().equals(name(database)) && each.isClustered());
  }

  /** The name of a database in its schema. */
  private static String name(ComponentName database) {
    return database == ComponentName.NORTHBOUND ? "OVN_Northbound" : "OVN_Southbound";
  }

  /** The facts in which the members of a node say nothing any more. */
  static Cluster withMembers(Cluster cluster, Node node, Set<String> down) {
    if (cluster.databaseMembers().isEmpty()) {
      return cluster;
    }
    return cluster.toBuilder()
        .databaseMembers(
            cluster
                .databaseMembers()
                .map(
                    all ->
                        all.stream()
                            .map(each -> isOf(each, node, down) ? silent(each) : each)
                            .toList()))
        .build();
  }

  private static boolean isOf(DatabaseMember member, Node node, Set<String> down) {
    return member.node().equals(node.name())
        && List.of(ComponentName.NORTHBOUND, ComponentName.SOUTHBOUND).stream()
            .anyMatch(each -> down.contains(each.word()) && member.database().equals(name(each)));
  }

  private static DatabaseMember silent(DatabaseMember member) {
    return member.toBuilder()
        .leader(false)
        .connected(false)
        .raft(Optional.empty())
        .problem(Optional.of("it does not answer"))
        .build();
  }
}
