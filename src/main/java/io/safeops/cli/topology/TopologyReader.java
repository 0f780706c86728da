package io.safeops.cli.topology;

import io.safeops.cli.topology.Topology.Gateway;
import io.safeops.cli.topology.Topology.Tunnel;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.ChassisGroup;
import io.safeops.facts.ovn.GatewayChassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.paths.verdict.ClusterPaths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes the picture of a cluster: what there is from the facts, its state from the doctor. */
final class TopologyReader {

  /** Gateway chassis that are named; OVN itself uses the first ones. */
  private static final int MOST_CHOICES = 3;

  private final Cluster cluster;
  private final List<Drawn> more;
  private final Marks marks;

  /** By name of a chassis in the Southbound: what the picture calls it. */
  private final Map<String, String> names = new LinkedHashMap<>();

  /**
   * @param more faults that no path tells of
   */
  TopologyReader(Cluster cluster, ClusterPaths paths, List<Drawn> more) {
    this.cluster = cluster;
    this.more = List.copyOf(more);
    this.marks = new Marks(cluster, paths);
    for (Chassis each : cluster.chassis()) {
      names.put(each.name(), nameOf(each));
    }
  }

  static String nameOf(Chassis chassis) {
    return chassis
        .node()
        .orElse(chassis.hostname().isEmpty() ? chassis.name() : chassis.hostname());
  }

  Topology read() {
    List<Tunnel> tunnels = tunnels();
    List<Topology.Chassis> chassis = new ArrayList<>();
    cluster.nodes().forEach(node -> chassis.add(chassis(node)));
    for (Chassis each : cluster.chassis()) {
      if (each.node().isEmpty() && !isUnreadNode(nameOf(each))) {
        String why = "no node that was read has this chassis: nothing of it is known";
        chassis.add(
            new Topology.Chassis(
                new Drawn(Place.node(nameOf(each)), nameOf(each), State.UNKNOWN, why, ""),
                List.of(),
                List.of()));
      }
    }
    List<Drawn> networks = networks();
    List<Gateway> gateways = gateways();
    List<Drawn> others = new ArrayList<>(marks.others());
    others.addAll(more);
    return new Topology(
        cluster.collectedAt(),
        sorted(networks),
        chassis,
        tunnels.stream().sorted(Comparator.comparing(Tunnel::link, Drawn.FAULTS_FIRST)).toList(),
        gateways.stream().sorted(Comparator.comparing(Gateway::port, Drawn.FAULTS_FIRST)).toList(),
        sorted(others));
  }

  /** A node that was not read does not tell which chassis it is; its name does, as a rule. */
  private boolean isUnreadNode(String chassis) {
    return cluster.nodes().stream()
        .filter(node -> !node.isRead())
        .map(Node::name)
        .anyMatch(name -> chassis.equals(name) || chassis.startsWith(name + "."));
  }

  private static List<Drawn> sorted(List<Drawn> things) {
    return things.stream().sorted(Drawn.FAULTS_FIRST).toList();
  }

  private Topology.Chassis chassis(Node node) {
    Mark mark = marks.take(Place.node(node.name()));
    if (node.absent().isPresent()) {
      mark = new Mark(State.NOT_JUDGED, "declared absent: " + node.absent().get());
    } else if (node.unreachable().isPresent()) {
      String why = node.unreachable().get();
      Mark unread = new Mark(State.UNKNOWN, "not read: " + why);
      boolean same = mark.state() == State.UNKNOWN && mark.why().contains(why);
      mark = same ? unread : mark.worse(unread);
    } else if (!node.problems().isEmpty()) {
      mark = mark.worse(new Mark(State.UNKNOWN, "read only in part: " + node.problems().get(0)));
    }
    List<Drawn> parts = new ArrayList<>();
    if (!node.getEncapIps().isEmpty() || marks.isJudged(Place.tunnelEnd(node.name()))) {
      parts.add(
          Drawn.of(
              Place.tunnelEnd(node.name()),
              "tunnel end " + String.join(", ", node.getEncapIps()),
              marks
                  .take(Place.tunnelEnd(node.name()))
                  .worse(marks.overlay(node.name()).orElse(Mark.NOT_JUDGED))));
    }
    List<Topology.Bridge> bridges = new ArrayList<>();
    node.bridges().forEach(bridge -> bridges.add(bridge(node, bridge)));
    for (BridgeMapping mapping : node.mappings()) {
      if (node.bridge(mapping.bridge()).isEmpty()) {
        parts.add(physnet(node, mapping));
      }
    }
    for (Place.Kind kind : List.of(Place.Kind.PHYSNET, Place.Kind.BRIDGE)) {
      for (Place place : marks.left(kind, node.name(), "")) {
        parts.add(
            Drawn.of(
                place,
                (kind == Place.Kind.BRIDGE ? "bridge " : "provider network ") + place.name(),
                marks.take(place)));
      }
    }
    return new Topology.Chassis(
        Drawn.of(Place.node(node.name()), node.name(), mark), bridges, sorted(parts));
  }

