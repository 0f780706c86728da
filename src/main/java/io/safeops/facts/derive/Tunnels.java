package io.safeops.facts.derive;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.NameIndexes;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Computes what follows from the tunnel settings of all nodes together. */
public final class Tunnels {

  /** The keys of transport zones, which prevent tunnels between chassis of different zones. */
  private static final String ZONES = "ovn-transport-zones";

  private static final IdentityCache<Cluster, Set<String>> REMOTES =
      new IdentityCache<>(Tunnels::findRemotes);
  private static final IdentityCache<Cluster, String> USUAL_REMOTE =
      new IdentityCache<>(Tunnels::findUsualRemote);
  private static final IdentityCache<Cluster, List<MissingTunnels>> MISSING =
      new IdentityCache<>(Tunnels::findMissing);

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

  /** The nodes with an ovn-controller, connected or not, that lack a tunnel. */
  public static List<MissingTunnels> missing(Cluster cluster) {
    return MISSING.of(cluster);
  }

  /**
   * With transport zones nothing counts as missing, because the zones decide which tunnels exist.
   */
  private static List<MissingTunnels> findMissing(Cluster cluster) {
    if (cluster.nodes().stream().anyMatch(each -> each.externalIds().containsKey(ZONES))) {
      return List.of();
    }
    return cluster.nodes().stream()
        .filter(
            node ->
                node.component(ComponentName.CONTROLLER).isPresent() && node.systemId().isPresent())
        .map(node -> new MissingTunnels(node.name(), missing(cluster, node)))
        .filter(each -> !each.to().isEmpty())
        .toList();
  }

  /**
   * The host names of the chassis to which a node should have a working tunnel port but has none.
   * This counts the node's ports first, and checks the single chassis only if ports are missing. To
   * search every node's ports for every chassis would take hours in a full mesh.
   */
  private static List<String> missing(Cluster cluster, Node node) {
    Set<String> reached = reached(cluster, node);
    long missing =
        TunnelTypes.of(cluster).count(node.getEncapTypes(), node.systemId().orElse(""))
            - reached.size();
    return missing == 0 || node.bridge(node.getIntegrationBridge()).isEmpty()
        ? List.of()
        : ShortenedList.of(
            unreached(cluster, node, reached)
                .map(each -> each.hostname().isEmpty() ? each.name() : each.hostname()),
            missing);
  }

  /** The same, as names of chassis. */
  public static Stream<String> unreached(Cluster cluster, Node node) {
    return unreached(cluster, node, reached(cluster, node)).map(Chassis::name);
  }

  private static Stream<Chassis> unreached(Cluster cluster, Node node, Set<String> reached) {
    List<String> types = node.getEncapTypes();
    String own = node.systemId().orElse("");
    return cluster.chassis().stream()
        .filter(each -> !each.name().equals(own) && !reached.contains(each.name()))
        .filter(each -> TunnelTypes.speaks(each, types));
  }

  /** The names of the chassis to which there is a tunnel. */
  private static Set<String> reached(Cluster cluster, Node node) {
    List<String> types = node.getEncapTypes();
    String own = node.systemId().orElse("");
    Map<String, List<Chassis>> ends = NameIndexes.CHASSIS_AT.of(cluster.chassis());
    Set<String> reached = new HashSet<>();
    for (BridgePort port :
        node.bridge(node.getIntegrationBridge()).map(Bridge::ports).orElse(List.of())) {
      if (port.isTunnel() && port.isAttached()) {
        for (Chassis other : ends.getOrDefault(port.getRemoteIp(), List.of())) {
          if (!other.name().equals(own) && TunnelTypes.speaks(other, types)) {
            reached.add(other.name());
          }
        }
      }
    }
    return reached;
  }
}
