package io.safeops.action.northbound;

import io.safeops.action.ActionException;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovsdb.OvsdbSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The access for writing the Northbound or the Southbound: the one central node that is the voter,
 * and the remotes that it tries.
 *
 * <p>It is one node even for a clustered database: with the same undo on a second node, an expired
 * lease there could undo a confirmed change.
 *
 * @param database the name of its schema
 * @param remotes the remotes in the order they are tried: the node's own socket, then every central
 *     node over TCP or TLS
 */
public record NorthboundAccess(String database, String node, List<String> remotes) {

  static NorthboundAccess of(Cluster cluster) throws ActionException {
    return of(cluster, OvsdbSchema.NORTHBOUND, cluster.northbound());
  }

  static NorthboundAccess southbound(Cluster cluster) throws ActionException {
    return of(cluster, OvsdbSchema.SOUTHBOUND, cluster.southbound());
  }

  private static NorthboundAccess of(
      Cluster cluster, String database, Optional<DatabaseStatus> read) throws ActionException {
    boolean isSouthbound = database.equals(OvsdbSchema.SOUTHBOUND);
    String word = isSouthbound ? "Southbound" : "Northbound";
    DatabaseStatus status =
        read.orElseThrow(
            () ->
                new ActionException(
                    "the " + word + " was not read: no node of role `central` answered"));
    if (status.problem().isPresent()) {
      throw new ActionException("the " + word + " was not read: " + status.problem().get());
    }
    List<String> remotes = new ArrayList<>();
    remotes.add("unix:/run/ovn/ovn" + (isSouthbound ? "sb" : "nb") + "_db.sock");
    if (status.clustered()) {
      for (Node node : cluster.nodes()) {
        if (node.hasRole("central")) {
          status.remotes().forEach(remote -> from(remote, node).ifPresent(remotes::add));
        }
      }
    }
    return new NorthboundAccess(database, status.node(), remotes);
  }

  boolean isSouthbound() {
    return database.equals(OvsdbSchema.SOUTHBOUND);
  }

  /** The database, in a word for messages. */
  String word() {
    return isSouthbound() ? "Southbound" : "Northbound";
  }

  /**
   * The remote by which other nodes reach a listener {@code ptcp:6641:0.0.0.0} or {@code
   * pssl:6641}; empty for any other listener.
   */
  public static Optional<String> from(String remote, Node node) {
    if (!remote.matches("p(tcp|ssl):[0-9]{1,5}(:.*)?")
        || !node.address().matches("[0-9a-fA-F.:]+")) {
      return Optional.empty();
    }
    String[] parts = remote.split(":", -1);
    String host = node.address().contains(":") ? "[" + node.address() + "]" : node.address();
    return Optional.of(parts[0].substring(1) + ":" + host + ":" + parts[1]);
  }
}
