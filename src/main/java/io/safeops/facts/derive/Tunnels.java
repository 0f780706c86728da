package io.safeops.facts.derive;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Computes what follows from the tunnel settings of all nodes together. */
public final class Tunnels {

  private static final IdentityCache<Cluster, Set<String>> REMOTES =
      new IdentityCache<>(Tunnels::findRemotes);
  private static final IdentityCache<Cluster, String> USUAL_REMOTE =
      new IdentityCache<>(Tunnels::findUsualRemote);

  private Tunnels() {}

  /**
   * The known addresses of the Southbound: the {@code ovn-remote} of every node whose
   * ovn-controller is connected, and every address of the central nodes with the ports on which the
   * database itself listens.
   */
  public static Set<String> remotes(Cluster cluster) {
    return REMOTES.of(cluster);
  }

  private static Set<String> findRemotes(Cluster cluster) {
    Set<String> known = new LinkedHashSet<>();
    connected(cluster).forEach(node -> known.addAll(node.getRemotes()));
    for (String target : cluster.southbound().map(DatabaseStatus::remotes).orElse(List.of())) {
      String[] parts = target.split(":", -1);
      if (parts.length >= 2 && (parts[0].equals("ptcp") || parts[0].equals("pssl"))) {
        for (Node node : cluster.nodes()) {
          if (node.component(ComponentName.SOUTHBOUND).filter(Component::isActive).isPresent()) {
            for (String ip : node.getAddresses()) {
              String host = ip.contains(":") ? "[" + ip + "]" : ip;
              known.add(parts[0].substring(1) + ":" + host + ":" + parts[1]);
            }
          }
        }
      }
    }
    return Collections.unmodifiableSet(known);
  }

  /** The {@code ovn-remote} that most connected nodes have; empty if no node is connected. */
  public static String usualRemote(Cluster cluster) {
    return USUAL_REMOTE.of(cluster);
  }

  private static String findUsualRemote(Cluster cluster) {
    Map<String, Integer> votes = new LinkedHashMap<>();
    connected(cluster)
        .map(node -> node.setting("ovn-remote").orElse(""))
        .filter(remote -> !remote.isEmpty())
        .forEach(remote -> votes.merge(remote, 1, Integer::sum));
    return votes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("");
  }

  private static Stream<Node> connected(Cluster cluster) {
    return cluster.nodes().stream()
        .filter(
            node ->
                node.component(ComponentName.CONTROLLER)
                    .filter(Component::isConnected)
                    .isPresent());
  }
}
