package io.safeops.facts.derive;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.NameIndexes;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the bridge that a node should most likely map a provider network to. */
public final class LikelyBridge {

  /** The names of the bridges that nodes map a physnet to, by physnet. */
  private static final IdentityCache<List<Node>, Map<String, Set<String>>> BRIDGES =
      new IdentityCache<>(
          nodes ->
              NameIndexes.MAPPINGS.of(nodes).stream()
                  .collect(
                      Collectors.groupingBy(
                          BridgeMapping::physnet,
                          Collectors.mapping(BridgeMapping::bridge, Collectors.toSet()))));

  private LikelyBridge() {}

  /**
   * The only bridge of the node whose name other nodes map the physnet to. If there is none, the
   * only bridge that has an uplink and that no other physnet is mapped to.
   */
  public static Optional<String> of(Cluster cluster, Node node, String physnet) {
    Set<String> elsewhere = new TreeSet<>();
    for (String bridge : BRIDGES.of(cluster.nodes()).getOrDefault(physnet, Set.of())) {
      if (node.bridge(bridge).isPresent()) {
        elsewhere.add(bridge);
      }
    }
    if (elsewhere.size() == 1) {
      return elsewhere.stream().findFirst();
    }
    Set<String> taken = new HashSet<>(Set.of(node.getIntegrationBridge()));
    node.mappings().stream()
        .filter(mapping -> !mapping.physnet().equals(physnet))
        .forEach(mapping -> taken.add(mapping.bridge()));
    List<String> free =
        node.bridges().stream()
            .filter(bridge -> !taken.contains(bridge.name()) && !bridge.getUplinks().isEmpty())
            .map(Bridge::name)
            .toList();
    return free.size() == 1 ? free.stream().findFirst() : Optional.empty();
  }
}
