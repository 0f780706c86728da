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

/** The nodes that hold the databases of OVN where these are RAFT clusters. */
public final class RaftMembers {

  private static final List<ComponentName> DATABASES =
      List.of(ComponentName.NORTHBOUND, ComponentName.SOUTHBOUND);

  private RaftMembers() {}

  static boolean isClustered(Cluster cluster) {
    return cluster.northbound().filter(DatabaseStatus::clustered).isPresent()
        || cluster.southbound().filter(DatabaseStatus::clustered).isPresent();
  }

  /**
   * As given, but first the nodes whose member is down, and last those that lead a database: each
   * restart of a leader is an election.
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
   * The members that would be missing beside those that a step stops: down, or stopped by it too.
   * Empty for standalone databases, and where it stops none.
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
   * Where the other members of a database answer, as {@code tcp:192.0.2.12:6641}; {@code ssl:} only
   * where a member has no other listener.
   *
   * @param database one of the two of OVN
   * @throws ActionException where that is not known
   */
  static List<String> others(ComponentName database, Node member, Cluster cluster)
      throws ActionException {
    Optional<DatabaseStatus> status =
        database == ComponentName.NORTHBOUND ? cluster.northbound() : cluster.southbound();
    if (status.isEmpty() || !status.get().isReadable()) {
      throw new ActionException(
          "the "
              + database.word()
              + " cannot be read: whether a member may be restarted is not known");
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
                  + " has no listener that the other members could be asked by");
        }
        others.add(remotes.get(0));
      }
    }
    return others;
  }
}
