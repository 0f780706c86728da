package io.safeops.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which switches belong to provider networks, and where their patch pairs are missing. */
final class ProviderNetworks {

  /**
   * What the smallest tunnel header adds to a packet, in bytes: Geneve or VXLAN over IPv4. Neutron
   * lowers the MTU of a tenant network by at least that much, so one that is larger goes through no
   * tunnel.
   */
  private static final long TUNNEL_OVERHEAD = 50;

  private final Cluster cluster;

  ProviderNetworks(Cluster cluster) {
    this.cluster = cluster;
  }

  /** The segments on provider networks that Neutron told of; none where it was not asked. */
  List<NeutronSegment> segments() {
    return networks()
        .flatMap(network -> network.segments().stream())
        .filter(NeutronSegment::isProvider)
        .toList();
  }

  private Stream<NeutronNetwork> networks() {
    return cluster.neutron().stream().flatMap(neutron -> neutron.networks().stream());
  }

  /**
   * Names of the localnets that Neutron made, as far as anybody can tell: those of its segments
   * where it was asked, else all that are named as it names them.
   */
  List<String> ownLocalnets() {
    Set<String> asked =
        networks().map(network -> "neutron-" + network.id()).collect(Collectors.toSet());
    Set<String> ofSegments =
        segments().stream().map(NeutronSegment::getLocalnet).collect(Collectors.toSet());
    return cluster.getLocalnets().stream()
        .filter(
            port ->
                asked.contains(port.switchName())
                    ? ofSegments.contains(port.name())
                    : port.isNeutron())
        .map(LogicalPort::name)
        .toList();
  }

  /** The switches that lead to a provider network, or would if they had their localnet. */
  List<LogicalSwitch> switches() {
    OptionalLong tunnel = tunnelMtu();
    Map<String, Boolean> asked = new HashMap<>();
    networks()
        .forEach(
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
                        .equals("network:router_gateway"));
    return external || (tunnel.isPresent() && mtu(each) > tunnel.getAsLong() - TUNNEL_OVERHEAD);
  }

  private static long mtu(LogicalSwitch each) {
    String text = each.externalIds().getOrDefault("neutron:mtu", "");
    return text.matches("[0-9]{1,6}") ? Long.parseLong(text) : 0;
  }

  /** The largest MTU of the interfaces that tunnels leave by; empty where none is known. */
  private OptionalLong tunnelMtu() {
    return cluster.nodes().stream().flatMap(ProviderNetworks::tunnels).mapToLong(Nic::mtu).max();
  }

  private static Stream<Nic> tunnels(Node node) {
    List<String> ends = List.of(node.externalIds().getOrDefault("ovn-encap-ip", "").split(","));
    return node.nics().stream()
        .filter(nic -> nic.addresses().stream().map(Address::ip).anyMatch(ends::contains));
  }

  /**
   * Nothing is claimed of a node that was not read in whole, nor of a switch with several
   * localnets: one too many is no way out that is missing.
   */
  List<PatchGap> gaps() {
    Map<String, Set<String>> switchesOn = new HashMap<>();
    for (PortBinding binding : cluster.bindings()) {
      if (binding.type().isEmpty() && binding.chassis().isPresent()) {
        switchesOn
            .computeIfAbsent(binding.chassis().get(), chassis -> new HashSet<>())
            .add(binding.switchName());
      }
    }
    List<PatchGap> gaps = new ArrayList<>();
    for (Node node : cluster.nodes()) {
      Set<String> here =
          node.systemId().map(id -> switchesOn.getOrDefault(id, Set.of())).orElse(Set.of());
      if (node.isRead() && node.problems().isEmpty()) {
        cluster.switches().stream()
            .filter(each -> here.contains(each.name()) && each.getLocalnets().size() == 1)
            .map(each -> each.getLocalnets().get(0))
            .flatMap(localnet -> gap(node, localnet).stream())
            .forEach(gaps::add);
      }
    }
    return gaps;
  }

  private static Optional<PatchGap> gap(Node node, LogicalPort localnet) {
    Optional<String> outer = node.mappedBridge(localnet.getNetworkName());
    if (outer.isEmpty()) {
      return Optional.empty();
    }
    for (String bridge : List.of(node.getIntegrationBridge(), outer.get())) {
      Optional<BridgePort> end =
          node.bridge(bridge).stream()
              .flatMap(each -> each.ports().stream())
              .filter(port -> port.getLocalnet().equals(localnet.name()))
              .findFirst();
      if (end.isEmpty() || !end.get().isAttached()) {
        String reason =
            end.isEmpty()
                ? "ovn-controller has made no patch port on " + bridge
                : "the patch port on "
                    + bridge
                    + " is not attached"
                    + end.get().error().map(error -> " (" + error + ")").orElse("");
        boolean connected = node.component("controller").filter(Component::isConnected).isPresent();
        return Optional.of(
            new PatchGap(
                node.name(),
                localnet.switchName(),
                localnet.name(),
                reason + (connected ? "" : "; it is not connected to the Southbound"),
                connected));
      }
    }
    return Optional.empty();
  }
}
