package io.safeops.paths.hop;

import io.safeops.facts.derive.WaysOut;
import io.safeops.facts.derive.WaysOut.Place;
import io.safeops.facts.model.NameIndexes.PhysicalSegment;
import io.safeops.facts.node.Address;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.segment.PortVlans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether a bridge forwards, and whether frames of a VLAN leave the node by its uplinks: the bridge
 * itself, its ports, and the interfaces below them to the wire.
 */
final class BridgeHops {

  private final Map<String, List<Hop>> known = new HashMap<>();
  private final Map<String, Long> usualMtu = new HashMap<>();
  private final Map<String, Boolean> leaves = new HashMap<>();
  private final Map<String, Boolean> sure = new HashMap<>();

  /**
   * @param index of the whole cluster: what other chassis have of a physical network tells what is
   *     usual
   */
  BridgeHops(ClusterIndex index) {
    for (Node node : index.cluster().nodes()) {
      for (String ip : node.getEncapIps()) {
        node.nics().stream()
            .filter(nic -> nic.addresses().stream().map(Address::ip).anyMatch(ip::equals))
            .flatMap(nic -> node.bridge(nic.name()).stream())
            .forEach(bridge -> leaves(node, bridge, ""));
      }
      for (var mapping : node.mappings()) {
        Optional<Bridge> bridge = node.bridge(mapping.bridge());
        if (bridge.isEmpty() || !mapping.bridgePresent()) {
          continue;
        }
        leaves(node, bridge.get(), mapping.physnet());
        for (String name : WaysOut.of(node).interfaces(bridge.get())) {
          nic(node, name).ifPresent(nic -> usualMtu.merge(mapping.physnet(), nic.mtu(), Math::max));
        }
      }
    }
  }

  private void leaves(Node node, Bridge bridge, String physnet) {
    WaysOut ways = WaysOut.of(node);
    leaves.merge(physnet, !ways.of(bridge).isEmpty(), Boolean::logicalOr);
    sure.merge(physnet, ways.isSure(bridge), Boolean::logicalOr);
  }

  /**
   * The hops from a bridge to the wire.
   *
   * @param segment the physical network, and the VLAN of the frames in the bridge, 0 for none
   * @param mtu the bytes that a packet may have; 0 if not known
   */
  List<Hop> out(Node node, Bridge bridge, PhysicalSegment segment, long mtu) {
    return known.computeIfAbsent(
        node.name() + " " + bridge.name() + " " + segment + " " + mtu,
        any -> {
          List<Hop> hops = new ArrayList<>();
          hops.add(forwards(node, bridge));
          hops.addAll(
              leaving(
                  new Walk(node, WaysOut.of(node), new HashSet<>(), mtu),
                  new Place(bridge.name(), true),
                  segment));
          return List.copyOf(hops);
        });
  }

  /**
   * The hops of a connection of the node itself, from the first OVS bridge that it passes to the
   * wire, in the VLAN that its frames have there.
   *
   * @param chain the interfaces and bridges of the connection, from the address down
   */
  List<Hop> below(Node node, List<String> chain) {
    long tag = 0;
    List<BridgePort> passed = new ArrayList<>();
    for (String name : chain) {
      Optional<Nic> nic = nic(node, name);
      // Of two VLAN devices the lower one sets the outer tag, which is the one that a bridge reads.
      tag = nic.flatMap(Nic::vlan).orElse(tag);
      node.bridges().stream()
          .flatMap(bridge -> bridge.ports().stream())
          .filter(
              port -> port.interfaces().stream().anyMatch(nic.map(Nic::name).orElse(name)::equals))
          .forEach(passed::add);
      Optional<Bridge> bridge = node.bridge(name);
      if (bridge.isPresent()) {
        return entering(node, bridge.get(), passed, tag);
      }
    }
    return List.of();
  }

