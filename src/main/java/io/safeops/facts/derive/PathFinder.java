package io.safeops.facts.derive;

import io.safeops.facts.derive.WaysOut.Place;
import io.safeops.facts.derive.WaysOut.Way;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.ManagementPath;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Follows a connection from its address on a node down to the physical interfaces: through VLAN
 * devices, bonds, Linux bridges, OVS internal ports, and patch ports between OVS bridges.
 */
public final class PathFinder {

  private final List<Nic> nics;
  private final List<Bridge> bridges;
  private final String integrationBridge;
  private final WaysOut ways;
  private final Set<String> chain = new LinkedHashSet<>();
  private final Set<String> uplinks = new LinkedHashSet<>();
  private final Set<String> crossed = new LinkedHashSet<>();

  private PathFinder(List<Nic> nics, List<Bridge> bridges, String integrationBridge) {
    this.nics = nics;
    this.bridges = bridges;
    this.integrationBridge = integrationBridge;
    ways = new WaysOut(nics, bridges, integrationBridge);
  }

  /**
   * The path of a connection.
   *
   * @param server its local address
   * @param client its remote address
   * @param integrationBridge a bridge that is not followed, because ovn-controller's own patch
   *     ports lead to VMs
   */
  public static ManagementPath find(
      String server,
      String client,
      List<Nic> nics,
      List<Bridge> bridges,
      String integrationBridge) {
    Optional<Nic> holder =
        nics.stream()
            .filter(nic -> nic.addresses().stream().anyMatch(a -> a.ip().equals(server)))
            .findFirst();
    if (holder.isEmpty()) {
      return new ManagementPath(server, client, "", List.of(), List.of(), List.of());
    }
    return from(server, client, holder.get().name(), nics, bridges, integrationBridge);
  }

  /** The path of a connection whose interface is known from the route to its remote address. */
  public static ManagementPath from(
      String server,
      String client,
      String device,
      List<Nic> nics,
      List<Bridge> bridges,
      String integrationBridge) {
    PathFinder finder = new PathFinder(nics, bridges, integrationBridge);
    finder.nic(device);
    return new ManagementPath(
        server,
        client,
        device,
        List.copyOf(finder.chain),
        List.copyOf(finder.uplinks),
        List.copyOf(finder.crossed));
  }

  /** The same connections on a node whose interfaces or bridges have changed. */
  public static Node again(Node node) {
    return node.withPaths(again(node, node.managementPath()), again(node, node.southboundPath()));
  }

  private static ManagementPath again(Node node, ManagementPath path) {
    return path.isKnown()
        ? from(
            path.server(),
            path.client(),
            path.device(),
            node.nics(),
            node.bridges(),
            node.getIntegrationBridge())
        : path;
  }

  /**
   * @param called any name of the interface
   */
  private void nic(String called) {
    Optional<Nic> found = nics.stream().filter(nic -> nic.isCalled(called)).findFirst();
    String name = found.map(Nic::name).orElse(called);
    if (!chain.add(name)) {
      return;
    }
    List<String> lower = found.map(Nic::lower).orElse(List.of());
    Optional<BridgePort> port =
        portOf(each -> found.map(nic -> nic.isCalled(each)).orElse(each.equals(name)));
    if (port.isPresent() && port.get().kind().equals(BridgePort.INTERNAL)) {
      bridge(port.get().bridge());
      return;
    }
    // If an enslaved interface holds the address itself, its frames go to the bridge and never to
    // the address. If it is below a VLAN device, the kernel takes the VLAN's frames before the
    // bridge sees them, so the address still works (seen on Linux 6.1 with OVS 3.1). But a loop on
    // the bridge floods its cable.
    port.ifPresent(each -> crossed.add(each.bridge()));
    if (lower.isEmpty()) {
      if (found.isEmpty() || !found.get().kind().equals("loopback")) {
        uplinks.add(name);
      }
    } else if (found.get().kind().equals("bridge")
        && nics.stream().anyMatch(nic -> nic.master().filter(name::equals).isPresent())) {
      ways.of(new Place(name, false), Set.of()).forEach(this::follow);
    } else {
      lower.forEach(this::nic);
    }
  }

  /** A port of a bridge, and the bridge that it is joined to. */
  private void follow(Way way) {
    if (way.kind() != WaysOut.Kind.JOINED) {
      way.port().map(BridgePort::interfaces).orElse(List.of(way.name())).forEach(this::nic);
      return;
    }
    Place far = way.far().orElseThrow();
    Stream.of(way.nic(), way.farNic())
        .flatMap(Optional::stream)
        .map(Nic::name)
        .filter(name -> !name.equals(far.name()))
        .forEach(chain::add);
    if (far.ovs()) {
      bridge(far.name());
    } else {
      nic(far.name());
    }
  }

  private void bridge(String name) {
    if (!crossed.add(name)) {
      return;
    }
    chain.add(name);
    for (Bridge bridge : bridges) {
      if (bridge.name().equals(name)) {
        ways.of(bridge).stream()
            .filter(
                way -> way.port().filter(port -> port.kind().equals(BridgePort.PATCH)).isEmpty())
            .forEach(this::follow);
        bridge.ports().forEach(this::patch);
      }
    }
  }

  private void patch(BridgePort port) {
    if (!port.kind().equals(BridgePort.PATCH) || !port.getLocalnet().isEmpty()) {
      return;
    }
    port.peer()
        .flatMap(this::portOfName)
        .filter(peer -> !peer.bridge().equals(integrationBridge))
        .ifPresent(peer -> bridge(peer.bridge()));
  }

  private Optional<BridgePort> portOf(Predicate<String> nic) {
    return bridges.stream()
        .flatMap(bridge -> bridge.ports().stream())
        .filter(port -> port.interfaces().stream().anyMatch(nic))
        .findFirst();
  }

  private Optional<BridgePort> portOfName(String name) {
    return bridges.stream().flatMap(bridge -> bridge.port(name).stream()).findFirst();
  }
}
