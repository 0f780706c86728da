package io.safeops.paths.hop;

import io.safeops.facts.derive.LikelyBridge;
import io.safeops.facts.derive.PhysnetMappings;
import io.safeops.facts.derive.ShortenedList;
import io.safeops.facts.model.NameIndexes.PhysicalSegment;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.paths.intent.PhysnetUplinks;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.segment.PortVlans;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From a switch on a node to the LAN of its provider network. All ends of a switch on one node
 * share these hops.
 */
final class ProviderHops {

  private final ClusterIndex index;
  private final NodeHops nodes;
  private final CentralHops central;
  private final BridgeHops bridges;
  private final PhysnetUplinks uplinks;
  private final Map<String, List<Hop>> known = new HashMap<>();

  /**
   * @param uplinks by which the nodes reached the LANs when the paths were asked for
   */
  ProviderHops(
      ClusterIndex index,
      NodeHops nodes,
      CentralHops central,
      BridgeHops bridges,
      PhysnetUplinks uplinks) {
    this.index = index;
    this.nodes = nodes;
    this.central = central;
    this.bridges = bridges;
    this.uplinks = uplinks;
  }

  /**
   * @param meant the LANs that were asked for; none: those of the switch's localnets
   */
  List<Hop> of(String switchName, Node node, List<PhysicalSegment> meant) {
    return known.computeIfAbsent(
        switchName + " " + node.name() + " " + meant, any -> find(switchName, node, meant));
  }

  private List<Hop> find(String switchName, Node node, List<PhysicalSegment> meant) {
    Optional<LogicalSwitch> row = index.switchNamed(switchName);
    String subject = "switch " + switchName;
    if (row.isEmpty() && !index.isNorthboundRead()) {
      return List.of(
          Hop.unknown(HopKind.LOCALNET, subject, "", "the Northbound could not be read")
              .causedBy(central.northbound()));
    }
    if (row.isEmpty()) {
      return List.of(
          Hop.broken(HopKind.LOCALNET, subject, "", "the Northbound does not have the switch"));
    }
    List<LogicalPort> localnets = row.get().getLocalnets();
    if (localnets.isEmpty()) {
      return List.of(noLocalnet(row.get(), subject, meant));
    }
    List<LogicalPort> mapped =
        localnets.stream().filter(each -> isMapped(node, each.getNetworkName())).toList();
    Set<String> everywhere = PhysnetMappings.of(index.cluster()).physnets();
    if (localnets.stream().noneMatch(each -> everywhere.contains(each.getNetworkName()))
        && node.problems().isEmpty()) {
      return List.of(mappedNowhere(row.get(), localnets));
    }
    if (mapped.isEmpty()) {
      return List.of(notMapped(node, localnets, switchName, meant));
    }
    if (mapped.size() > 1) {
      return List.of(
          Hop.broken(
                  HopKind.LOCALNET_ALONE,
                  subject,
                  node.name(),
                  "it has "
                      + mapped.size()
                      + " localnets whose networks one node maps, "
                      + String.join(
                          ", ",
                          ShortenedList.of(
                              mapped.stream().map(LogicalPort::name).sorted(), mapped.size()))
                      + ": a loop. Every broadcast goes round and round between them")
              .with("switch", switchName));
    }
    LogicalPort localnet = mapped.get(0);
    List<Hop> hops = new ArrayList<>();
    hops.add(Hop.works(HopKind.LOCALNET, subject, "").with("switch", switchName));
    hops.add(segment(localnet, meant, node));
    hops.add(forwards(localnet));
    hops.addAll(throughBridge(node, localnet, row.get()));
    return List.copyOf(hops);
  }

  /** No chassis can lead such a localnet anywhere: it is a fault of the localnet. */
  private Hop mappedNowhere(LogicalSwitch row, List<LogicalPort> localnets) {
    LogicalPort first = localnets.get(0);
    return Hop.broken(
            HopKind.LOCALNET_SEGMENT,
            "localnet " + first.name(),
            "",
            "it names physnet \""
                + first.getNetworkName()
                + "\", which no chassis maps. Names must match exactly, including upper and lower"
                + " case. The mapped ones are "
                + String.join(", ", PhysnetMappings.of(index.cluster()).some()))
        .with("switch", row.name())
        .with("localnet", first.name());
  }

