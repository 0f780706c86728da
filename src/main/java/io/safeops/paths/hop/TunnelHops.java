package io.safeops.paths.hop;

import io.safeops.facts.derive.ClusterFunctions;
import io.safeops.facts.derive.ShortenedList;
import io.safeops.facts.model.NameIndexes;
import io.safeops.facts.model.NameIndexes.PhysicalSegment;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.Encap;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tunnels between chassis. The ports of a node are read once; then each pair of chassis that a path
 * needs is one look-up.
 */
final class TunnelHops {

  private final ClusterIndex index;
  private final NodeHops nodes;
  private final CentralHops central;
  private final BridgeHops bridges;
  private final Map<String, List<Hop>> ends = new HashMap<>();
  private final Map<String, Map<String, BridgePort>> tunnels = new HashMap<>();
  private final Map<String, Hop> directions = new HashMap<>();
  private final boolean zonesAreSet;
  private final boolean zonesAreTold;
  private final Map<String, List<Chassis>> ofZone = new HashMap<>();
  // The names of the chassis that have a type of tunnel.
  private final Map<String, Set<String>> ofType = new HashMap<>();
  private final Map<String, Hop> encaps = new HashMap<>();
  private final Map<String, List<Hop>> ownCauses = new HashMap<>();

  TunnelHops(ClusterIndex index, NodeHops nodes, CentralHops central, BridgeHops bridges) {
    this.index = index;
    this.nodes = nodes;
    this.central = central;
    this.zonesAreSet =
        index.cluster().nodes().stream()
            .anyMatch(node -> node.externalIds().containsKey("ovn-transport-zones"));
    this.zonesAreTold =
        index.cluster().chassis().stream().anyMatch(each -> each.transportZones().isPresent());
    for (Chassis chassis : index.cluster().chassis()) {
      zones(chassis)
          .forEach(zone -> ofZone.computeIfAbsent(zone, any -> new ArrayList<>()).add(chassis));
      for (Encap end : chassis.encaps()) {
        ofType.computeIfAbsent(end.type(), any -> new HashSet<>()).add(chassis.name());
      }
    }
    this.bridges = bridges;
  }

  /**
   * Both directions between two chassis.
   *
   * @param mtu the bytes that a VM may send in one packet; 0 if not known
   */
  List<Hop> between(Chassis one, Chassis other, long mtu) {
    if (one.name().equals(other.name())) {
      return List.of();
    }
    if (!shareZone(one, other)) {
      return List.of(apart(one, other));
    }
    List<Hop> hops = new ArrayList<>();
    for (Chassis each : List.of(one, other)) {
      Optional<Node> node = each.node().flatMap(index::node);
      if (node.isEmpty()) {
        hops.add(nodes.notInInventory(each));
      } else {
        hops.addAll(end(node.get(), mtu));
      }
    }
    hops.add(direction(one, other));
    hops.add(direction(other, one));
    return hops;
  }

  /** Of the hops between a chassis and others of a switch, those that do not work. */
  List<Hop> faultsBetween(Chassis one, Iterable<Chassis> others, long mtu) {
    List<Hop> faults = new ArrayList<>();
    boolean needed = false;
    for (Chassis other : others) {
      if (other.name().equals(one.name())) {
        continue;
      }
      if (!shareZone(one, other)) {
        faults.add(apart(one, other));
        continue;
      }
      needed = true;
      addFault(faults, direction(one, other));
      addFault(faults, direction(other, one));
      other
          .node()
          .flatMap(index::node)
          .ifPresent(node -> end(node, mtu).forEach(hop -> addFault(faults, hop)));
    }
    if (needed) {
      Optional<Node> own = one.node().flatMap(index::node);
      own.ifPresent(node -> faults.addAll(0, end(node, mtu)));
    }
    return faults;
  }

  private static void addFault(List<Hop> faults, Hop hop) {
    if (hop.answer() != Answer.WORKS) {
      faults.add(hop);
    }
  }

  /** ovn-controller makes no tunnel out of its transport zones (ovn-controller(8)). */
  private static Hop apart(Chassis one, Chassis other) {
    List<String> names =
        Stream.of(one, other)
            .map(
                each ->
                    each.node().orElse(each.hostname().isEmpty() ? each.name() : each.hostname()))
            .sorted()
            .toList();
    return Hop.broken(
        HopKind.TUNNEL,
        "tunnel between " + String.join(" and ", names),
        "",
        "the two are in no common transport zone (ovn-transport-zones), so there is no tunnel");
  }

