package io.safeops.action.northbound;

import io.safeops.action.ActionException;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The access for writing the Northbound: the one central node that is the voter, and the remotes
 * that it tries.
 *
 * <p>It is one node even for a clustered database: with the same undo on a second node, an expired
 * lease there could undo a confirmed change.
 *
 * @param remotes the remotes in the order they are tried: the node's own socket, then every central
 *     node over TCP or TLS
 */
public record NorthboundAccess(String node, List<String> remotes) {

  static NorthboundAccess of(Cluster cluster) throws ActionException {
    DatabaseStatus status =
        cluster
            .northbound()
            .orElseThrow(
                () ->
                    new ActionException(
                        "the Northbound was not read: no node of role `central` answered"));
    if (status.problem().isPresent()) {
      throw new ActionException("the Northbound was not read: " + status.problem().get());
    }
    List<String> remotes = new ArrayList<>();
    remotes.add("unix:/run/ovn/ovnnb_db.sock");
    if (status.clustered()) {
      for (Node node : cluster.nodes()) {
        if (node.hasRole("central")) {
          status.remotes().forEach(remote -> from(remote, node).ifPresent(remotes::add));
        }
      }
    }
    return new NorthboundAccess(status.node(), remotes);
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
