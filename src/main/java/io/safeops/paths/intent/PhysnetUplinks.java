package io.safeops.paths.intent;

import io.safeops.facts.derive.WaysOut;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.Node;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The interfaces by which each node reaches the LAN of each physical network that it maps. Another
 * interface may lead to another LAN: the facts do not tell.
 *
 * @param interfaces by node and physical network; a bridge without an uplink is left out
 */
public record PhysnetUplinks(Map<Place, Set<String>> interfaces) {

  /** A physical network on a node. */
  public record Place(String node, String physnet) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byNode = node.compareTo(other.node);
      return byNode != 0 ? byNode : physnet.compareTo(other.physnet);
    }
  }

  public PhysnetUplinks {
    interfaces = Map.copyOf(interfaces);
  }

  static PhysnetUplinks of(Cluster cluster) {
    Map<Place, Set<String>> found = new TreeMap<>();
    for (Node node : cluster.nodes()) {
      for (BridgeMapping mapping : node.mappings()) {
        Optional<Bridge> bridge = node.bridge(mapping.bridge());
        Set<String> uplinks = bridge.map(each -> of(node, each)).orElse(Set.of());
        if (!uplinks.isEmpty()) {
          found.putIfAbsent(new Place(node.name(), mapping.physnet()), uplinks);
        }
      }
    }
    return new PhysnetUplinks(found);
  }

  /** The interfaces by which a bridge of a node leads out, also those of bridges that it joins. */
  public static Set<String> of(Node node, Bridge bridge) {
    return WaysOut.of(node).interfaces(bridge);
  }

  /** Those of an earlier picture, and these where that one has none. */
  PhysnetUplinks after(PhysnetUplinks earlier) {
    Map<Place, Set<String>> both = new TreeMap<>(interfaces);
    both.putAll(earlier.interfaces);
    return new PhysnetUplinks(both);
  }

  /** The interfaces that led to the LAN; empty if it is not known. */
  public Set<String> of(String node, String physnet) {
    return interfaces.getOrDefault(new Place(node, physnet), Set.of());
  }
}