  /**
   * The chassis with a common transport zone, in the order of the Southbound. None if the
   * Southbound of that version does not tell the zones that nodes have set: then it is not known
   * which tunnels are meant.
   */
  private List<Chassis> sharingZone(Chassis own) {
    if (zonesAreSet && !zonesAreTold) {
      return List.of();
    }
    List<String> zones = zones(own);
    if (zones.size() == 1) {
      return ofZone.getOrDefault(zones.get(0), List.of());
    }
    Set<Chassis> sharing = new LinkedHashSet<>();
    zones.forEach(zone -> sharing.addAll(ofZone.getOrDefault(zone, List.of())));
    return index.cluster().chassis().stream().filter(sharing::contains).toList();
  }

  /** The transport zones of a chassis. Those that have none are in one zone without a name. */
  private static List<String> zones(Chassis chassis) {
    return chassis.transportZones().filter(zones -> !zones.isEmpty()).orElse(List.of(""));
  }

  private static boolean shareZone(Chassis one, Chassis other) {
    return !Collections.disjoint(zones(one), zones(other));
  }

  /**
   * From a node to every other chassis, whether VMs need it now or not: ovn-controller makes a
   * tunnel to each of them (OVN source, controller/encaps.c). Of the tunnels, only those that do
   * not work.
   */
  List<Hop> overlay(Node node) {
    long largest =
        index.cluster().getTenantMtus().stream()
            .filter(mtu -> !node.getTunnelMtu().equals(Optional.of(mtu)))
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    List<Hop> hops = new ArrayList<>(end(node, largest));
    Optional<Chassis> own = index.chassisOf(node);
    if (own.isEmpty() || !node.isRead()) {
      return List.copyOf(hops);
    }
    List<Chassis> missing = new ArrayList<>();
    List<Chassis> explained = new ArrayList<>();
    for (Chassis other : sharingZone(own.get())) {
      if (!other.name().equals(own.get().name()) && !reaches(node, other) && isMeant(node, other)) {
        boolean cause = causes(node, other).stream().anyMatch(hop -> hop.answer().isFault());
        (cause ? explained : missing).add(other);
      }
    }
    hops.addAll(few(node, own.get(), missing, "its tunnels"));
    hops.addAll(few(node, own.get(), explained, "tunnels to nodes that have a fault"));
    return List.copyOf(hops);
  }

  /** A hop for each pair of chassis would be too many to read, and to judge. */
  private List<Hop> few(Node node, Chassis own, List<Chassis> missing, String many) {
    List<Hop> some =
        missing.stream().limit(ShortenedList.MOST).map(other -> direction(own, other)).toList();
    if (missing.size() == some.size()) {
      return some;
    }
    Hop together =
        Hop.broken(
                HopKind.TUNNEL,
                node.name() + ": " + many,
                node.name(),
                "many do not work ("
                    + String.join(
                        "; ",
                        ShortenedList.of(
                            some.stream().map(hop -> hop.subject() + ": " + hop.why()),
                            missing.size()))
                    + ")")
            .with("node", node.name())
            .with("manager", some.get(0).facts().getOrDefault("manager", ""))
            .with(Hop.MANY, "true");
    for (Chassis other : missing.subList(0, some.size())) {
      together = together.causedBy(causes(node, other));
    }
    return List.of(together);
  }

  /** Whether there is a tunnel that works. */
  private boolean reaches(Node node, Chassis other) {
    BridgePort port = tunnels(node).get(other.name());
    return port != null && problem(port, other).isEmpty();
  }

  /**
   * Whether a node needs a tunnel to that chassis: it has an end, it is of this availability zone
   * (ovn-ic marks the others), and the inventory does not call its node absent. One that is no
   * node, such as a switch with VTEPs, counts only if they have a type of tunnel in common.
   */
  private boolean isMeant(Node from, Chassis chassis) {
    boolean remote =
        chassis
            .otherConfig()
            .map(each -> each.getOrDefault("is-remote", "").equals("true"))
            .orElse(false);
    return !chassis.encaps().isEmpty()
        && !remote
        && (chassis.node().isPresent() || !types(from, chassis).isEmpty())
        && chassis.node().flatMap(index::node).flatMap(Node::absent).isEmpty();
  }

  /** The types of tunnel that a node and a chassis have in common. */
  private static Set<String> types(Node node, Chassis chassis) {
    Set<String> common = new TreeSet<>();
    chassis.encaps().stream().map(Encap::type).forEach(common::add);
    common.retainAll(node.getEncapTypes());
    return common;
  }

