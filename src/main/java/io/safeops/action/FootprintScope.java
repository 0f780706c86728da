package io.safeops.action;

import io.safeops.facts.derive.ClusterFunctions;
import io.safeops.facts.model.Bridge;
import io.safeops.facts.model.BridgePort;
import io.safeops.facts.model.Chassis;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Node;
import io.safeops.facts.model.PortBinding;
import io.safeops.facts.model.RowKey;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What {@link FootprintDiff} looks at, as parts of the facts. The Southbound says of every chassis
 * what it maps and which ports it has, so that the other nodes need not be asked whether they are
 * concerned.
 */
final class FootprintScope {

  private final Footprint footprint;
  private final Cluster cluster;
  private FactsScope scope = FactsScope.NONE;

  private FootprintScope(Footprint footprint, Cluster cluster) {
    this.footprint = footprint;
    this.cluster = cluster;
  }

  static FactsScope of(Footprint footprint, Cluster cluster, boolean consequences) {
    FootprintScope found = new FootprintScope(footprint, cluster);
    found.databases();
    found.nodes();
    if (consequences && !footprint.chassis().isEmpty()) {
      // A tunnel to a chassis ends on any other.
      found.add(FactsScope.of(FactsPart.SWITCH));
    }
    return found.scope;
  }

  private void add(FactsScope more) {
    scope = scope.and(more);
  }

  private void databases() {
    if (!footprint.switches().isEmpty() || !footprint.ports().isEmpty()) {
      add(FactsScope.of(FactsPart.BINDINGS));
    }
    if (!footprint.physnets().isEmpty()) {
      add(FactsScope.of(FactsPart.NORTHBOUND, FactsPart.CHASSIS));
    }
    if (footprint.rows().stream().anyMatch(RowKey::isNorthbound)) {
      add(FactsScope.of(FactsPart.NORTHBOUND));
    }
    boolean isOfController =
        footprint.components().stream().anyMatch(place -> place.name().equals("controller"));
    if (!footprint.chassis().isEmpty() || isOfController) {
      add(FactsScope.of(FactsPart.CHASSIS));
    }
    if (!footprint.routers().isEmpty()) {
      add(FactsScope.of(FactsPart.NEUTRON));
    }
    if (!footprint.networks().isEmpty()) {
      // A network is compared with its switch, which is another one when it was made anew.
      add(FactsScope.of(FactsPart.NEUTRON, FactsPart.NORTHBOUND));
    }
  }

  private void nodes() {
    Set<String> concerned = new TreeSet<>(footprint.hosts());
    concerned.addAll(footprint.chassis());
    footprint.bridges().forEach(place -> concerned.add(place.node()));
    footprint.components().forEach(place -> concerned.add(place.node()));
    add(FactsScope.on(concerned, FactsPart.NETWORK, FactsPart.COMPONENTS));
    add(FactsScope.on(mapping(footprint.physnets()), FactsPart.NETWORK));
    add(FactsScope.on(carrying(footprint.ports()), FactsPart.SWITCH));
  }

  /** The nodes that map one of these, by their own word or by their chassis'. */
  private Set<String> mapping(Collection<String> physnets) {
    if (physnets.isEmpty()) {
      return Set.of();
    }
    return cluster.nodes().stream()
        .filter(
            node ->
                node.mappings().stream().anyMatch(each -> physnets.contains(each.physnet()))
                    || mayMap(ClusterFunctions.chassisOf(cluster, node.name()), physnets))
        .map(Node::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Of a node that is no chassis nobody else knows what it maps. */
  private static boolean mayMap(List<Chassis> chassis, Collection<String> physnets) {
    return chassis.isEmpty()
        || chassis.stream()
            .anyMatch(each -> each.mappings().keySet().stream().anyMatch(physnets::contains));
  }

  /** The nodes on which such a port is bound or has an interface. */
  private Set<String> carrying(Collection<String> ports) {
    Set<String> nodes = new TreeSet<>();
    for (PortBinding binding : cluster.bindings()) {
      if (ports.contains(binding.logicalPort())) {
        binding
            .chassis()
            .flatMap(cluster::chassisNamed)
            .flatMap(Chassis::node)
            .ifPresent(nodes::add);
      }
    }
    for (Bridge bridge : ports.isEmpty() ? Set.<Bridge>of() : cluster.getBridges()) {
      for (BridgePort port : bridge.ports()) {
        if (ports.contains(port.externalIds().getOrDefault(BridgePort.IFACE_ID, ""))) {
          nodes.add(bridge.node());
        }
      }
    }
    return nodes;
  }
}
