package io.safeops.predict;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The two patch ports that ovn-controller creates for a localnet on one node: {@code
 * patch-br-int-to-X} on the integration bridge, {@code patch-X-to-br-int} on the mapped one.
 */
public record PatchPair(String localnet, String integrationBridge, String mappedBridge) {

  public static PatchPair of(String localnet, Node node, String mappedBridge) {
    return new PatchPair(localnet, node.getIntegrationBridge(), mappedBridge);
  }

  public String inner() {
    return "patch-" + integrationBridge + "-to-" + localnet;
  }

  public String outer() {
    return "patch-" + localnet + "-to-" + integrationBridge;
  }

  /** The node with the pair, as the facts will show it; the OpenFlow port numbers are arbitrary. */
  public Node addTo(Node node) {
    return node.withBridge(
            integrationBridge, bridge -> bridge.withPort(end(inner(), bridge, outer())))
        .withBridge(mappedBridge, bridge -> bridge.withPort(end(outer(), bridge, inner())));
  }

  private BridgePort end(String name, Bridge bridge, String peer) {
    return VswitchPrediction.withOwnMember(
        BridgePort.builder(name, bridge.name())
            .kind(BridgePort.PATCH)
            .interfaces(List.of(name))
            .ofport(1)
            .peer(Optional.of(peer))
            .externalIds(Map.of(BridgePort.LOCALNET_KEY, localnet))
            .options(Map.of("peer", peer))
            .build());
  }

  /** The cluster with the pair of a localnet on a node that maps its physnet and lacks the pair. */
  static Cluster addMissing(Cluster cluster, LogicalPort localnet, String host) {
    Optional<Node> node = cluster.node(host);
    Optional<String> bridge = node.flatMap(each -> each.mappedBridge(localnet.getNetworkName()));
    if (bridge.isEmpty()) {
      return cluster;
    }
    PatchPair pair = of(localnet.name(), node.orElseThrow(), bridge.get());
    boolean there =
        node.flatMap(each -> each.bridge(bridge.get()))
            .flatMap(each -> each.port(pair.outer()))
            .isPresent();
    return there ? cluster : cluster.withNode(host, pair::addTo);
  }

  /** The node without any patch port of that localnet. */
  public static Node removeFrom(Node node, String localnet) {
    return node.withBridges(
        node.bridges().stream()
            .map(
                bridge ->
                    bridge.withPorts(
                        bridge.ports().stream()
                            .filter(port -> !port.getLocalnet().equals(localnet))
                            .toList()))
            .toList());
  }
}