  private List<Hop> entering(Node node, Bridge bridge, List<BridgePort> passed, long tag) {
    Optional<BridgePort> port =
        passed.stream().filter(each -> each.bridge().equals(bridge.name())).findFirst();
    PortVlans vlans = port.map(PortVlans::of).orElse(PortVlans.ALL);
    OptionalInt vlan = vlans.fromWire((int) tag);
    if (vlan.isEmpty()) {
      return List.of(
          Hop.of(
                  HopKind.UPLINK_VLAN,
                  node.name() + ": VLANs of port " + port.get().name() + " of " + bridge.name(),
                  node.name(),
                  vlans.mode() == PortVlans.Mode.NOT_MODELLED ? Answer.NOT_MODELLED : Answer.BROKEN,
                  "it does not take the node's own frames"
                      + (tag == 0 ? " without a VLAN" : " of VLAN " + tag))
              .with("node", node.name())
              .with("bridge", bridge.name()));
    }
    return out(node, bridge, new PhysicalSegment("", vlan.getAsInt()), 0);
  }

  /**
   * Whether a port of a bridge and its uplinks are kept apart: protected ports exchange nothing.
   *
   * @param from where the packets enter the bridge
   */
  static Optional<Hop> apart(Node node, Bridge bridge, BridgePort from) {
    boolean all =
        from.restrictions().contains(BridgePort.PROTECTED)
            && bridge.ports().stream().anyMatch(BridgePort::isUplink)
            && bridge.ports().stream()
                .filter(BridgePort::isUplink)
                .allMatch(port -> port.restrictions().contains(BridgePort.PROTECTED));
    return all
        ? Optional.of(
            Hop.broken(
                    HopKind.UPLINK,
                    node.name() + ": from port " + from.name() + " of " + bridge.name(),
                    node.name(),
                    "it is a protected port, and so is the uplink: protected ports of a bridge"
                        + " exchange nothing")
                .with("node", node.name())
                .with("bridge", bridge.name())
                .with("port", from.name()))
        : Optional.empty();
  }

  /** Whether a bridge forwards what it receives. */
  static Hop forwards(Node node, Bridge bridge) {
    String subject = node.name() + ": bridge " + bridge.name();
    Hop hop =
        switch (bridge.forwarding()) {
          case "normal" -> Hop.works(HopKind.BRIDGE, subject, node.name());
          case "flows" ->
              Hop.of(
                  HopKind.BRIDGE,
                  subject,
                  node.name(),
                  Answer.NOT_MODELLED,
                  "it forwards by flows that "
                      + (bridge.controllers().isEmpty()
                          ? "somebody wrote"
                          : "the controller " + bridge.controllers() + " writes"));
          case "none" ->
              Hop.broken(
                  HopKind.BRIDGE,
                  subject,
                  node.name(),
                  "it has no flow that forwards"
                      + (bridge.failMode().equals("secure")
                          ? ", and its fail mode is secure: it drops every packet"
                          : ": it drops every packet"));
          default ->
              Hop.unknown(HopKind.BRIDGE, subject, node.name(), "its flows were not read")
                  .causedBy(NodeHops.reading(List.of(node)))
                  .causedBy(
                      NodeHops.running(
                          node, ComponentName.VSWITCHD, HopKind.SWITCH_RUNS, Answer.BROKEN));
        };
    return hop.with("node", node.name())
        .with("bridge", bridge.name())
        .with("fail-mode", bridge.failMode());
  }

  /**
   * What stays the same on the way out of a node.
   *
   * @param seen bridges that were passed
   */
  private record Walk(Node node, WaysOut ways, Set<Place> seen, long mtu) {
    Bridge bridge(Place place) {
      return node.bridge(place.name()).orElseThrow();
    }
  }

  /** The hops from a bridge, of Open vSwitch or of Linux, to the wire. */
  private List<Hop> leaving(Walk walk, Place place, PhysicalSegment segment) {
    walk.seen().add(place);
    List<List<Hop>> found = new ArrayList<>();
    for (WaysOut.Way way : walk.ways().of(place, walk.seen())) {
      if (way.kind() != WaysOut.Kind.JOINED) {
        found.add(ending(walk, place, way, segment));
      } else if (!walk.seen().contains(way.far().orElseThrow())) {
        found.add(joined(walk, place, way, segment));
      }
    }
    if (found.isEmpty()) {
      return deadEnd(walk, place, segment);
    }
    return found.size() == 1 ? found.get(0) : oneOf(walk.node(), place, found);
  }

