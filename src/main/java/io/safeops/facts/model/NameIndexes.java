package io.safeops.facts.model;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.neutron.NeutronFloatingIp;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.Encap;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Indexes of the facts by name. Each index is made once for its list. Clusters with the same list
 * share the index, even if they differ elsewhere.
 */
public final class NameIndexes {

  public static final IdentityCache<List<Node>, Map<String, Node>> NODES =
      new IdentityCache<>(
          nodes -> {
            Map<String, Node> named = new LinkedHashMap<>();
            nodes.forEach(node -> named.putIfAbsent(node.name(), node));
            return named;
          });

  public static final IdentityCache<List<Node>, Map<String, List<Node>>> NODES_WITH_ID =
      by(node -> node.systemId().stream());

  public static final IdentityCache<List<Node>, Map<String, List<Node>>> NODES_IN_ROLE =
      by(node -> node.roles().stream().distinct());

  public static final IdentityCache<List<Node>, Map<String, List<Node>>> NODES_AT =
      by(node -> node.getEncapIps().stream().distinct());

  public static final IdentityCache<List<Node>, List<Bridge>> BRIDGES =
      all(node -> node.bridges().stream());

  public static final IdentityCache<List<Node>, List<BridgeMapping>> MAPPINGS =
      all(node -> node.mappings().stream());

  public static final IdentityCache<List<Node>, Map<String, List<BridgeMapping>>> MAPPINGS_OF =
      new IdentityCache<>(
          nodes -> group(MAPPINGS.of(nodes), mapping -> Stream.of(mapping.physnet())));

  public static final IdentityCache<List<Node>, List<Component>> COMPONENTS =
      all(node -> node.components().stream());

  public static final IdentityCache<List<Node>, Map<String, List<Component>>> COMPONENTS_NAMED =
      new IdentityCache<>(nodes -> group(COMPONENTS.of(nodes), each -> Stream.of(each.name())));

  public static final IdentityCache<List<Chassis>, Map<String, List<Chassis>>> CHASSIS =
      by(chassis -> Stream.of(chassis.name()));

  public static final IdentityCache<List<Chassis>, Map<String, List<Chassis>>> CHASSIS_OF =
      by(chassis -> chassis.node().stream());

  public static final IdentityCache<List<Chassis>, Map<String, List<Chassis>>> CHASSIS_AT =
      by(chassis -> chassis.encaps().stream().map(Encap::ip).distinct());

  public static final IdentityCache<List<LogicalSwitch>, Map<String, List<LogicalSwitch>>>
      SWITCHES = by(each -> Stream.of(each.name()));

  public static final IdentityCache<List<LogicalSwitch>, List<LogicalPort>> PORTS =
      all(each -> each.ports().stream());

  public static final IdentityCache<List<LogicalSwitch>, List<LogicalPort>> LOCALNETS =
      all(each -> each.getLocalnets().stream());

  public static final IdentityCache<List<LogicalSwitch>, Map<String, List<LogicalPort>>>
      LOCALNETS_OF =
          new IdentityCache<>(
              switches -> group(LOCALNETS.of(switches), port -> Stream.of(port.switchName())));

  public static final IdentityCache<List<LogicalSwitch>, Map<PhysicalSegment, List<LogicalPort>>>
      LOCALNETS_ON =
          new IdentityCache<>(
              switches ->
                  group(LOCALNETS.of(switches), port -> Stream.of(PhysicalSegment.of(port))));

  /** The overlay switches by the number of bytes that their VMs may send in one packet. */
  public static final IdentityCache<List<LogicalSwitch>, Map<Long, List<LogicalSwitch>>>
      TENANT_MTUS =
          new IdentityCache<>(switches -> group(switches, each -> each.getTenantMtu().stream()));

  public static final IdentityCache<List<PortBinding>, Map<String, List<PortBinding>>> BINDINGS =
      by(binding -> Stream.of(binding.logicalPort()));

  public static final IdentityCache<List<NeutronFloatingIp>, Map<String, List<NeutronFloatingIp>>>
      FLOATING_IPS_OF = by(each -> each.routerId().stream());

  public static final IdentityCache<List<NeutronFloatingIp>, Map<String, List<NeutronFloatingIp>>>
      FLOATING_IPS_IN = by(each -> Stream.of(each.networkId()));

  /** A LAN: a physical network with a VLAN, or with 0 for no VLAN. */
  public record PhysicalSegment(String physnet, long tag) {
    static PhysicalSegment of(LogicalPort localnet) {
      return new PhysicalSegment(localnet.getNetworkName(), localnet.tag().orElse(0L));
    }
  }

  private NameIndexes() {}

  public static <T, K> Map<K, List<T>> group(List<T> all, Function<T, Stream<K>> keys) {
    Map<K, List<T>> groups = new LinkedHashMap<>();
    for (T each : all) {
      keys.apply(each)
          .forEach(key -> groups.computeIfAbsent(key, any -> new ArrayList<>()).add(each));
    }
    groups.replaceAll((key, group) -> List.copyOf(group));
    return Collections.unmodifiableMap(groups);
  }

  private static <T> IdentityCache<List<T>, Map<String, List<T>>> by(
      Function<T, Stream<String>> keys) {
    return new IdentityCache<>(all -> group(all, keys));
  }

  private static <T, P> IdentityCache<List<T>, List<P>> all(Function<T, Stream<P>> parts) {
    return new IdentityCache<>(all -> all.stream().flatMap(parts).toList());
  }
}
