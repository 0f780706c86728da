package io.safeops.paths.segment;

import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.paths.segment.Wiring.Device;
import io.safeops.paths.segment.Wiring.Link;
import io.safeops.paths.segment.Wiring.LinkEnd;
import io.safeops.paths.segment.Wiring.LocalnetPatch;
import io.safeops.paths.segment.Wiring.Uplink;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the wiring of a node from its facts. The integration bridge is left out: ovn-controller
 * alone decides what passes it, and its patch ports follow from the localnets.
 */
final class WiringReader {

  /** Kinds of interfaces in a Linux bridge that lead out of the node. */
  private static final Set<String> CABLES = Set.of("physical", "bond", "vlan", "other");

  private final Node node;
  private final Set<String> integrationBridges;

  /** The ports of OVS bridges outside of the integration bridge, by the name of the interface. */
  private final Map<String, BridgePort> ports = new HashMap<>();

  private final Map<String, Nic> nics = new HashMap<>();
  private final Map<String, Nic> nicsByAltName = new HashMap<>();
  private final SortedSet<Link> links = new TreeSet<>();
  private final SortedSet<Uplink> uplinks = new TreeSet<>();
  private final SortedMap<LocalnetPatch, PortVlans> patches = new TreeMap<>();
  private final SortedSet<String> notModelled = new TreeSet<>();

  private WiringReader(Node node) {
    this.node = node;
    integrationBridges =
        Set.copyOf(
            new HashSet<>(
                List.of(
                    node.getIntegrationBridge(),
                    node.setting("ovn-bridge").orElse(node.getIntegrationBridge()))));
  }

  /**
   * What was read.
   *
   * @param notModelled ports that are treated as if nothing passes them, with the reason
   */
  record Read(Wiring wiring, SortedSet<String> notModelled) {}

  static Read read(Node node) {
    return new WiringReader(node).read();
  }

  private Read read() {
    index();
    outerPorts().forEach(this::patch);
    nics.values().forEach(this::nic);
    outerPorts().forEach(this::uplink);
    Set<String> linuxBridges = new HashSet<>();
    links.forEach(
        link ->
            List.of(link.one(), link.other()).stream()
                .map(LinkEnd::device)
                .filter(device -> !device.ovs())
                .forEach(device -> linuxBridges.add(device.name())));
    nics.values().stream()
        .filter(nic -> nic.master().filter(linuxBridges::contains).isPresent())
        .filter(nic -> CABLES.contains(nic.kind()) && !endsInNode(nic))
        .forEach(
            nic ->
                uplinks.add(
                    uplink(
                        new Device(nic.master().orElse(""), false),
                        nic.name(),
                        PortVlans.ALL,
                        nic)));
    return new Read(new Wiring(mapped(), links, uplinks, patches, stp()), notModelled);
  }

  private List<BridgePort> outerPorts() {
    return node.bridges().stream()
        .filter(bridge -> !integrationBridges.contains(bridge.name()))
        .flatMap(bridge -> bridge.ports().stream())
        .toList();
  }

  /** A name that odd facts have twice means the same row, whatever the order of the rows. */
  private void index() {
    for (BridgePort port : outerPorts()) {
      port.interfaces().forEach(name -> ports.merge(name, port, WiringReader::first));
    }
    for (Nic nic : node.nics()) {
      nics.merge(nic.name(), nic, WiringReader::first);
      nic.altNames().forEach(name -> nicsByAltName.merge(name, nic, WiringReader::first));
    }
  }

  private static <T> T first(T one, T other) {
    return one.toString().compareTo(other.toString()) <= 0 ? one : other;
  }

  private SortedMap<String, SortedSet<Device>> mapped() {
    SortedMap<String, SortedSet<Device>> mapped = new TreeMap<>();
    for (BridgeMapping mapping : node.mappings()) {
      if (mapping.bridgePresent() && !integrationBridges.contains(mapping.bridge())) {
        mapped
            .computeIfAbsent(mapping.physnet(), any -> new TreeSet<>())
            .add(new Device(mapping.bridge(), true));
      }
    }
    return mapped;
  }

  private SortedSet<Device> stp() {
    SortedSet<Device> stp = new TreeSet<>();
    node.bridges().stream()
        .filter(Bridge::stp)
        .forEach(bridge -> stp.add(new Device(bridge.name(), true)));
    node.bridges().stream()
        .filter(bridge -> !bridge.stp())
        .forEach(bridge -> stp.remove(new Device(bridge.name(), true)));
    return stp;
  }

  private LinkEnd end(BridgePort port) {
    PortVlans vlans = PortVlans.of(port);
    if (!vlans.isModelled()) {
      notModelled.add(
          node.name()
              + ": port "
              + port.name()
              + " of "
              + port.bridge()
              + " has vlan_mode "
              + port.vlanMode());
    }
    return new LinkEnd(new Device(port.bridge(), true), port.name(), vlans);
  }

