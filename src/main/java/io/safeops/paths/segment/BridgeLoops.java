package io.safeops.paths.segment;

import io.safeops.facts.derive.ShortenedList;
import io.safeops.paths.segment.Circles.Edge;
import io.safeops.paths.segment.Wiring.Device;
import io.safeops.paths.segment.Wiring.Link;
import io.safeops.paths.segment.Wiring.Uplink;
import java.util.ArrayList;
import java.util.Collection;
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
import java.util.stream.Stream;

/** Finds the loops that the bridges of one node make, without any switch. */
final class BridgeLoops {

  /** A VLAN of a bridge. */
  private record Spot(Device device, int vlan) {}

  /** A connection of two VLANs. */
  private record Joint(Link link, PortVlans.Pair pair) {
    Spot one() {
      return new Spot(link.one().device(), pair.one());
    }

    Spot other() {
      return new Spot(link.other().device(), pair.other());
    }

    boolean isBetween(Collection<Device> devices) {
      return devices.contains(link.one().device()) && devices.contains(link.other().device());
    }
  }

  private final Wirings wirings;
  private final UplinkEvidence evidence;
  private final LoopList loops;

  BridgeLoops(Wirings wirings, UplinkEvidence evidence, LoopList loops) {
    this.wirings = wirings;
    this.evidence = evidence;
    this.loops = loops;
  }

  void find() {
    for (int i = 0; i < wirings.all().size(); i++) {
      Wiring wiring = wirings.all().get(i);
      List<Joint> joints = new ArrayList<>();
      SortedSet<Integer> vlans = wiring.sampleVlans();
      wiring
          .links()
          .forEach(link -> link.pairs(vlans).forEach(pair -> joints.add(new Joint(link, pair))));
      cycles(wiring, wirings.nodesOf(i), joints);
      uplinks(wiring, wirings.nodesOf(i), joints, vlans);
    }
  }

  /**
   * STP cuts a circle whose bridges all run it. It also cuts one with Linux bridges among them: a
   * Linux bridge without STP forwards the packets of STP ({@code br_handle_frame} in the kernel's
   * net/bridge/br_input.c). So these bridges count as one, without circles between them. A bridge
   * of OVS without STP drops such packets.
   */
  private void cycles(Wiring wiring, SortedSet<String> nodes, List<Joint> joints) {
    Set<Device> linux = new HashSet<>();
    for (Joint joint : joints) {
      Stream.of(joint.one().device(), joint.other().device())
          .filter(device -> !device.ovs())
          .forEach(linux::add);
    }
    Set<Device> cut = new HashSet<>(wiring.stp());
    cut.addAll(linux);
    UnionFind oneTree = new UnionFind();
    List<Edge<Joint>> edges = new ArrayList<>();
    List<Edge<Joint>> edgesOfLinux = new ArrayList<>();
    for (Joint joint : joints) {
      if (joint.isBetween(linux)) {
        edgesOfLinux.add(new Edge<>(joint.one(), joint.other(), joint));
      }
      if (joint.isBetween(cut)) {
        oneTree.join(joint.one(), joint.other());
      }
    }
    for (Joint joint : joints) {
      if (!joint.isBetween(cut)) {
        edges.add(new Edge<>(oneTree.root(joint.one()), oneTree.root(joint.other()), joint));
      }
    }
    Stream.concat(Circles.of(edges).stream(), Circles.of(edgesOfLinux).stream())
        .forEach(circle -> cycle(nodes, circle));
  }

  private void cycle(SortedSet<String> nodes, List<Edge<Joint>> circle) {
    SortedSet<String> devices = new TreeSet<>();
    SortedSet<String> links = new TreeSet<>();
    for (Edge<Joint> edge : circle) {
      devices.add(edge.what().one().device().name());
      devices.add(edge.what().other().device().name());
      links.add(edge.what().link().words());
    }
    List<String> extent = new ArrayList<>();
    nodes.forEach(node -> links.forEach(link -> extent.add(node + ": " + link)));
    loops.add(
        LoopKind.BRIDGE_CYCLE,
        List.copyOf(devices),
        nodes,
        "connected in a circle: "
            + String.join("; ", ShortenedList.of(links.stream(), links.size())),
        extent);
  }

  /** Groups of uplinks that a packet of some VLAN can pass between. */
  private void uplinks(
      Wiring wiring, SortedSet<String> nodes, List<Joint> joints, SortedSet<Integer> vlans) {
    if (wiring.uplinks().size() < 2) {
      return;
    }
    UnionFind segments = new UnionFind();
    joints.forEach(joint -> segments.join(joint.one(), joint.other()));
    List<Uplink> all = List.copyOf(wiring.uplinks());
    Map<Integer, List<Integer>> bySegment = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      Set<Integer> own = new HashSet<>();
      for (int vlan : vlans) {
        if (all.get(i).vlans().admits(vlan)) {
          own.add(segments.root(new Spot(all.get(i).device(), vlan)));
        }
      }
      for (int segment : own) {
        bySegment.computeIfAbsent(segment, any -> new ArrayList<>()).add(i);
      }
    }
    Set<Integer> withPhysnet = new HashSet<>();
    for (Device device : wiring.physnets().keySet()) {
      vlans.forEach(vlan -> withPhysnet.add(segments.root(new Spot(device, vlan))));
    }
    Set<List<Integer>> groups = new HashSet<>();
    bySegment.forEach(
        (segment, uplinks) -> groups.add(leadingOut(all, uplinks, withPhysnet.contains(segment))));
    for (List<Integer> group : groups) {
      List<Uplink> uplinks = group.stream().map(all::get).toList();
      if (uplinks.stream().map(Uplink::port).distinct().count() > 1) {
        group(nodes, uplinks);
      }
    }
  }

  /**
   * The uplinks that surely lead out of the node. If there are none, those that may, but only next
   * to a physnet: otherwise they are containers that share a bridge.
   */
  private static List<Integer> leadingOut(
      List<Uplink> all, List<Integer> uplinks, boolean ofPhysnet) {
    List<Integer> cables = uplinks.stream().filter(i -> all.get(i).cable()).toList();
    if (!cables.isEmpty()) {
      return cables;
    }
    return ofPhysnet ? List.copyOf(uplinks) : List.of();
  }

  private void group(SortedSet<String> nodes, List<Uplink> group) {
    SortedMap<String, String> words = new TreeMap<>();
    SortedSet<String> devices = new TreeSet<>();
    for (Uplink uplink : group) {
      words.put(uplink.port(), uplink.port() + " of " + uplink.device().name());
      devices.add(uplink.device().name());
    }
    String ports = String.join(", ", ShortenedList.of(words.values().stream(), words.size()));
    for (String node : nodes) {
      List<String> extent = words.values().stream().map(each -> node + ": " + each).toList();
      Optional<String> known = evidence.oneLan(node, List.copyOf(words.keySet()));
      loops.add(
          known.isPresent() ? LoopKind.UPLINKS_IN_ONE_LAN : LoopKind.UPLINKS_WITHOUT_BOND,
          List.copyOf(devices),
          List.of(node),
          "uplinks without a bond: " + ports + known.map(why -> " (" + why + ")").orElse(""),
          extent);
    }
  }
}
