package io.safeops.facts.derive;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The provider networks that each node and each chassis maps: nodes by their own settings, chassis
 * by the Southbound.
 */
public final class PhysnetMappings {

  private static final IdentityCache<Cluster, PhysnetMappings> ALL =
      new IdentityCache<>(PhysnetMappings::new);

  private final Map<String, Set<Object>> holders = new TreeMap<>();
  private final Map<String, List<BridgeMapping>> broken = new HashMap<>();

  private PhysnetMappings(Cluster cluster) {
    for (Node node : cluster.nodes()) {
      for (BridgeMapping mapping : node.mappings()) {
        hold(mapping.physnet(), node.name());
        if (!mapping.bridgePresent()) {
          broken.computeIfAbsent(mapping.physnet(), any -> new ArrayList<>()).add(mapping);
        }
      }
    }
    for (Chassis chassis : cluster.chassis()) {
      // This is not the node with that name: each counts separately.
      Object holder = List.of(chassis.name());
      chassis.mappings().keySet().forEach(physnet -> hold(physnet, holder));
    }
  }

  public static PhysnetMappings of(Cluster cluster) {
    return ALL.of(cluster);
  }

  private void hold(String physnet, Object holder) {
    holders.computeIfAbsent(physnet, any -> new HashSet<>()).add(holder);
  }

  /** Each physnet once, sorted by name. */
  public Set<String> physnets() {
    return Collections.unmodifiableSet(holders.keySet());
  }

  public List<String> some() {
    return ShortenedList.of(holders.keySet().stream(), holders.size());
  }

  /** Whether any one node or chassis maps both. */
  public boolean together(String one, String other) {
    return !Collections.disjoint(
        holders.getOrDefault(one, Set.of()), holders.getOrDefault(other, Set.of()));
  }

  /** The nodes that map it, and the host names of the other chassis that map it. */
  public Stream<String> holdersOf(Cluster cluster, String physnet) {
    return holders.getOrDefault(physnet, Set.of()).stream()
        .map(
            holder ->
                holder instanceof List<?> chassis
                    ? ClusterFunctions.chassisNamed(cluster, String.valueOf(chassis.get(0)))
                        .stream()
                        .map(each -> each.node().orElse(each.hostname()))
                        .findFirst()
                        .orElse("")
                    : String.valueOf(holder))
        .distinct()
        .sorted();
  }

  /** The mappings of a physnet to bridges that do not exist. */
  public List<BridgeMapping> broken(String physnet) {
    return broken.getOrDefault(physnet, List.of());
  }
}