  private static boolean isMapped(Node node, String physnet) {
    return node.mappings().stream().anyMatch(each -> each.physnet().equals(physnet));
  }

  private Hop noLocalnet(LogicalSwitch row, String subject, List<PhysicalSegment> meant) {
    String network = row.externalIds().getOrDefault("neutron:network_name", "");
    boolean vlan = row.getNetworkType().equals("vlan");
    boolean other =
        row.ports().stream().anyMatch(port -> List.of("l2gateway", "vtep").contains(port.type()));
    Hop hop =
        other
            ? Hop.of(
                HopKind.LOCALNET,
                subject,
                "",
                Answer.NOT_MODELLED,
                "it leads out by an l2gateway or vtep port")
            : Hop.broken(
                HopKind.LOCALNET,
                subject,
                "",
                (network.isEmpty() ? "it" : "network " + network)
                    + " is on a provider network"
                    + (meant.isEmpty() ? "" : " (" + text(meant) + ")")
                    + " and has no localnet: nothing gets from br-int to its LAN."
                    + (row.isNeutron()
                        ? " Neutron named the localnet provnet-SEGMENT; `openstack network segment"
                            + " list` shows SEGMENT. The id of the network will do in its place:"
                            + " Neutron's own repair later replaces that localnet with its own"
                        : " Give it one")
                    + (vlan && meant.isEmpty()
                        ? ". Its VLAN is not in the Northbound either: give -p tag"
                        : ""));
    return hop.with("switch", row.name())
        .with("physnet", meant.isEmpty() ? row.getPhysicalNetwork() : meant.get(0).physnet())
        .with("type", row.getNetworkType());
  }

  private Hop notMapped(
      Node node, List<LogicalPort> localnets, String switchName, List<PhysicalSegment> meant) {
    List<String> physnets =
        localnets.stream().map(LogicalPort::getNetworkName).distinct().sorted().toList();
    String subject = node.name() + ": mapping of " + String.join(", ", physnets);
    boolean broken = node.isRead() && node.problems().isEmpty();
    String has =
        node.mappings().isEmpty()
            ? "nothing"
            : String.join(
                ", ", node.mappings().stream().map(BridgeMapping::physnet).sorted().toList());
    List<PhysicalSegment> lost =
        meant.stream().filter(each -> !physnets.contains(each.physnet())).toList();
    Hop hop =
        broken
            ? Hop.broken(
                HopKind.MAPPING,
                subject,
                node.name(),
                (physnets.equals(List.of(""))
                        ? "the localnet of the switch names no network"
                        : "this node does not map "
                            + String.join(", ", physnets)
                            + " to a bridge (it maps "
                            + has
                            + "). There is no patch pair, so nothing gets from br-int to the"
                            + " provider network")
                    + (lost.isEmpty() ? "" : ". The switch was on " + text(lost)))
            : Hop.unknown(
                HopKind.MAPPING, subject, node.name(), "the mappings of the node were not read");
    return hop.with("node", node.name())
        .with("physnet", physnets.get(0))
        .with("bridge", LikelyBridge.of(index.cluster(), node, physnets.get(0)).orElse(""))
        .with("switch", switchName)
        .causedBy(nodes.read(node));
  }

  /** A LAN that changed is another LAN. */
  private Hop segment(LogicalPort localnet, List<PhysicalSegment> meant, Node node) {
    String subject = "localnet " + localnet.name();
    PhysicalSegment now = new PhysicalSegment(localnet.getNetworkName(), localnet.tag().orElse(0L));
    List<PhysicalSegment> same =
        meant.stream().filter(each -> each.physnet().equals(now.physnet())).toList();
    Hop hop =
        meant.isEmpty()
                || meant.contains(now)
                || meant.stream().anyMatch(each -> isSameLan(node, each, now))
            ? Hop.works(HopKind.LOCALNET_SEGMENT, subject, "")
            : Hop.broken(
                HopKind.LOCALNET_SEGMENT,
                subject,
                "",
                "it is on "
                    + text(List.of(now))
                    + ", and "
                    + text(same.isEmpty() ? meant : same)
                    + " was meant: frames go to another LAN");
    return hop.with("switch", localnet.switchName()).with("localnet", localnet.name());
  }

