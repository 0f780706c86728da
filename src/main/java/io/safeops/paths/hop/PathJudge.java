package io.safeops.paths.hop;

import io.safeops.facts.derive.VmPorts;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.RouterNat;
import io.safeops.paths.intent.Intent;
import io.safeops.paths.intent.Intents;
import io.safeops.paths.intent.PhysnetUplinks;
import io.safeops.paths.intent.Unmodelled;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.End;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.model.Path;
import io.safeops.paths.model.PathKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges intended paths by the facts of one cluster. */
public final class PathJudge {

  private final ClusterIndex index;
  private final CentralHops central;
  private final NodeHops nodes;
  private final PortHops ports;
  private final ProviderHops providers;
  private final TunnelHops tunnels;
  private final RouterHops routers;
  private final DhcpHops dhcp;
  private final OperatorHops operators;
  private final Map<String, PortHops.Located> located = new HashMap<>();
  private final Map<String, Map<String, Chassis>> chassisOf = new HashMap<>();
  private final Map<String, List<Hop>> across = new HashMap<>();

  private PathJudge(Cluster cluster, PhysnetUplinks uplinks) {
    index = new ClusterIndex(cluster);
    central = new CentralHops(index);
    nodes = new NodeHops(index, central);
    ports = new PortHops(index, nodes, central);
    BridgeHops bridges = new BridgeHops(index);
    providers = new ProviderHops(index, nodes, central, bridges, uplinks);
    tunnels = new TunnelHops(index, nodes, central, bridges);
    routers = new RouterHops(index, nodes, central, providers, tunnels);
    dhcp = new DhcpHops(index, nodes, central);
    operators = new OperatorHops(bridges);
  }

  /** The paths of these intents, in their order. */
  public static List<Path> judge(Intents intents, Cluster cluster) {
    return new PathJudge(cluster, intents.uplinks()).paths(intents.in(cluster));
  }

  /** What the facts of nodes lack, so that no hop is about it. */
  public static List<Unmodelled> notModelled(Cluster cluster) {
    List<Unmodelled> found = new ArrayList<>();
    for (Node node : cluster.nodes()) {
      for (ComponentName name :
          List.of(ComponentName.NORTHBOUND, ComponentName.SOUTHBOUND, ComponentName.OVSDB)) {
        if (node.component(name).filter(Component::isActive).isPresent()
            && !DatabaseDiskHops.isFound(node, name)) {
          found.add(new Unmodelled(Unmodelled.Kind.DISK, name.word() + " on " + node.name()));
        }
      }
    }
    return found;
  }

  private List<Path> paths(Intents intents) {
    for (Intent intent : intents.all()) {
      if (intent.isOfPort()) {
        PortHops.Located place = located.computeIfAbsent(place(intent), any -> ports.of(intent));
        place
            .chassis()
            .ifPresent(
                chassis ->
                    chassisOf
                        .computeIfAbsent(intent.switchName(), any -> new LinkedHashMap<>())
                        .putIfAbsent(chassis.name(), chassis));
      }
    }
    List<Path> paths = new ArrayList<>();
    for (Intent intent : intents.all()) {
      paths.add(intent.isOfPort() ? ofPort(intent) : ofCluster(intent));
    }
    Map<String, String> portOf = new HashMap<>();
    VmPorts.of(index.cluster())
        .forEach(port -> portOf.putIfAbsent(port.host() + " " + port.interfaceName(), port.name()));
    for (Intents.Unexplained unexplained : intents.unexplained()) {
      paths.add(
          unexplained(unexplained, portOf.get(unexplained.node() + " " + unexplained.name())));
    }
    for (Chassis chassis : index.cluster().chassis()) {
      if (chassis.node().isEmpty()) {
        paths.add(ofStranger(chassis));
      }
    }
    return paths;
  }