  /** Why no way leads out: of a patch port, because of what is behind it. */
  private List<Hop> deadEnd(Walk walk, Place place, PhysicalSegment segment) {
    for (WaysOut.Way way : walk.ways().ports(place)) {
      boolean patch = way.port().filter(port -> port.kind().equals(BridgePort.PATCH)).isPresent();
      if (patch && way.kind() == WaysOut.Kind.LOOSE) {
        return List.of(patch(walk.node(), way));
      }
      if (patch
          && way.kind() == WaysOut.Kind.JOINED
          && !walk.seen().contains(way.far().orElseThrow())) {
        return joined(walk, place, way, segment);
      }
    }
    return List.of(noUplink(walk.node(), place.name(), segment));
  }

  /** A port that leads out of the node. */
  private List<Hop> ending(Walk walk, Place place, WaysOut.Way way, PhysicalSegment segment) {
    Node node = walk.node();
    List<Hop> hops = new ArrayList<>();
    Wanted wanted = wanted(walk, segment);
    if (place.ovs()) {
      hops.addAll(uplink(node, walk.bridge(place), way.port().orElseThrow(), segment, wanted));
    } else {
      hops.add(wire(node, place, way.nic().orElseThrow()));
      hops.add(mtu(node, place.name(), way.name(), List.of(way.name()), wanted));
    }
    hops.replaceAll(
        hop ->
            hop.kind() == HopKind.UPLINK && !isAddressed(node, hop)
                ? UplinkFacts.withWay(hop)
                : hop);
    boolean odd =
        way.kind() == WaysOut.Kind.UNSURE
            && sure.getOrDefault(segment.physnet(), false)
            && node.nics().stream().anyMatch(nic -> nic.kind().equals("physical"));
    if (odd) {
      hops.add(
          Hop.unknown(
                  HopKind.UPLINK,
                  node.name() + ": only way out of " + place.name(),
                  node.name(),
                  way.name()
                      + " is the only interface that may lead out of it, and the facts do not tell"
                      + " where it leads: its other end is not among the interfaces of the host")
              .with("node", node.name())
              .with("bridge", place.name()));
    }
    return hops;
  }

  /** A port that is joined to another bridge, and the way on from there. */
  private List<Hop> joined(Walk walk, Place place, WaysOut.Way way, PhysicalSegment segment) {
    Node node = walk.node();
    Place far = way.far().orElseThrow();
    List<Hop> hops = new ArrayList<>();
    way.port()
        .ifPresent(
            port ->
                hops.addAll(
                    port.kind().equals(BridgePort.PATCH)
                        ? List.of(patch(node, way))
                        : List.of(ofPort(node, walk.bridge(place), port))));
    if (way.port().isEmpty()) {
      hops.add(wire(node, place, way.nic().orElseThrow()));
    }
    Optional<BridgePort> farPort =
        way.farPort().filter(port -> !port.kind().equals(BridgePort.PATCH));
    if (farPort.isPresent()) {
      hops.add(ofPort(node, walk.bridge(far), farPort.get()));
    } else {
      way.farNic()
          .filter(nic -> !nic.equals(way.nic().orElse(null)))
          .ifPresent(nic -> hops.add(wire(node, far, nic)));
    }
    if (way.nic().isPresent()) {
      List<String> names = new ArrayList<>(List.of(way.nic().get().name()));
      way.farNic().map(Nic::name).ifPresent(names::add);
      hops.add(mtu(node, place.name(), way.name(), names, wanted(walk, segment)));
    }
    PortVlans here = way.port().map(PortVlans::of).orElse(PortVlans.ALL);
    PortVlans there = way.farPort().map(PortVlans::of).orElse(PortVlans.ALL);
    Crossing crossing = Crossing.of(here, there, segment.tag());
    hops.add(
        Hop.of(
                HopKind.UPLINK_VLAN,
                node.name() + ": VLANs between " + place.name() + " and " + far.name(),
                node.name(),
                crossing.answer(),
                crossing.why())
            .with("node", node.name())
            .with("bridge", place.name()));
    if (far.ovs()) {
      hops.add(forwards(node, walk.bridge(far)));
    } else {
      hops.add(linuxBridge(node, far));
    }
    hops.addAll(leaving(walk, far, new PhysicalSegment(segment.physnet(), crossing.vlan())));
    return hops;
  }

