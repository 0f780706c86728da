package io.safeops.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What follows from the tunnel settings of all nodes together. */
final class Tunnels {

  /** The keys by which transport zones keep chassis from having tunnels to each other. */
  private static final String ZONES = "ovn-transport-zones";

  private Tunnels() {}

  /**
   * Where the Southbound is known to be: {@code ovn-remote} of every node whose ovn-controller is
   * connected, and every address of the central nodes with the ports that the database itself
   * listens on.
   */
  static List<String> southboundRemotes(Cluster cluster) {
    Set<String> known = new LinkedHashSet<>();
    connected(cluster).forEach(node -> known.addAll(node.getRemotes()));
    for (String target : cluster.southbound().map(DatabaseStatus::remotes).orElse(List.of())) {
      String[] parts = target.split(":", -1);
      if (parts.length >= 2 && (parts[0].equals("ptcp") || parts[0].equals("pssl"))) {
        for (Node node : cluster.nodes()) {
          if (node.component("southbound").filter(Component::isActive).isPresent()) {
            for (String ip : node.getAddresses()) {
              String host = ip.contains(":") ? "[" + ip + "]" : ip;
              known.add(parts[0].substring(1) + ":" + host + ":" + parts[1]);
            }
          }
        }
      }
    }
    return List.copyOf(known);
  }

  /** The {@code ovn-remote} that most connected nodes have; empty if none is. */
  static String usualRemote(Cluster cluster) {
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
        .filter(node -> node.component("controller").filter(Component::isConnected).isPresent());
  }

  /** Nodes with an ovn-controller, connected or not, that lack some tunnel. */
  static List<MissingTunnels> missing(Cluster cluster) {
    return cluster.nodes().stream()
        .filter(node -> node.component("controller").isPresent() && node.systemId().isPresent())
        .map(node -> new MissingTunnels(node.name(), missing(cluster, node)))
        .filter(each -> !each.to().isEmpty())
        .toList();
  }

  /**
   * Chassis to which a node should have a tunnel port that packets can take, and has none; by host
   * name. Nothing is missing where transport zones are used: who has tunnels is theirs to say.
   */
  private static List<String> missing(Cluster cluster, Node node) {
    boolean zones =
        cluster.nodes().stream().anyMatch(each -> each.externalIds().containsKey(ZONES));
    Optional<Bridge> integration = node.bridge(node.getIntegrationBridge());
    if (zones || integration.isEmpty()) {
      return List.of();
    }
    List<String> missing = new ArrayList<>();
    for (Chassis other : cluster.chassis()) {
      boolean wanted =
          !node.systemId().equals(Optional.of(other.name()))
              && other.encaps().stream().anyMatch(end -> node.getEncapTypes().contains(end.type()));
      if (wanted && integration.get().ports().stream().noneMatch(port -> leads(port, other))) {
        missing.add(other.hostname().isEmpty() ? other.name() : other.hostname());
      }
    }
    return missing;
  }

  private static boolean leads(BridgePort port, Chassis chassis) {
    return port.isTunnel()
        && port.isAttached()
        && chassis.encaps().stream().anyMatch(end -> end.ip().equals(port.getRemoteIp()));
  }
}