  private Path ofPort(Intent intent) {
    PortHops.Located place = located.getOrDefault(place(intent), nowhere());
    List<Hop> hops = new ArrayList<>(place.hops());
    Optional<Node> node = place.node().filter(Node::isRead);
    switch (intent.kind()) {
      case PROVIDER ->
          node.ifPresent(
              each ->
                  hops.addAll(providers.of(intent.switchName(), each, intent.meant().segments())));
      case SWITCH -> {
        place.chassis().ifPresent(each -> hops.addAll(across(intent.switchName(), each)));
        if (!chassisOf.getOrDefault(intent.switchName(), Map.of()).isEmpty()) {
          node.flatMap(nodes::registered).ifPresent(hops::add);
        }
      }
      case ROUTER ->
          hops.addAll(
              routers.toRouter(intent.switchName(), intent.peer(), intent.meant().addresses()));
      case OUTSIDE -> {
        if (!intent.meant().entry().isEmpty()) {
          hops.addAll(
              routers.toRouter(
                  intent.switchName(), intent.meant().entry(), intent.meant().addresses()));
        }
        hops.addAll(routers.between(intent.meant().legs()));
        List<RouterNat> own = routers.distributed(intent);
        if (!own.isEmpty()) {
          hops.addAll(routers.outsideHere(node, intent));
        }
        if (own.isEmpty() || hasOtherAddress(intent, own)) {
          hops.addAll(
              routers.outside(
                  place.chassis(),
                  intent.peer(),
                  intent.meant().segments(),
                  tunnelMtu(intent.switchName())));
        }
        node.flatMap(nodes::registered).ifPresent(hops::add);
        hops.addAll(
            routers.translation(intent.peer(), intent.meant().nats(), intent.meant().routes()));
      }
      case DHCP -> {
        hops.addAll(dhcp.of(intent.end(), node));
        node.flatMap(nodes::registered).ifPresent(hops::add);
      }
      default -> throw new IllegalStateException("no port has a path of kind " + intent.kind());
    }
    End end =
        new End(
            intent.end(),
            intent.name(),
            intent.switchName(),
            place.node().map(Node::name).orElse(""));
    return Path.of(intent.kind(), end, peer(intent), distinct(hops));
  }

  /** A port of an earlier picture may be on another switch now. */
  private static String place(Intent intent) {
    return intent.end() + " " + intent.switchName();
  }

  /** Whether an address of the port is none of those that its own chassis translates. */
  private static boolean hasOtherAddress(Intent intent, List<RouterNat> own) {
    return intent.meant().addresses().stream()
        .flatMap(address -> Stream.of(address.split(" ", -1)).skip(1))
        .anyMatch(ip -> own.stream().noneMatch(nat -> nat.logicalIp().equals(ip)));
  }

  private static PortHops.Located nowhere() {
    return new PortHops.Located(Optional.empty(), Optional.empty(), List.of());
  }

  /** What {@link Hop#key} says, without the text. */
  private record HopId(HopKind kind, String subject) {}

  private static List<Hop> distinct(List<Hop> hops) {
    Map<HopId, Hop> worst = new LinkedHashMap<>();
    for (Hop hop : hops) {
      worst.merge(
          new HopId(hop.kind(), hop.subject()),
          hop,
          (a, b) -> b.answer().isWorse(a.answer()) ? b : a);
    }
    return List.copyOf(worst.values());
  }

  private String peer(Intent intent) {
    return switch (intent.kind()) {
      case PROVIDER -> {
        List<String> names =
            intent.meant().segments().stream()
                .map(each -> each.physnet() + (each.tag() == 0 ? "" : " VLAN " + each.tag()))
                .toList();
        yield names.isEmpty()
            ? "its provider network"
            : "provider network " + String.join(", ", names);
      }
      case SWITCH -> "the other ends of " + switchText(intent.switchName());
      case ROUTER ->
          "router " + index.routerOf(intent.peer()).map(each -> each.name()).orElse(intent.peer());
      case OUTSIDE ->
          "outside through router "
              + index.routerOf(intent.peer()).map(each -> each.name()).orElse(intent.peer());
      case DHCP -> "DHCP";
      case SOUTHBOUND -> "the Southbound";
      case OVERLAY -> "the other chassis";
      case OPERATOR -> "the operator";
      case CONTROL -> "new changes";
    };
  }

  private String switchText(String name) {
    return index
        .switchNamed(name)
        .map(each -> each.externalIds().getOrDefault("neutron:network_name", name))
        .orElse(name);
  }

  /** The tunnels between a chassis and all others that have ends of the switch. */
  private List<Hop> across(String switchName, Chassis from) {
    return across.computeIfAbsent(
        switchName + " " + from.name(),
        any -> {
          Collection<Chassis> others = chassisOf.getOrDefault(switchName, Map.of()).values();
          return distinct(tunnels.faultsBetween(from, others, tunnelMtu(switchName)));
        });
  }

  /** The bytes that a VM of that switch may send in one packet; 0 if not known. */
  private long tunnelMtu(String switchName) {
    return index.switchNamed(switchName).flatMap(LogicalSwitch::getTenantMtu).orElse(0L);
  }

