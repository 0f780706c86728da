package io.safeops.action.service;

import io.safeops.action.ActionException;
import io.safeops.action.ComponentStop;
import io.safeops.action.northbound.NorthboundAccess;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The nodes with members of OVN's databases, if these are RAFT clusters. */
public final class RaftMembers {

  private static final List<ComponentName> DATABASES =
      List.of(ComponentName.NORTHBOUND, ComponentName.SOUTHBOUND);

  private RaftMembers() {}

  static boolean isClustered(Cluster cluster) {
    return cluster.northbound().filter(DatabaseStatus::clustered).isPresent()
        || cluster.southbound().filter(DatabaseStatus::clustered).isPresent();
  }

  /**
   * The nodes in their order, but nodes whose member is down come first, and nodes that lead a
   * database come last: each restart of a leader causes an election.
   */
  static List<String> followersFirst(List<String> nodes, Cluster cluster) {
    return nodes.stream().sorted(Comparator.comparing(node -> turn(node, cluster))).toList();
  }

  private static int turn(String name, Cluster cluster) {
    boolean down =
        cluster.node(name).stream()
            .flatMap(node -> DATABASES.stream().flatMap(each -> node.component(each).stream()))
            .anyMatch(member -> !member.isActive());
    return down ? 0 : leads(name, cluster) ? 2 : 1;
  }

  /**
   * The members that are missing while a step stops others: members that are down, or that the step
   * also stops. Empty for standalone databases, and if the step stops none.
   */
  public static List<String> down(List<ComponentStop> stops, Cluster before) {
    List<String> down = new ArrayList<>();
    for (ComponentName database : isClustered(before) ? DATABASES : List.<ComponentName>of()) {
      List<String> stopped =
          stops.stream()
              .filter(stop -> stop.component().equals(database.word()))
              .map(ComponentStop::node)
              .distinct()
              .toList();
      if (stopped.isEmpty()) {
        continue;
      }
      for (Node node : before.nodes()) {
        boolean missing = node.component(database).filter(each -> !each.isActive()).isPresent();
        boolean also = stopped.size() > 1 && stopped.contains(node.name());
        if (also || (missing && !stopped.contains(node.name()))) {
          down.add(database.word() + " on " + node.name());
        }
      }
    }
    return down;
  }

  private static boolean leads(String node, Cluster cluster) {
    return leads(node, cluster.northbound()) || leads(node, cluster.southbound());
  }

  private static boolean leads(String node, Optional<DatabaseStatus> database) {
    return database
        .filter(status -> status.clustered() && status.leader() && status.node().equals(node))
        .isPresent();
  }

  /**
   * The remotes of the other members of a database, as {@code tcp:192.0.2.12:6641}; {@code ssl:}
   * only for a member that has no other listener.
   *
   * @param database the Northbound or the Southbound
   * @throws ActionException if they are not known
   */
  static List<String> others(ComponentName database, Node member, Cluster cluster)
      throws ActionException {
    Optional<DatabaseStatus> status =
        database == ComponentName.NORTHBOUND ? cluster.northbound() : cluster.southbound();
    if (status.isEmpty() || !status.get().isReadable()) {
      throw new ActionException(
          "the "
              + database.word()
              + " cannot be read: it is not known whether a member may be restarted");
    }
    List<String> others = new ArrayList<>();
    for (Node node : cluster.nodes()) {
      if (!node.name().equals(member.name()) && node.component(database).isPresent()) {
        List<String> remotes =
            status.get().remotes().stream()
                .flatMap(remote -> NorthboundAccess.from(remote, node).stream())
                .sorted(Comparator.comparing(remote -> remote.startsWith("tcp:") ? 0 : 1))
                .toList();
        if (remotes.isEmpty()) {
          throw new ActionException(
              "the "
                  + database.word()
                  + " of "
                  + node.name()
                  + " has no listener through which the other members can ask it");
        }
        others.add(remotes.get(0));
      }
    }
    return others;
  }
}