  /** What a node needs so that tunnels can end there. */
  List<Hop> end(Node node, long mtu) {
    return ends.computeIfAbsent(
        node.name() + " " + mtu,
        any -> {
          List<Hop> hops = new ArrayList<>(nodes.switching(node));
          hops.addAll(nodes.programming(node));
          if (node.isRead()) {
            hops.add(encap(node));
            hops.addAll(underlay(node));
            hops.add(room(node, mtu));
          }
          return List.copyOf(hops);
        });
  }

  private Hop encap(Node node) {
    return encaps.computeIfAbsent(
        node.name(), any -> nodes.encapKeys(node).orElseGet(() -> findEncap(node)));
  }

  private Hop findEncap(Node node) {
    String subject = node.name() + ": tunnel end";
    List<String> ips = node.getEncapIps();
    String why = "";
    boolean wrongIp = false;
    boolean wrongType = false;
    String holding = "";
    boolean read = !node.externalIds().isEmpty() && !node.getAddresses().isEmpty();
    if (!ips.isEmpty()) {
      for (String ip : ips) {
        Optional<Nic> holder = EncapSettings.holder(node, ip);
        if (holder.isEmpty()) {
          wrongIp = true;
          why =
              node.settingKey("ovn-encap-ip")
                  + " is "
                  + String.join(", ", ips)
                  + ", and the node's addresses are "
                  + String.join(", ", some(node.getAddresses()))
                  + ": tunnels to it cannot work";
        } else if (!holder.get().up()) {
          holding = holder.get().name();
          why = "interface " + holder.get().name() + " with ovn-encap-ip " + ip + " is set down";
        } else if (!holder.get().carrier() && !holder.get().kind().equals("ovs")) {
          holding = holder.get().name();
          why = "interface " + holder.get().name() + " with ovn-encap-ip " + ip + " has no carrier";
        }
      }
      Optional<Chassis> chassis = index.chassisOf(node);
      if (why.isEmpty()) {
        why = nobodyElses(node, ips);
      }
      if (why.isEmpty() && chassis.isPresent()) {
        why = registered(node, chassis.get());
      }
      if (why.isEmpty()) {
        why = shared(node, chassis);
        wrongType = !why.isEmpty();
      }
    }
    boolean applied = !isNotApplied(node);
    Hop hop =
        why.isEmpty()
            ? Hop.works(HopKind.ENCAP, subject, node.name())
            : read
                ? Hop.of(
                    HopKind.ENCAP,
                    subject,
                    node.name(),
                    applied ? Answer.BROKEN : Answer.AS_LAST_PROGRAMMED,
                    applied ? why : why + ". The Southbound still has the ends from before")
                : Hop.unknown(
                    HopKind.ENCAP, subject, node.name(), "its settings or addresses were not read");
    return hop.with("node", node.name())
        .with("ip", wrongIp && isPlain(node, "ovn-encap-ip") ? EncapSettings.ip(index, node) : "")
        .with(
            "type",
            wrongType && isPlain(node, "ovn-encap-type") ? EncapSettings.type(index, node) : "")
        .withIfFaulty("interface", holding)
        .withIfFaulty("encap-ip", String.join(", ", ips))
        .withIfFaulty("encap-type", String.join(", ", node.getEncapTypes()))
        .causedBy(nodes.read(node))
        .causedBy(nodes.programming(node));
  }

  /**
   * The way of tunnel packets from the bridge that holds the address of the tunnel end to the wire.
   * Hops that the model does not decide are left out: the tunnel itself tells more.
   */
  private List<Hop> underlay(Node node) {
    List<Hop> hops = new ArrayList<>();
    for (String ip : node.getEncapIps()) {
      Optional<Nic> device = EncapSettings.holder(node, ip);
      Optional<Bridge> bridge =
          device.flatMap(
              nic -> nic.ovsBridge().or(() -> Optional.of(nic.name())).flatMap(node::bridge));
      if (bridge.isPresent()) {
        long vlan = bridge.get().port(device.get().name()).flatMap(BridgePort::tag).orElse(0L);
        bridges.out(node, bridge.get(), new PhysicalSegment("", vlan), 0).stream()
            .filter(hop -> hop.answer() != Answer.NOT_MODELLED)
            .forEach(hops::add);
      }
    }
    return hops;
  }

  /** Whether the Southbound has other ends than the node's settings, and those still work. */
  private boolean isNotApplied(Node node) {
    List<String> there =
        index.chassisOf(node).stream()
            .flatMap(chassis -> chassis.encaps().stream())
            .map(Encap::ip)
            .distinct()
            .toList();
    return !there.isEmpty()
        && Collections.disjoint(there, node.getEncapIps())
        && there.stream()
            .allMatch(ip -> EncapSettings.holder(node, ip).filter(Nic::up).isPresent());
  }

  private static List<String> some(List<String> texts) {
    return ShortenedList.of(texts.stream(), texts.size());
  }