  private Path ofCluster(Intent intent) {
    Optional<Node> node = index.node(intent.end());
    List<Hop> hops = new ArrayList<>();
    switch (intent.kind()) {
      case OUTSIDE -> {
        hops.addAll(routers.outside(Optional.empty(), intent.peer(), intent.meant().segments(), 0));
        hops.addAll(
            routers.translation(intent.peer(), intent.meant().nats(), intent.meant().routes()));
      }
      case OPERATOR ->
          node.ifPresent(
              each -> {
                hops.add(nodes.read(each));
                hops.addAll(operators.of(each, each.managementPath(), HopKind.OPERATOR_PATH));
                hops.addAll(BootHops.addresses(each));
              });
      case SOUTHBOUND ->
          node.ifPresent(
              each -> {
                hops.add(nodes.read(each));
                hops.addAll(southbound(each));
              });
      case OVERLAY -> node.ifPresent(each -> hops.addAll(tunnels.overlay(each)));
      case CONTROL -> hops.addAll(control(intent.end(), node));
      default -> throw new IllegalStateException(intent.kind() + " is of a port");
    }
    if (node.isEmpty() && hops.isEmpty()) {
      hops.add(
          Hop.broken(HopKind.NODE_READ, intent.end(), "", "the node is not in the facts any more"));
    }
    End end =
        new End(intent.end(), intent.name(), intent.switchName(), node.map(Node::name).orElse(""));
    return Path.of(intent.kind(), end, peer(intent), distinct(hops));
  }

  /**
   * The way of a node to the Southbound. A Unix socket needs none. If ovn-remote has a name of a
   * host, the facts do not have the interface to it.
   */
  private List<Hop> southbound(Node node) {
    if (!node.isRead() || node.southboundPath().isKnown()) {
      return operators.of(node, node.southboundPath(), HopKind.SOUTHBOUND_PATH);
    }
    String subject = node.name() + ": way to the Southbound";
    List<String> remotes = node.getRemotes();
    if (!remotes.isEmpty() && remotes.stream().allMatch(each -> each.startsWith("unix:"))) {
      return List.of(Hop.works(HopKind.SOUTHBOUND_PATH, subject, node.name()));
    }
    boolean connected =
        node.component(ComponentName.CONTROLLER).filter(Component::isConnected).isPresent();
    return connected && remotes.stream().anyMatch(PathJudge::isOfName)
        ? List.of(
            Hop.of(
                HopKind.SOUTHBOUND_PATH,
                subject,
                node.name(),
                Answer.NOT_MODELLED,
                "it is connected. ovn-remote is "
                    + String.join(", ", remotes)
                    + ", and the address of that name was not read"))
        : operators.of(node, node.southboundPath(), HopKind.SOUTHBOUND_PATH);
  }

  /** Whether a remote has the name of a host in place of its address. */
  private static boolean isOfName(String remote) {
    return remote.matches("(tcp|ssl):(?![0-9.]+(:|$))[A-Za-z0-9._-]+(:[0-9]+)?");
  }

  private List<Hop> control(String end, Optional<Node> node) {
    if (node.isPresent()) {
      List<Hop> hops = new ArrayList<>(nodes.switching(node.get()));
      List<Hop> programming = nodes.programming(node.get());
      hops.addAll(programming);
      hops.addAll(nodes.upkeep(node.get()));
      central.caughtUp(node.get(), programming).ifPresent(hops::add);
      hops.addAll(BootHops.ofChassis(node.get()));
      return hops;
    }
    List<Node> all = index.cluster().nodes();
    return switch (end) {
      case "Northbound" -> joined(central.northbound(), BootHops.of(all, ComponentName.NORTHBOUND));
      case "Southbound" -> joined(central.southbound(), BootHops.of(all, ComponentName.SOUTHBOUND));
      case "northd" -> joined(central.northd(), BootHops.of(all, ComponentName.NORTHD));
      default -> central.member(end);
    };
  }

  private static List<Hop> joined(List<Hop> one, List<Hop> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  /**
   * @param port of the VM that the interface seems to be of; its own path says what is wrong
   */
  private static Path unexplained(Intents.Unexplained found, @Nullable String port) {
    String text = found.text();
    Hop hop =
        Hop.unknown(
            HopKind.PORT_PRESENT,
            "interface " + text,
            "",
            "the Northbound has no port of this iface-id: it is not known what was meant");
    if (port != null) {
      hop = hop.causedBy(Hop.works(HopKind.PORT_INTERFACE, "port " + port, ""));
    }
    return Path.of(
        PathKind.SWITCH, new End(text, "interface " + text, "", ""), "its switch", List.of(hop));
  }

  /** A chassis that no node of the inventory has. */
  private Path ofStranger(Chassis chassis) {
    String name = chassis.hostname().isEmpty() ? chassis.name() : chassis.hostname();
    return Path.of(
        PathKind.CONTROL,
        new End(chassis.name(), "chassis " + name, "", ""),
        "new changes",
        List.of(central.stranger(chassis)));
  }
}
