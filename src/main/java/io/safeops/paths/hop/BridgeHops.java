package io.safeops.paths.hop;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            .forEach(
                bridge ->
                    leaves.merge(
                        "",
                        bridge.ports().stream().anyMatch(BridgePort::isUplink),
                        Boolean::logicalOr));
      }
      for (var mapping : node.mappings()) {
        Optional<Bridge> bridge = node.bridge(mapping.bridge());
        if (bridge.isEmpty() || !mapping.bridgePresent()) {
          continue;
        }
        List<BridgePort> uplinks =
            bridge.get().ports().stream().filter(BridgePort::isUplink).toList();
        leaves.merge(mapping.physnet(), !uplinks.isEmpty(), Boolean::logicalOr);
        for (BridgePort port : uplinks) {
          for (String name : port.interfaces()) {
            nic(node, name)
                .ifPresent(nic -> usualMtu.merge(mapping.physnet(), nic.mtu(), Math::max));
          }
        }
      }
    }
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
          hops.addAll(uplinks(node, bridge, segment, mtu, new HashSet<>(Set.of(bridge.name()))));
          return List.copyOf(hops);
        });
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

  private List<Hop> uplinks(
      Node node, Bridge bridge, PhysicalSegment segment, long mtu, Set<String> seen) {
    List<List<Hop>> ways = new ArrayList<>();
    for (BridgePort port : bridge.ports()) {
      if (port.isUplink()) {
        ways.add(uplink(node, bridge, port, segment, mtu));
      } else if (port.kind().equals(BridgePort.PATCH) && port.getLocalnet().isEmpty()) {
        patched(node, port)
            .filter(other -> !other.name().equals(node.getIntegrationBridge()))
            .filter(other -> seen.add(other.name()))
            .map(
                other -> {
                  List<Hop> hops = new ArrayList<>(List.of(forwards(node, other)));
                  hops.addAll(uplinks(node, other, segment, mtu, seen));
                  return hops;
                })
            .ifPresent(ways::add);
      }
    }
    if (ways.isEmpty()) {
      return List.of(noUplink(node, bridge, segment));
    }
    if (ways.size() == 1) {
      return ways.get(0);
    }
    return oneOf(node, bridge, ways);
  }

  private Hop noUplink(Node node, Bridge bridge, PhysicalSegment segment) {
    String subject = node.name() + ": uplink of " + bridge.name();
    boolean endsHere =
        node.nic(bridge.name())
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
                "it has no uplink: nothing leads out of bridge " + bridge.name());
    return hop.with("node", node.name())
        .with("bridge", bridge.name())
        .with("physnet", segment.physnet())
        .with("problem", "gone")
        .with("spare", spare(node));
  }

  /** Several ways out: it is not known which of them leads to the LAN. */
  private static List<Hop> oneOf(Node node, Bridge bridge, List<List<Hop>> ways) {
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
    List<Hop> hops = new ArrayList<>();
    for (Hop hop : all) {
      if (hop.answer().isPassing()) {
        hops.add(hop);
      } else {
        down.add(hop.subject() + ": " + hop.why());
      }
    }
    hops.add(
        Hop.unknown(
                HopKind.UPLINK,
                node.name() + ": uplinks of " + bridge.name(),
                node.name(),
                "of its ways out "
                    + passing
                    + " works, and it is not known whether that one leads to the same LAN ("
                    + String.join("; ", down)
                    + ")")
            .with("node", node.name())
            .with("bridge", bridge.name()));
    return hops;
  }

  private List<Hop> uplink(
      Node node, Bridge bridge, BridgePort port, PhysicalSegment segment, long mtu) {
    List<Hop> hops = new ArrayList<>();
    hops.add(vlan(node, bridge, port, segment));
    List<Hop> members = new ArrayList<>();
    for (String name : port.interfaces()) {
      Optional<BridgeInterface> member =
          port.members().stream().filter(each -> each.name().equals(name)).findFirst();
      members.add(wire(node, bridge, port, name, member));
    }
    hops.addAll(bonded(node, bridge, port, members));
    long wanted = mtu > 0 ? mtu : usualMtu.getOrDefault(segment.physnet(), 0L);
    hops.add(mtu(node, bridge, port, wanted));
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
      return down(node, nic.get(), new HashSet<>())
          .map(why -> Hop.broken(kind, subject, node.name(), why))
          .orElseGet(() -> Hop.works(kind, subject, node.name()));
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
    if (port.bondMode().equals("balance-tcp") && List.of("", "off").contains(port.lacp())) {
      return Hop.broken(
          kind,
          subject,
          node.name(),
          "the mode of its bond is balance-tcp, which needs LACP, and LACP is off: it carries nothing");
    }
    if (member.get().lacpCurrent().equals(Optional.of(false))) {
      return Hop.broken(
          kind, subject, node.name(), "its partner does not answer LACP: it carries nothing");
    }
    if (nic.isEmpty()) {
      // DPDK: Open vSwitch has the device, the kernel has not.
      return switch (member.get().linkState()) {
        case "up" -> Hop.works(kind, subject, node.name());
        case "down" -> Hop.broken(kind, subject, node.name(), "it has no link");
        default -> Hop.unknown(kind, subject, node.name(), "the kernel does not have it");
      };
    }
    Optional<String> problem = down(node, nic.get(), new HashSet<>());
    return problem
        .map(why -> Hop.broken(kind, subject, node.name(), why))
        .orElseGet(() -> Hop.works(kind, subject, node.name()))
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

  private static Hop mtu(Node node, Bridge bridge, BridgePort port, long wanted) {
    String subject = node.name() + ": MTU of uplink " + port.name() + " of " + bridge.name();
    long least = Long.MAX_VALUE;
    for (String name : port.interfaces()) {
      Optional<Nic> nic = nic(node, name);
      if (nic.isPresent()) {
        least = Math.min(least, nic.get().mtu());
      }
    }
    Hop hop =
        least >= wanted
            ? Hop.works(HopKind.UPLINK_MTU, subject, node.name())
            : Hop.broken(
                HopKind.UPLINK_MTU,
                subject,
                node.name(),
                "its MTU is "
                    + least
                    + ", and the network sends up to "
                    + wanted
                    + " bytes: large packets are lost");
    return hop.with("node", node.name())
        .with("bridge", bridge.name())
        .with("port", port.name())
        .with("mtu", String.valueOf(wanted));
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

  private static Optional<Bridge> patched(Node node, BridgePort port) {
    return port.peer()
        .flatMap(
            peer ->
                node.bridges().stream().filter(each -> each.port(peer).isPresent()).findFirst());
  }

  static Optional<Nic> nic(Node node, String name) {
    return node.nics().stream().filter(nic -> nic.isCalled(name)).findFirst();
  }
}