  /** The Southbound has one row for a type and an address (ovn-sb.ovsschema, Encap). */
  private String nobodyElses(Node node, List<String> ips) {
    String own = index.chassisOf(node).map(Chassis::name).or(node::systemId).orElse("");
    for (String ip : ips) {
      Set<String> others = new TreeSet<>();
      for (Node other :
          NameIndexes.NODES_AT.of(index.cluster().nodes()).getOrDefault(ip, List.of())) {
        if (!other.name().equals(node.name()) && EncapSettings.holder(other, ip).isPresent()) {
          others.add(other.name());
        }
      }
      boolean leftOver = false;
      for (Chassis other :
          NameIndexes.CHASSIS_AT.of(index.cluster().chassis()).getOrDefault(ip, List.of())) {
        if (!other.name().equals(own) && !others.contains(other.node().orElse(""))) {
          leftOver |= other.node().isEmpty();
          others.add(
              other
                  .node()
                  .orElseGet(() -> "chassis " + other.hostname() + " (" + other.name() + ")"));
        }
      }
      if (!others.isEmpty()) {
        return "ovn-encap-ip "
            + ip
            + " is also used by "
            + String.join(", ", some(List.copyOf(others)))
            + ": the Southbound accepts an address only once, and the first chassis keeps it"
            + (leftOver
                ? ". If a chassis is left over from before a reinstallation, delete it with"
                    + " `ovn-sbctl chassis-del`"
                : "");
      }
    }
    return "";
  }

  /** The ends that the other chassis use. */
  private static String registered(Node node, Chassis chassis) {
    Set<String> there = new TreeSet<>();
    chassis.encaps().stream().map(Encap::ip).forEach(there::add);
    return Collections.disjoint(there, node.getEncapIps())
        ? "the Southbound has its tunnel ends as "
            + String.join(", ", there)
            + ", and ovn-encap-ip is "
            + String.join(", ", node.getEncapIps())
        : "";
  }

  /** A type that no other chassis has makes no tunnel. */
  private String shared(Node node, Optional<Chassis> own) {
    Set<String> ownName = own.stream().map(Chassis::name).collect(Collectors.toSet());
    Set<String> others = new TreeSet<>();
    ofType.forEach(
        (type, chassis) -> {
          if (!ownName.containsAll(chassis)) {
            others.add(type);
          }
        });
    return others.isEmpty() || !Collections.disjoint(others, node.getEncapTypes())
        ? ""
        : node.settingKey("ovn-encap-type")
            + " is "
            + String.join(", ", node.getEncapTypes())
            + ", and all other chassis have "
            + String.join(", ", others)
            + ": there is no tunnel between them";
  }

  private Hop room(Node node, long mtu) {
    String subject = node.name() + ": MTU of its tunnels";
    Optional<Long> own = node.getTunnelMtu();
    if (own.isEmpty() || mtu == 0) {
      return Hop.works(HopKind.TUNNEL_MTU, subject, node.name());
    }
    long needed = mtu + node.getTunnelOverhead();
    return (needed <= own.get()
            ? Hop.works(HopKind.TUNNEL_MTU, subject, node.name())
            : Hop.broken(
                HopKind.TUNNEL_MTU,
                subject,
                node.name(),
                "its tunnels use an interface with MTU "
                    + own.get()
                    + ". VMs on "
                    + String.join(", ", ClusterFunctions.switchesOfMtu(index.cluster(), mtu))
                    + " may send packets that need "
                    + needed
                    + " with what the tunnel adds"
                    + ": small packets pass, large ones are lost"))
        .with("node", node.name())
        .causedBy(underlay(node));
  }

  private Hop direction(Chassis from, Chassis to) {
    return directions.computeIfAbsent(
        from.name() + " " + to.name(),
        any -> {
          Optional<Node> node = from.node().flatMap(index::node);
          String far = to.node().orElse(to.hostname().isEmpty() ? to.name() : to.hostname());
          if (node.isEmpty() || !node.get().isRead()) {
            return node.map(nodes::read).orElseGet(() -> nodes.notInInventory(from));
          }
          return direction(node.get(), far, to);
        });
  }