  /** A patch port. OVS connects two of them only if each names the other as its peer. */
  private void patch(BridgePort port) {
    if (!port.kind().equals(BridgePort.PATCH)) {
      return;
    }
    String name = interfaceName(port);
    Optional<BridgePort> other =
        peer(port)
            .flatMap(peer -> Optional.ofNullable(ports.get(peer)))
            .filter(peer -> peer.kind().equals(BridgePort.PATCH))
            .filter(peer -> peer(peer).filter(name::equals).isPresent())
            .filter(peer -> !interfaceName(peer).equals(name));
    if (other.isPresent()) {
      links.add(Link.of(end(port), end(other.get())));
    } else if (!port.getLocalnet().isEmpty() && !PortVlans.of(port).isPlain()) {
      patches.merge(
          new LocalnetPatch(port.bridge(), port.getLocalnet()),
          end(port).vlans(),
          WiringReader::first);
    }
  }

  private static Optional<String> peer(BridgePort port) {
    return port.peer().or(() -> Optional.ofNullable(port.options().get("peer")));
  }

  private static String interfaceName(BridgePort port) {
    return port.interfaces().isEmpty() ? port.name() : port.interfaces().get(0);
  }

  /** Connections that the kernel makes: veth pairs, and ports of OVS in Linux bridges. */
  private void nic(Nic nic) {
    Optional<BridgePort> port = portOf(nic);
    Optional<LinkEnd> member = linuxMember(nic);
    if (nic.kind().equals("veth")) {
      Optional<Nic> other = nic.peer().flatMap(peer -> Optional.ofNullable(nics.get(peer)));
      Optional<LinkEnd> here = port.map(this::end).or(() -> member);
      Optional<LinkEnd> there =
          other.flatMap(each -> portOf(each).map(this::end).or(() -> linuxMember(each)));
      boolean itself = other.filter(each -> each.name().equals(nic.name())).isPresent();
      if (here.isPresent() && there.isPresent() && !itself) {
        links.add(Link.of(here.get(), there.get()));
      }
    } else if (nic.kind().equals("ovs") && port.isPresent() && member.isPresent()) {
      links.add(Link.of(end(port.get()), member.get()));
    } else if (nic.kind().equals("bridge") && port.isPresent()) {
      // The bridge's own interface is a port of it.
      links.add(
          Link.of(
              end(port.get()),
              new LinkEnd(new Device(nic.name(), false), nic.name(), PortVlans.ALL)));
    } else if (nic.kind().equals("vlan") && (port.isPresent() || member.isPresent())) {
      below(nic)
          .filter(this::endsInNode)
          .ifPresent(
              lower ->
                  notModelled.add(
                      node.name()
                          + ": "
                          + nic.name()
                          + " is a VLAN of "
                          + lower.name()
                          + " and a port of a bridge"));
    }
  }

  private Optional<BridgePort> portOf(Nic nic) {
    Optional<BridgePort> own = Optional.ofNullable(ports.get(nic.name()));
    return own.or(
        () ->
            nic.altNames().stream()
                .sorted()
                .flatMap(name -> Optional.ofNullable(ports.get(name)).stream())
                .findFirst());
  }

  private Optional<LinkEnd> linuxMember(Nic nic) {
    return nic.master()
        .flatMap(master -> Optional.ofNullable(nics.get(master)))
        .filter(master -> master.kind().equals("bridge"))
        .map(master -> new LinkEnd(new Device(master.name(), false), nic.name(), PortVlans.ALL));
  }

  private Optional<Nic> below(Nic nic) {
    return nic.lower().stream()
        .sorted()
        .flatMap(name -> Optional.ofNullable(nics.get(name)).stream())
        .findFirst();
  }

  private void uplink(BridgePort port) {
    boolean broken = port.ofport() < 0 && !port.kind().equals(BridgePort.BOND);
    if (!port.isUplink() || broken) {
      return;
    }
    Optional<Nic> nic =
        port.kind().equals(BridgePort.BOND) ? Optional.empty() : nicOf(interfaceName(port));
    if (nic.filter(this::endsInNode).isEmpty()) {
      LinkEnd end = end(port);
      uplinks.add(
          nic.map(each -> uplink(end.device(), port.name(), end.vlans(), each))
              .orElse(
                  new Uplink(end.device(), port.name(), end.vlans(), true, "", Optional.empty())));
    }
  }

  /**
   * Whether its packets stay in this node: a tap, the interface of a bridge, a veth of the node.
   */
  private boolean endsInNode(Nic nic) {
    Nic root = root(nic);
    return List.of("tun", "loopback", "bridge", "ovs").contains(root.kind())
        || root.peer().isPresent();
  }

  private Optional<Nic> nicOf(String name) {
    return Optional.ofNullable(nics.get(name))
        .or(() -> Optional.ofNullable(nicsByAltName.get(name)));
  }

  /** The interface below, if it is a VLAN device, else itself. */
  private Nic root(Nic nic) {
    return nic.kind().equals("vlan") ? below(nic).orElse(nic) : nic;
  }

  private Uplink uplink(Device device, String port, PortVlans vlans, Nic nic) {
    Nic root = root(nic);
    Optional<Integer> nicVlan =
        root.equals(nic) ? Optional.empty() : nic.vlan().map(Long::intValue);
    return new Uplink(device, port, vlans, CABLES.contains(root.kind()), root.name(), nicVlan);
  }
}