  private static Hop ofPort(Node node, Bridge bridge, BridgePort port) {
    String name = port.interfaces().isEmpty() ? port.name() : port.interfaces().get(0);
    return wire(
        node,
        bridge,
        port,
        name,
        port.members().stream().filter(each -> each.name().equals(name)).findFirst());
  }

  private static Hop linuxBridge(Node node, Place place) {
    String subject = node.name() + ": Linux bridge " + place.name();
    boolean down = nic(node, place.name()).filter(Nic::up).isEmpty();
    return (down
            ? Hop.broken(HopKind.BRIDGE, subject, node.name(), place.name() + " is set down")
            : Hop.works(HopKind.BRIDGE, subject, node.name()))
        .with("node", node.name())
        .with("interface", place.name());
  }

  /** A patch port. OVS connects two of them only if each names the other as its peer. */
  private static Hop patch(Node node, WaysOut.Way way) {
    BridgePort port = way.port().orElseThrow();
    String subject = node.name() + ": patch port " + port.name() + " of " + port.bridge();
    String peer = WaysOut.getPeer(port).orElse("");
    Optional<BridgePort> far = way.farPort();
    String why = "";
    if (far.isEmpty()) {
      why =
          peer.isEmpty()
              ? "it has no peer"
              : "its peer is " + peer + ", and no bridge has such a port";
    } else if (!port.isAttached() || !far.get().isAttached()) {
      BridgePort loose = port.isAttached() ? far.get() : port;
      why =
          "patch port "
              + loose.name()
              + " is not attached"
              + loose.error().map(error -> " (" + error + ")").orElse("");
    } else if (port.getBlocked().or(far.get()::getBlocked).isPresent()) {
      why = port.getBlocked().or(far.get()::getBlocked).get();
    } else if (!far.get().kind().equals(BridgePort.PATCH)) {
      why = "its peer " + peer + " is not a patch port";
    } else if (WaysOut.getPeer(far.get())
        .filter(each -> each.equals(port.name()) || port.interfaces().contains(each))
        .isEmpty()) {
      why = "the peer of " + far.get().name() + " is not " + port.name();
    }
    return Hop.of(
            HopKind.UPLINK, subject, node.name(), why.isEmpty() ? Answer.WORKS : Answer.BROKEN, why)
        .with("node", node.name())
        .with("bridge", port.bridge())
        .with("port", port.name());
  }

  /**
   * The MTU that an uplink needs.
   *
   * @param meant whether the network has it; else it is the largest that a chassis has there
   */
  private record Wanted(long bytes, boolean meant) {}

  private Wanted wanted(Walk walk, PhysicalSegment segment) {
    return walk.mtu() > 0
        ? new Wanted(walk.mtu(), true)
        : new Wanted(usualMtu.getOrDefault(segment.physnet(), 0L), false);
  }

  private Hop noUplink(Node node, String bridge, PhysicalSegment segment) {
    String subject = node.name() + ": uplink of " + bridge;
    boolean endsHere =
        node.nic(bridge)
                .filter(nic -> nic.up() && nic.addresses().stream().anyMatch(Address::isGlobal))
                .isPresent()
            && !leaves.getOrDefault(segment.physnet(), false);
    Hop hop =
        endsHere
            ? Hop.of(
                HopKind.UPLINK,
                subject,
                node.name(),
                Answer.NOT_MODELLED,
                "no interface leads out of it: the network ends in this host")
            : Hop.broken(
                HopKind.UPLINK,
                subject,
                node.name(),
                "it has no uplink: nothing leads out of bridge " + bridge);
    return hop.with("node", node.name())
        .with("bridge", bridge)
        .with("physnet", segment.physnet())
        .with("problem", "gone")
        .with("spare", spare(node));
  }