  /** Another name of a physical network may lead out by the same interface. */
  private boolean isSameLan(Node node, PhysicalSegment then, PhysicalSegment now) {
    Set<String> before = uplinks.of(node.name(), then.physnet());
    Set<String> after =
        node.mappedBridge(now.physnet())
            .flatMap(node::bridge)
            .map(each -> PhysnetUplinks.of(node, each))
            .orElse(Set.of());
    return then.tag() == now.tag() && !Collections.disjoint(before, after);
  }

  private static String text(List<PhysicalSegment> segments) {
    return String.join(
        ", ",
        segments.stream()
            .map(
                each ->
                    each.physnet() + (each.tag() == 0 ? " without a VLAN" : " VLAN " + each.tag()))
            .toList());
  }

  private static Hop forwards(LogicalPort localnet) {
    String subject = "localnet " + localnet.name();
    Hop hop =
        !localnet.enabled()
            ? Hop.broken(
                HopKind.LOCALNET_FORWARDS,
                subject,
                "",
                "it is disabled: no packet enters or leaves the provider network")
            : localnet.addresses().contains("unknown")
                ? tagged(localnet, subject)
                : Hop.broken(
                    HopKind.LOCALNET_FORWARDS,
                    subject,
                    "",
                    "it has no `unknown` among its addresses ("
                        + String.join(", ", localnet.addresses())
                        + "): OVN drops packets to every other address on the provider network");
    return hop.with("switch", localnet.switchName()).with("localnet", localnet.name());
  }

  /** Frames of another type than 802.1Q are VLANs for a LAN only if its switches say so, too. */
  private static Hop tagged(LogicalPort localnet, String subject) {
    String type = localnet.options().getOrDefault("ethtype", "802.1q");
    return localnet.tag().isEmpty() || type.equalsIgnoreCase("802.1q")
        ? Hop.works(HopKind.LOCALNET_FORWARDS, subject, "")
        : Hop.of(
            HopKind.LOCALNET_FORWARDS,
            subject,
            "",
            Answer.NOT_MODELLED,
            "its VLAN tags are of type "
                + type
                + ": whether the LAN takes such frames is not in the facts");
  }

  private List<Hop> throughBridge(Node node, LogicalPort localnet, LogicalSwitch row) {
    String physnet = localnet.getNetworkName();
    String name =
        node.mappings().stream()
            .filter(each -> each.physnet().equals(physnet))
            .map(BridgeMapping::bridge)
            .findFirst()
            .orElse("");
    String subject = node.name() + ": mapping of " + physnet;
    if (name.equals(node.getIntegrationBridge())) {
      return List.of(
          Hop.broken(
                  HopKind.MAPPING,
                  subject,
                  node.name(),
                  physnet
                      + " is mapped to "
                      + name
                      + ", the integration bridge: the patch pair leads back into it, so no packet of the provider network leaves the node")
              .with("node", node.name())
              .with("physnet", physnet)
              .with("bridge", name));
    }
    Optional<Bridge> bridge = node.bridge(name);
    if (bridge.isEmpty()) {
      Hop hop =
          node.problems().isEmpty()
              ? Hop.broken(
                  HopKind.MAPPING,
                  subject,
                  node.name(),
                  physnet
                      + " is mapped to "
                      + name
                      + ", a bridge that does not exist: no patch port appears there, and no command reports an error")
              : Hop.unknown(HopKind.MAPPING, subject, node.name(), "its bridges were not read");
      return List.of(
          hop.with("node", node.name())
              .with("physnet", physnet)
              .with("bridge", name)
              .causedBy(nodes.read(node)));
    }
    List<Hop> hops = new ArrayList<>();
    Hop mapping = Hop.works(HopKind.MAPPING, subject, node.name());
    hops.add(mapping);
    Bridge outer = joined(node, localnet, bridge.get());
    Hop forwarding = BridgeHops.forwards(node, outer);
    hops.add(
        outer.name().equals(name)
            ? patchPair(node, localnet, outer)
            : leftBehind(node, localnet, outer, name));
    Optional<BridgePort> port = outerEnd(node, localnet, outer);
    Crossing crossing =
        Crossing.of(
            PortVlans.ALL,
            port.map(PortVlans::of).orElse(PortVlans.ALL),
            localnet.tag().orElse(0L));
    port.ifPresent(each -> hops.add(vlans(node, outer, each, localnet, crossing)));
    port.flatMap(each -> BridgeHops.apart(node, outer, each)).ifPresent(hops::add);
    hops.addAll(
        bridges.out(node, outer, new PhysicalSegment(physnet, crossing.vlan()), row.getMtu()));
    sameUplinks(node, outer, physnet).ifPresent(hops::add);
    return hops.stream()
        .map(hop -> hop.kind() == HopKind.UPLINK ? hop.causedBy(forwarding) : hop)
        .toList();
  }

