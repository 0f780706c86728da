package io.safeops.paths.intent;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An interface that carries the {@code iface-id} of a logical port and is on another bridge than
 * the integration bridge, where ovn-controller does not look for it.
 *
 * @param id the logical port
 */
public record StrayInterface(String id, String node, String bridge, String name) {

  private static final IdentityCache<Cluster, Map<String, StrayInterface>> KNOWN =
      new IdentityCache<>(StrayInterface::find);

  /** That of a logical port. */
  public static Optional<StrayInterface> of(Cluster cluster, String port) {
    return Optional.ofNullable(KNOWN.of(cluster).get(port));
  }

  private static Map<String, StrayInterface> find(Cluster cluster) {
    Map<String, StrayInterface> found = new LinkedHashMap<>();
    for (Node node : cluster.nodes()) {
      for (Bridge bridge : node.bridges()) {
        if (isOfAnyController(node, bridge)) {
          continue;
        }
        for (BridgePort port : bridge.ports()) {
          String id = port.externalIds().getOrDefault(BridgePort.IFACE_ID, "");
          if (!id.isEmpty() && port.isAttached()) {
            found.putIfAbsent(id, new StrayInterface(id, node.name(), bridge.name(), port.name()));
          }
        }
      }
    }
    return found;
  }

  /** A host with several chassis has {@code ovn-bridge-SYSTEMID} for each (ovn-controller(8)). */
  private static boolean isOfAnyController(Node node, Bridge bridge) {
    return bridge.name().equals(node.getIntegrationBridge())
        || node.externalIds().entrySet().stream()
            .anyMatch(
                each ->
                    each.getKey().startsWith("ovn-bridge-")
                        && each.getValue().equals(bridge.name()));
  }
}