  /** Several ways out: it is not known which of them leads to the LAN. */
  private static List<Hop> oneOf(Node node, Place place, List<List<Hop>> ways) {
    List<Hop> all = new ArrayList<>();
    int passing = 0;
    for (List<Hop> way : ways) {
      all.addAll(way);
      if (way.stream().allMatch(hop -> hop.answer().isPassing())) {
        passing++;
      }
    }
    if (passing == ways.size()) {
      return all;
    }
    if (passing == 0) {
      return all;
    }
    List<String> down = new ArrayList<>();
    Set<String> failing = new TreeSet<>();
    List<Hop> hops = new ArrayList<>();
    for (Hop hop : all) {
      if (hop.answer().isPassing()) {
        hops.add(hop);
      } else {
        down.add(hop.subject() + ": " + hop.why());
        failing.add(hop.key());
      }
    }
    Hop some =
        Hop.of(
                HopKind.UPLINK,
                node.name() + ": uplinks of " + place.name(),
                node.name(),
                Answer.DEGRADED,
                "of its ways out "
                    + passing
                    + (passing == 1 ? " works" : " work")
                    + ", and it is not known whether "
                    + (passing == 1 ? "that one leads" : "these lead")
                    + " to the same LAN ("
                    + String.join("; ", down)
                    + ")")
            .with("node", node.name())
            .with("bridge", place.name());
    hops.add(UplinkFacts.withFailing(some, failing));
    return hops;
  }

  private List<Hop> uplink(
      Node node, Bridge bridge, BridgePort port, PhysicalSegment segment, Wanted wanted) {
    List<Hop> hops = new ArrayList<>();
    hops.add(vlan(node, bridge, port, segment));
    List<Hop> members = new ArrayList<>();
    for (String name : port.interfaces()) {
      Optional<BridgeInterface> member =
          port.members().stream().filter(each -> each.name().equals(name)).findFirst();
      members.add(wire(node, bridge, port, name, member));
    }
    hops.addAll(bonded(node, bridge, port, members));
    if (port.restrictions().contains(BridgePort.NO_FLOOD)) {
      hops.add(
          Hop.of(
                  HopKind.UPLINK,
                  node.name() + ": broadcasts by port " + port.name() + " of " + bridge.name(),
                  node.name(),
                  Answer.BROKEN,
                  "it is told to send no broadcasts (OpenFlow port flag no-flood): who asks for an"
                      + " address on the LAN gets no answer")
              .with("node", node.name())
              .with("bridge", bridge.name())
              .with("port", port.name()));
    }
    hops.add(mtu(node, bridge.name(), port.name(), port.interfaces(), wanted));
    return hops;
  }

  /** Of a bond, one live member is enough. */
  private static List<Hop> bonded(Node node, Bridge bridge, BridgePort port, List<Hop> members) {
    List<Hop> down = members.stream().filter(hop -> !hop.answer().isPassing()).toList();
    if (members.size() < 2 || down.isEmpty()) {
      return members;
    }
    String subject = node.name() + ": bond " + port.name() + " of " + bridge.name();
    String why =
        down.size()
            + " of its "
            + members.size()
            + " members do not work ("
            + String.join("; ", down.stream().map(hop -> hop.subject() + ": " + hop.why()).toList())
            + ")";
    boolean unknown = down.stream().anyMatch(hop -> hop.answer() == Answer.UNKNOWN);
    Answer answer =
        down.size() < members.size() ? Answer.DEGRADED : unknown ? Answer.UNKNOWN : Answer.BROKEN;
    return List.of(
        Hop.of(HopKind.UPLINK, subject, node.name(), answer, why)
            .with("node", node.name())
            .with("bridge", bridge.name())
            .with("port", port.name()));
  }

  /** An interface with an address of its own is not meant as an uplink. */
  private static boolean isAddressed(Node node, Hop hop) {
    return nic(node, hop.facts().getOrDefault("interface", ""))
        .filter(Nic::isAddressed)
        .isPresent();
  }

  private static Hop wire(
      Node node, Bridge bridge, BridgePort port, String name, Optional<BridgeInterface> member) {
    String subject = node.name() + ": uplink " + name + " of " + bridge.name();
    Hop hop = wire(node, port, name, subject, member);
    return hop.with("node", node.name())
        .with("bridge", bridge.name())
        .with("port", port.name())
        .with("interface", name);
  }