  /** Whether the patch port of a bridge takes the frames of a localnet, and in which VLAN. */
  private static Hop vlans(
      Node node, Bridge outer, BridgePort port, LogicalPort localnet, Crossing crossing) {
    long tag = localnet.tag().orElse(0L);
    // An uplink with the same VLAN may take the tag off again.
    boolean restored =
        outer.ports().stream()
            .filter(BridgePort::isUplink)
            .anyMatch(
                each ->
                    PortVlans.of(each).toWire((int) crossing.vlan()).stream()
                        .anyMatch(wire -> wire == tag));
    boolean wrong = crossing.vlan() != tag && !restored;
    return Hop.of(
            HopKind.UPLINK_VLAN,
            node.name() + ": VLANs of port " + port.name() + " of " + outer.name(),
            node.name(),
            wrong ? Answer.BROKEN : crossing.answer(),
            crossing.why())
        .with("node", node.name())
        .with("bridge", outer.name())
        .with("port", port.name())
        .with("switch", localnet.switchName())
        .with("localnet", localnet.name());
  }

  /** Another interface may lead to another LAN. A bond with one of the old ones does not. */
  private Optional<Hop> sameUplinks(Node node, Bridge outer, String physnet) {
    Set<String> then = uplinks.of(node.name(), physnet);
    Set<String> now = PhysnetUplinks.of(node, outer);
    if (then.isEmpty() || now.isEmpty()) {
      return Optional.empty();
    }
    String subject = node.name() + ": way of " + physnet + " to the LAN";
    Hop hop =
        Collections.disjoint(then, now)
            ? Hop.unknown(
                HopKind.UPLINK,
                subject,
                node.name(),
                "it led out by "
                    + String.join(", ", then)
                    + ", and now leads out by "
                    + String.join(", ", now)
                    + " of bridge "
                    + outer.name()
                    + ": it is not known whether that is the same LAN")
            : Hop.works(HopKind.UPLINK, subject, node.name());
    return Optional.of(
        hop.with("node", node.name()).with("bridge", outer.name()).with("physnet", physnet));
  }

  /**
   * The bridge to which the patch pair of a localnet leads: the mapped one, unless the pair is
   * still on another. ovn-controller finds a patch port by its name, which has no bridge in it, and
   * leaves one that is there (OVN source, patch_run() in controller/patch.c; seen in the lab).
   */
  private static Bridge joined(Node node, LogicalPort localnet, Bridge mapped) {
    String inner = node.getIntegrationBridge();
    Optional<BridgePort> in = node.bridge(inner).flatMap(each -> end(each, localnet.name()));
    if (end(mapped, localnet.name()).isPresent() || in.isEmpty()) {
      return mapped;
    }
    return node.bridges().stream()
        .filter(each -> !each.name().equals(inner))
        .filter(
            each ->
                end(each, localnet.name())
                    .filter(out -> out.isAttached() && in.get().isAttached())
                    .filter(out -> in.get().peer().equals(Optional.of(out.name())))
                    .filter(out -> out.peer().equals(Optional.of(in.get().name())))
                    .isPresent())
        .findFirst()
        .orElse(mapped);
  }

