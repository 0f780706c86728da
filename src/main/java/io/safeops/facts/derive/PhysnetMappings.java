package io.safeops.facts.derive;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The provider networks that each node and each chassis maps: nodes by their own settings, chassis
 * by the Southbound.
 */
public final class PhysnetMappings {

  private static final IdentityCache<Cluster, PhysnetMappings> ALL =
      new IdentityCache<>(PhysnetMappings::new);

  private final SortedSet<String> physnets = new TreeSet<>();

  private PhysnetMappings(Cluster cluster) {
    for (Node node : cluster.nodes()) {
      node.mappings().stream().map(BridgeMapping::physnet).forEach(physnets::add);
    }
    for (Chassis chassis : cluster.chassis()) {
      physnets.addAll(chassis.mappings().keySet());
    }
  }

  public static PhysnetMappings of(Cluster cluster) {
    return ALL.of(cluster);
  }

  /** Each physnet once, sorted by name. */
  public Set<String> physnets() {
    return Collections.unmodifiableSet(physnets);
  }

  public List<String> some() {
    return ShortenedList.of(physnets.stream(), physnets.size());
  }
}