  private static Hop wire(
      Node node, BridgePort port, String name, String subject, Optional<BridgeInterface> member) {
    HopKind kind = HopKind.UPLINK;
    Optional<Nic> nic = nic(node, name);
    if (member.isEmpty() && port.isAttached() && nic.isPresent()) {
      // A port that a step adds: what Open vSwitch will say of it is not known, the kernel's word
      // is.
      return byKernel(node, nic.get(), subject);
    }
    if (member.isEmpty()) {
      return Hop.unknown(kind, subject, node.name(), "the state of the interface was not read");
    }
    if (!port.isAttached() || member.get().error().isPresent() || member.get().ofport() < 1) {
      return Hop.broken(
              kind,
              subject,
              node.name(),
              "Open vSwitch could not attach it"
                  + member.get().error().or(port::error).map(error -> ": " + error).orElse(""))
          .with("problem", "not attached");
    }
    if (port.getBlocked().isPresent()) {
      return Hop.broken(kind, subject, node.name(), port.getBlocked().get());
    }
    if (port.bondMode().equals("balance-tcp") && List.of("", "off").contains(port.lacp())) {
      return Hop.broken(
          kind,
          subject,
          node.name(),
          "the mode of its bond is balance-tcp, which needs LACP, and LACP is off: it carries nothing");
    }
    if (member.get().lacpCurrent().equals(Optional.of(false))
        && port.otherConfig().getOrDefault("lacp-fallback-ab", "").equals("true")) {
      Hop state = byKernel(node, nic, member.get(), subject);
      return state.answer() == Answer.WORKS
          ? state
              .withAnswer(Answer.DEGRADED)
              .withWhy(
                  "its partner does not answer LACP: by lacp-fallback-ab it is a member of an"
                      + " active-backup bond")
          : state;
    }
    if (member.get().lacpCurrent().equals(Optional.of(false))) {
      return Hop.broken(
          kind, subject, node.name(), "its partner does not answer LACP: it carries nothing");
    }
    return byKernel(node, nic, member.get(), subject);
  }

  /** What the kernel says of an interface, or Open vSwitch if it has the device itself (DPDK). */
  private static Hop byKernel(
      Node node, Optional<Nic> nic, BridgeInterface member, String subject) {
    if (nic.isPresent()) {
      return byKernel(node, nic.get(), subject);
    }
    return switch (member.linkState()) {
      case "up" -> Hop.works(HopKind.UPLINK, subject, node.name());
      case "down" -> Hop.broken(HopKind.UPLINK, subject, node.name(), "it has no link");
      default -> Hop.unknown(HopKind.UPLINK, subject, node.name(), "the kernel does not have it");
    };
  }

  /** An interface of a Linux bridge, or at the other end of a veth. */
  private static Hop wire(Node node, Place place, Nic nic) {
    return byKernel(node, nic, node.name() + ": uplink " + nic.name() + " of " + place.name())
        .with("node", node.name())
        .with("bridge", place.name())
        .with("port", nic.name())
        .with("interface", nic.name());
  }

  /** Which members of a bond of Linux, here or below, do not work while others do. */
  private static Optional<String> lessens(Node node, Nic nic, Set<String> seen) {
    if (!seen.add(nic.name())) {
      return Optional.empty();
    }
    List<String> problems = new ArrayList<>();
    for (String lower : nic.lower()) {
      Optional<Nic> below = nic(node, lower);
      Optional<String> why = below.flatMap(each -> down(node, each, new HashSet<>()));
      if (nic.kind().equals("bond")) {
        why.ifPresent(problems::add);
      }
      if (why.isEmpty()) {
        below.flatMap(each -> lessens(node, each, seen)).ifPresent(problems::add);
      }
    }
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of("not all members of a bond work: " + String.join("; ", problems));
  }

  /** What the kernel says of an interface and of what is below it. */
  private static Hop byKernel(Node node, Nic nic, String subject) {
    Optional<String> problem = down(node, nic, new HashSet<>());
    Optional<String> less = lessens(node, nic, new HashSet<>());
    return problem
        .map(why -> Hop.broken(HopKind.UPLINK, subject, node.name(), why))
        .or(
            () ->
                less.map(why -> Hop.of(HopKind.UPLINK, subject, node.name(), Answer.DEGRADED, why)))
        .orElseGet(() -> Hop.works(HopKind.UPLINK, subject, node.name()))
        .with("problem", problem.map(why -> why.endsWith("set down") ? "down" : "link").orElse(""));
  }