  private static Hop leftBehind(Node node, LogicalPort localnet, Bridge outer, String mapped) {
    return Hop.of(
            HopKind.PATCH_PAIR,
            node.name() + ": patch pair of localnet " + localnet.name(),
            node.name(),
            Answer.AS_LAST_PROGRAMMED,
            "it leads to bridge "
                + outer.name()
                + ", and "
                + localnet.getNetworkName()
                + " is mapped to "
                + mapped
                + ": ovn-controller leaves the pair where it is until the mapping is removed once, or"
                + " a patch port is deleted")
        .with("node", node.name())
        .with("switch", localnet.switchName())
        .with("localnet", localnet.name());
  }

  private Hop patchPair(Node node, LogicalPort localnet, Bridge outer) {
    String subject = node.name() + ": patch pair of localnet " + localnet.name();
    Optional<Bridge> inner = node.bridge(node.getIntegrationBridge());
    Optional<BridgePort> in = inner.flatMap(each -> end(each, localnet.name()));
    Optional<BridgePort> out = outerEnd(node, localnet, outer);
    String why = "";
    if (in.isEmpty()) {
      why = "ovn-controller has made no patch port on " + node.getIntegrationBridge();
    } else if (out.isEmpty()) {
      why = "ovn-controller has made no patch port on " + outer.name();
    } else if (!in.get().isAttached() || !out.get().isAttached()) {
      BridgePort loose = in.get().isAttached() ? out.get() : in.get();
      why =
          "patch port "
              + loose.name()
              + " is not attached"
              + loose.error().map(error -> " (" + error + ")").orElse("");
    } else if (!in.get().peer().equals(Optional.of(out.get().name()))
        || !out.get().peer().equals(Optional.of(in.get().name()))) {
      why = "the patch ports are not each other's peer";
    } else if (in.get().getBlocked().isPresent() || out.get().getBlocked().isPresent()) {
      BridgePort blocked = in.get().getBlocked().isPresent() ? in.get() : out.get();
      why = "patch port " + blocked.name() + ": " + blocked.getBlocked().orElse("");
    }
    Hop hop =
        why.isEmpty()
            ? Hop.works(HopKind.PATCH_PAIR, subject, node.name())
            : Hop.broken(HopKind.PATCH_PAIR, subject, node.name(), why);
    return hop.with("node", node.name())
        .with("switch", localnet.switchName())
        .with("localnet", localnet.name())
        .causedBy(nodes.read(node))
        .causedBy(nodes.programming(node))
        .causedBy(central.northd())
        .causedBy(central.southbound());
  }

  /** The end of a localnet's patch pair on the bridge of its provider network. */
  private static Optional<BridgePort> outerEnd(Node node, LogicalPort localnet, Bridge outer) {
    Optional<BridgePort> in =
        node.bridge(node.getIntegrationBridge()).flatMap(each -> end(each, localnet.name()));
    return end(outer, localnet.name(), in);
  }

  private static Optional<BridgePort> end(Bridge bridge, String localnet) {
    return bridge.ports().stream()
        .filter(port -> port.getLocalnet().equals(localnet))
        .min(Comparator.comparing(BridgePort::name));
  }

  /** Of several ends on a bridge, that of the pair: another controller may have left one there. */
  private static Optional<BridgePort> end(
      Bridge bridge, String localnet, Optional<BridgePort> inner) {
    return bridge.ports().stream()
        .filter(port -> port.getLocalnet().equals(localnet))
        .filter(port -> inner.isPresent() && port.peer().equals(Optional.of(inner.get().name())))
        .min(Comparator.comparing(BridgePort::name))
        .or(() -> end(bridge, localnet));
  }
}