  private Topology.Bridge bridge(Node node, Bridge bridge) {
    List<Drawn> uplinks = new ArrayList<>();
    for (BridgePort port : bridge.ports()) {
      if (port.isUplink()) {
        uplinks.addAll(uplinks(node, bridge, port));
      }
    }
    for (Place place : marks.left(Place.Kind.UPLINK, node.name(), bridge.name())) {
      String start = node.name() + ": ";
      String name = place.name();
      uplinks.add(
          Drawn.of(
              place,
              name.startsWith(start) ? name.substring(start.length()) : "uplink " + name,
              marks.take(place)));
    }
    List<Drawn> physnets =
        node.mappings().stream()
            .filter(mapping -> mapping.bridge().equals(bridge.name()))
            .map(mapping -> physnet(node, mapping))
            .toList();
    Place place = Place.bridge(node.name(), bridge.name());
    return new Topology.Bridge(
        Drawn.of(place, "bridge " + bridge.name(), marks.take(place)),
        sorted(uplinks),
        sorted(physnets));
  }

  private List<Drawn> uplinks(Node node, Bridge bridge, BridgePort port) {
    Place own = Place.uplink(node.name(), bridge.name(), port.name());
    if (port.interfaces().size() == 1) {
      Place only = Place.uplink(node.name(), bridge.name(), port.interfaces().get(0));
      return List.of(Drawn.of(own, "uplink " + port.name(), marks.take(own, only)));
    }
    List<Drawn> all = new ArrayList<>();
    all.add(Drawn.of(own, "bond " + port.name(), marks.take(own)));
    for (String member : port.interfaces()) {
      Place place = Place.uplink(node.name(), bridge.name(), member);
      all.add(Drawn.of(place, "uplink " + member + " of bond " + port.name(), marks.take(place)));
    }
    return all;
  }

  private Drawn physnet(Node node, BridgeMapping mapping) {
    Place place = Place.physnet(node.name(), mapping.physnet());
    return Drawn.of(
        place,
        "provider network " + mapping.physnet() + " -> " + mapping.bridge(),
        marks.take(place));
  }

  private List<Drawn> networks() {
    List<Drawn> networks = new ArrayList<>();
    for (LogicalPort localnet : cluster.getLocalnets()) {
      Place place = Place.network(localnet.switchName());
      networks.add(
          Drawn.of(
              place,
              localnet.getNetworkName()
                  + localnet.tag().map(tag -> " VLAN " + tag).orElse("")
                  + ": "
                  + localnet.switchName()
                  + (isOnly(localnet) ? "" : " by " + localnet.name()),
              marks.take(place)));
    }
    for (Place place : marks.left(Place.Kind.NETWORK, "", "")) {
      networks.add(Drawn.of(place, "switch " + place.name(), marks.take(place)));
    }
    return networks;
  }

  /** Whether no other localnet leads from its switch into the same VLAN. */
  private boolean isOnly(LogicalPort localnet) {
    return cluster.getLocalnets().stream()
            .filter(each -> each.switchName().equals(localnet.switchName()))
            .filter(each -> each.getNetworkName().equals(localnet.getNetworkName()))
            .filter(each -> each.tag().equals(localnet.tag()))
            .count()
        == 1;
  }