  /** Why an interface, or what is below it, carries nothing; empty if it does. */
  private static Optional<String> down(Node node, Nic nic, Set<String> seen) {
    if (!nic.up()) {
      return Optional.of(nic.name() + " is set down");
    }
    if (!nic.carrier()) {
      return Optional.of(nic.name() + " has no carrier: its cable, or what is at the other end");
    }
    if (!seen.add(nic.name()) || nic.lower().isEmpty()) {
      return Optional.empty();
    }
    List<String> problems = new ArrayList<>();
    for (String lower : nic.lower()) {
      Optional<Nic> below = nic(node, lower);
      if (below.isPresent()) {
        down(node, below.get(), seen).ifPresent(problems::add);
      }
    }
    return problems.size() == nic.lower().size() ? Optional.of(problems.get(0)) : Optional.empty();
  }

  private static Hop mtu(
      Node node, String bridge, String port, List<String> interfaces, Wanted wanted) {
    String subject = node.name() + ": MTU of uplink " + port + " of " + bridge;
    long least = Long.MAX_VALUE;
    for (String name : interfaces) {
      Optional<Nic> nic = nic(node, name);
      if (nic.isPresent()) {
        least = Math.min(least, nic.get().mtu());
      }
    }
    String why = "";
    if (least < wanted.bytes()) {
      why =
          wanted.meant()
              ? "its MTU is "
                  + least
                  + ", and the network sends up to "
                  + wanted.bytes()
                  + " bytes: large packets are lost"
              : "its MTU is "
                  + least
                  + ", and another chassis has "
                  + wanted.bytes()
                  + " on this network: larger packets from there are lost";
    }
    Answer answer = why.isEmpty() ? Answer.WORKS : wanted.meant() ? Answer.BROKEN : Answer.DEGRADED;
    Hop hop = Hop.of(HopKind.UPLINK_MTU, subject, node.name(), answer, why);
    return UplinkFacts.withMtu(hop, least, wanted.bytes(), wanted.meant())
        .with("node", node.name())
        .with("bridge", bridge)
        .with("port", port);
  }

  private static Hop vlan(Node node, Bridge bridge, BridgePort port, PhysicalSegment segment) {
    String subject = node.name() + ": VLANs of uplink " + port.name() + " of " + bridge.name();
    VlanAdmission admission = VlanAdmission.of(port, segment.tag());
    Hop hop =
        Hop.of(HopKind.UPLINK_VLAN, subject, node.name(), admission.answer(), admission.why());
    return hop.with("node", node.name())
        .with("bridge", bridge.name())
        .with("port", port.name())
        .with("vlan", String.valueOf(segment.tag()))
        .with("trunks", wider(port, segment.tag()))
        .with("tag", port.trunks().isEmpty() ? "" : port.tag().map(String::valueOf).orElse(""))
        .with("mode", port.trunks().isEmpty() ? "" : port.vlanMode());
  }

  /** The trunks of a port with this VLAN; empty if it has none, which means all. */
  private static String wider(BridgePort port, long vlan) {
    if (port.trunks().isEmpty()) {
      return "";
    }
    TreeSet<Long> all = new TreeSet<>(port.trunks());
    all.add(vlan);
    return all.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /**
   * The interfaces of a node that could be the uplink of a bridge: with a link, without an address,
   * and used by nothing else.
   */
  private static String spare(Node node) {
    Set<String> below = new HashSet<>();
    node.nics().forEach(nic -> below.addAll(nic.lower()));
    return node.nics().stream()
        .filter(nic -> List.of("physical", "veth", "bond").contains(nic.kind()))
        .filter(nic -> nic.peer().isEmpty())
        .filter(nic -> nic.carrier() && nic.ovsBridge().isEmpty() && nic.master().isEmpty())
        .filter(nic -> nic.addresses().stream().noneMatch(Address::isGlobal))
        .map(Nic::name)
        .filter(name -> !below.contains(name))
        .sorted()
        .collect(Collectors.joining(","));
  }

  static Optional<Nic> nic(Node node, String name) {
    return node.nics().stream().filter(nic -> nic.isCalled(name)).findFirst();
  }
}