  private Hop direction(Node node, String far, Chassis to) {
    String subject = node.name() + ": tunnel to " + far;
    BridgePort port = tunnels(node).get(to.name());
    Optional<String> problem = port == null ? Optional.of(noPort(node, to)) : problem(port, to);
    if (problem.isEmpty() && port != null && port.members().isEmpty()) {
      return Hop.unknown(
              HopKind.TUNNEL,
              subject,
              node.name(),
              "the state of port " + port.name() + " was not read")
          .causedBy(nodes.read(node));
    }
    if (problem.isEmpty()) {
      return Hop.works(HopKind.TUNNEL, subject, node.name());
    }
    Hop hop =
        port != null || node.problems().isEmpty()
            ? Hop.broken(HopKind.TUNNEL, subject, node.name(), problem.get())
            : Hop.unknown(HopKind.TUNNEL, subject, node.name(), "its ports were not read");
    // ovn-controller makes a port that is missing or wrong. Of what happens below it, it knows
    // nothing.
    boolean made = port != null && port.isAttached() && leadsTo(port, to) && port.error().isEmpty();
    return hop.with("node", node.name())
        .with("to", far)
        .with(
            "manager",
            made ? "" : node.component("controller").map(each -> each.getManager()).orElse(""))
        .causedBy(causes(node, to));
  }

  /** Whether the key itself counts, and none with the system-id appended, which no mend changes. */
  private static boolean isPlain(Node node, String key) {
    return node.settingKey(key).equals(key);
  }

  private static boolean leadsTo(BridgePort port, Chassis to) {
    return to.encaps().stream().anyMatch(end -> end.ip().equals(port.getRemoteIp()));
  }

  private static String noPort(Node node, Chassis to) {
    return types(node, to).isEmpty()
        ? "they have no type of tunnel in common: packets between their VMs are lost"
        : "ovn-controller has made no tunnel port: packets between their VMs are lost. On "
            + node.name()
            + ", /var/log/ovn/ovn-controller.log tells why";
  }

  /** What explains a tunnel that does not work. */
  private List<Hop> causes(Node node, Chassis to) {
    Optional<Node> other = to.node().flatMap(index::node);
    List<Hop> causes = new ArrayList<>(ownCauses(node));
    other.ifPresent(each -> causes.addAll(ownCauses(each)));
    if (other.isEmpty()) {
      causes.add(central.stranger(to));
      // Of two chassis with one address, the others can reach only one.
      to.encaps().stream()
          .flatMap(
              end ->
                  NameIndexes.NODES_AT
                      .of(index.cluster().nodes())
                      .getOrDefault(end.ip(), List.of())
                      .stream())
          .filter(Node::isRead)
          .forEach(each -> causes.add(encap(each)));
    }
    return causes;
  }

  private List<Hop> ownCauses(Node node) {
    return ownCauses.computeIfAbsent(
        node.name(),
        any -> {
          List<Hop> causes = new ArrayList<>(nodes.switching(node));
          causes.addAll(nodes.programming(node));
          causes.addAll(central.southbound());
          if (node.isRead()) {
            causes.add(encap(node));
            causes.addAll(underlay(node));
          }
          return List.copyOf(causes);
        });
  }

  /** Why a tunnel port does not lead to a chassis; empty if it does. */
  private static Optional<String> problem(BridgePort port, Chassis to) {
    if (!port.isAttached()) {
      return Optional.of(
          "port "
              + port.name()
              + " is not attached"
              + port.error().map(error -> " (" + error + ")").orElse(""));
    }
    if (port.getBlocked().isPresent()) {
      return Optional.of("port " + port.name() + ": " + port.getBlocked().get());
    }
    if (!leadsTo(port, to)) {
      return Optional.of(
          "port "
              + port.name()
              + " leads to "
              + port.getRemoteIp()
              + ", and the other chassis has "
              + String.join(
                  ", ", to.encaps().stream().map(Encap::ip).distinct().sorted().toList()));
    }
    String bfd = port.members().stream().findFirst().map(BridgeInterface::bfd).orElse("");
    // Nobody can tell whether a chassis that is no node of the inventory is meant to live.
    return bfd.equals("down") && to.node().isPresent()
        ? Optional.of("the other end does not answer on it (BFD is down)")
        : Optional.empty();
  }

  /** The tunnel ports of a node by the name of the chassis at the other end. */
  private Map<String, BridgePort> tunnels(Node node) {
    return tunnels.computeIfAbsent(
        node.name(),
        any -> {
          Map<String, BridgePort> found = new HashMap<>();
          Optional<Bridge> bridge = node.bridge(node.getIntegrationBridge());
          for (BridgePort port : bridge.map(Bridge::ports).orElse(List.of())) {
            String mark = port.externalIds().getOrDefault(BridgePort.TUNNEL_KEY, "");
            int at = mark.indexOf('@');
            String chassis = at < 0 ? mark : mark.substring(0, at);
            if (port.isTunnel()) {
              found.merge(chassis, port, (a, b) -> a.isAttached() ? a : b);
            }
          }
          return found;
        });
  }
}