  /** The pairs of chassis with a tunnel in at least one direction, or with a hop about one. */
  private List<Tunnel> tunnels() {
    TreeMap<String, TreeSet<String>> pairs = new TreeMap<>();
    for (Node node : cluster.nodes()) {
      for (Bridge bridge : node.bridges()) {
        for (BridgePort port : bridge.ports()) {
          String mark = port.externalIds().getOrDefault(BridgePort.TUNNEL_KEY, "");
          String far = names.get(mark.replaceFirst("@.*", ""));
          if (port.isTunnel() && far != null) {
            addPair(pairs, node.name(), far);
          }
        }
      }
      for (String far : names.values()) {
        if (marks.isJudged(Place.tunnel(node.name(), far))) {
          addPair(pairs, node.name(), far);
        }
      }
    }
    List<Tunnel> tunnels = new ArrayList<>();
    pairs.forEach((one, all) -> all.forEach(other -> tunnels.add(tunnel(one, other))));
    return tunnels;
  }

  private static void addPair(Map<String, TreeSet<String>> pairs, String one, String other) {
    int order = one.compareTo(other);
    if (order != 0) {
      pairs
          .computeIfAbsent(order < 0 ? one : other, any -> new TreeSet<>())
          .add(order < 0 ? other : one);
    }
  }

  /**
   * The doctor lists only the tunnels that do not work. A tunnel works if the doctor has judged the
   * ends of both nodes and says nothing against it.
   */
  private Tunnel tunnel(String one, String other) {
    Mark mark = new Mark(State.OK, "");
    for (Place place : List.of(Place.tunnel(one, other), Place.tunnel(other, one))) {
      Mark direction = marks.take(place);
      if (marks.isJudged(place)) {
        mark = mark.worse(direction);
      }
    }
    for (String end : List.of(one, other)) {
      mark = mark.worse(end(end));
    }
    return new Tunnel(
        one, other, Drawn.of(Place.tunnel(one, other), "tunnel " + one + " -- " + other, mark));
  }

  private Mark end(String name) {
    if (cluster.node(name).flatMap(Node::absent).isPresent()) {
      return new Mark(State.NOT_JUDGED, name + " is declared absent");
    }
    if (cluster.node(name).filter(Node::isRead).isEmpty()) {
      return new Mark(State.UNKNOWN, name + " was not read");
    }
    Mark needs =
        marks
            .overlay(name)
            .orElse(new Mark(State.NOT_JUDGED, "the tunnels of " + name + " were not judged"));
    return marks.isMany(Place.tunnelEnd(name))
        ? needs.worse(new Mark(State.UNKNOWN, "many tunnels of " + name + " do not work"))
        : needs;
  }

  private List<Gateway> gateways() {
    Map<String, List<String>> groups = new HashMap<>();
    for (ChassisGroup group : cluster.chassisGroups().orElse(List.of())) {
      groups.put(
          group.name(),
          group.members().stream()
              .sorted(Comparator.comparing(ChassisGroup.Member::priority).reversed())
              .map(ChassisGroup.Member::chassisName)
              .toList());
    }
    Map<String, String> holders = new HashMap<>();
    for (PortBinding binding : cluster.bindings()) {
      if (binding.type().equals(PortBinding.CHASSIS_REDIRECT)) {
        binding.chassis().ifPresent(chassis -> holders.put(binding.logicalPort(), chassis));
      }
    }
    List<Gateway> gateways = new ArrayList<>();
    for (RouterPort port : cluster.getRouterPorts()) {
      List<String> choices =
          port.chassisGroup()
              .map(group -> groups.getOrDefault(group, List.of()))
              .orElse(port.gatewayChassis().stream().map(GatewayChassis::chassisName).toList());
      if (choices.isEmpty() && port.chassisGroup().isEmpty()) {
        continue;
      }
      String holder = holders.getOrDefault(port.getRedirectPort(), "");
      String now = names.getOrDefault(holder, holder);
      String name =
          (now.isEmpty() ? "on no known chassis" : "on " + now)
              + " (choices: "
              + some(choices)
              + "): "
              + port.name()
              + " of "
              + port.routerName();
      Place place = Place.gateway(port.name());
      gateways.add(new Gateway(now, Drawn.of(place, name, marks.take(place))));
    }
    return gateways;
  }

  private String some(List<String> choices) {
    List<String> some =
        choices.stream().limit(MOST_CHOICES).map(each -> names.getOrDefault(each, each)).toList();
    int more = choices.size() - some.size();
    return String.join(", ", some) + (more > 0 ? " and " + more + " more" : "");
  }
}
