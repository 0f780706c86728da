package io.safeops.facts.derive;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.NameIndexes;
import io.safeops.facts.neutron.NeutronNetwork;
import io.safeops.facts.neutron.NeutronSegment;
import io.safeops.facts.node.Address;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the switches that belong to provider networks, and the localnets that Neutron made. */
public final class ProviderNetworks {

  /**
   * The bytes that the smallest tunnel header adds to a packet: Geneve or VXLAN over IPv4. Neutron
   * lowers the MTU of a tenant network by at least this much, so a network with a larger MTU uses
   * no tunnel.
   */
  private static final long TUNNEL_OVERHEAD = 50;

  private static final IdentityCache<Cluster, ProviderNetworks> ALL =
      new IdentityCache<>(ProviderNetworks::new);

  private final List<NeutronSegment> segments;
  private final Map<String, List<NeutronSegment>> segmentsOf;
  private final List<LogicalSwitch> switches;
  private final List<String> ownLocalnets;
  private final Set<String> ownNames;

  private ProviderNetworks(Cluster cluster) {
    List<NeutronNetwork> networks = cluster.getNetworks();
    segments =
        networks.stream()
            .flatMap(network -> network.segments().stream())
            .filter(NeutronSegment::isProvider)
            .toList();
    segmentsOf = NameIndexes.group(segments, segment -> Stream.of(segment.getSwitchName()));
    ownLocalnets = ownLocalnets(networks, cluster);
    ownNames = Set.copyOf(ownLocalnets);
    switches = switches(networks, cluster);
  }

  public static ProviderNetworks of(Cluster cluster) {
    return ALL.of(cluster);
  }

  /** The segments on provider networks that Neutron reports; empty if Neutron was not asked. */
  public List<NeutronSegment> segments() {
    return segments;
  }

  public List<NeutronSegment> segmentsOf(String switchName) {
    return segmentsOf.getOrDefault(switchName, List.of());
  }

  /**
   * The names of the localnets that Neutron made. If Neutron was asked, these are the names of its
   * segments; else all names in Neutron's form.
   */
  public List<String> ownLocalnets() {
    return ownLocalnets;
  }

  public boolean owns(String localnet) {
    return ownNames.contains(localnet);
  }

  /**
   * The switches that lead to a provider network, or that would lead there if they had their
   * localnet.
   */
  public List<LogicalSwitch> switches() {
    return switches;
  }

  private List<String> ownLocalnets(List<NeutronNetwork> networks, Cluster cluster) {
    Set<String> asked =
        networks.stream().map(network -> "neutron-" + network.id()).collect(Collectors.toSet());
    Set<String> ofSegments =
        segments.stream().map(NeutronSegment::getLocalnet).collect(Collectors.toSet());
    return cluster.getLocalnets().stream()
        .filter(
            port ->
                asked.contains(port.switchName())
                    ? ofSegments.contains(port.name())
                    : port.isNeutron())
        .map(LogicalPort::name)
        .toList();
  }

  private static List<LogicalSwitch> switches(List<NeutronNetwork> networks, Cluster cluster) {
    OptionalLong tunnel = tunnelMtu(cluster);
    Map<String, Boolean> asked = new HashMap<>();
    networks.forEach(
        network ->
            asked.put(
                "neutron-" + network.id(),
                network.segments().stream().anyMatch(NeutronSegment::isProvider)));
    return cluster.switches().stream()
        .filter(
            each ->
                !each.getLocalnets().isEmpty()
                    || asked.getOrDefault(each.name(), isProvider(each, tunnel)))
        .toList();
  }

  private static boolean isProvider(LogicalSwitch each, OptionalLong tunnel) {
    if (!each.getNetworkType().isEmpty()) {
      return List.of("flat", "vlan").contains(each.getNetworkType());
    }
    boolean external =
        each.ports().stream()
            .anyMatch(
                port ->
                    port.externalIds()
                        .getOrDefault("neutron:device_owner", "")
                        .equals(LogicalPort.ROUTER_GATEWAY));
    return external || (tunnel.isPresent() && each.getMtu() > tunnel.getAsLong() - TUNNEL_OVERHEAD);
  }

  /** The largest MTU of the interfaces that send tunnel packets; empty if none is known. */
  private static OptionalLong tunnelMtu(Cluster cluster) {
    return cluster.nodes().stream().flatMap(ProviderNetworks::tunnels).mapToLong(Nic::mtu).max();
  }

  private static Stream<Nic> tunnels(Node node) {
    List<String> ends = node.getEncapIps();
    return node.nics().stream()
        .filter(nic -> nic.addresses().stream().map(Address::ip).anyMatch(ends::contains));
  }
}
