package io.safeops.paths.segment;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says the same as {@link Segments} by following packets: over each pair of a bridge and a VLAN of
 * every node, one by one. It is slow, and it knows patch ports, uplinks and localnets only.
 */
final class PacketOracle {

  private static final int VLANS = RandomSegments.VLANS + 1;

  private record Joint(String one, String other, String link, boolean cut) {}

  private final Cluster cluster;
  private final Map<String, Set<String>> next = new HashMap<>();
  private final List<Joint> joints = new ArrayList<>();

  /** By node, physnet: the bridge. Nodes that only the Southbound knows are among them. */
  private final Map<String, Map<String, String>> mappings = new TreeMap<>();

  PacketOracle(Cluster cluster) {
    this.cluster = cluster;
    for (Node node : cluster.nodes()) {
      Map<String, String> mapped = new TreeMap<>();
      node.mappings().stream()
          .filter(each -> each.bridgePresent())
          .forEach(each -> mapped.put(each.physnet(), each.bridge()));
      mappings.put(node.name(), mapped);
      for (Bridge bridge : node.bridges()) {
        bridge.ports().forEach(port -> follow(node, bridge, port));
      }
    }
    cluster.chassis().forEach(each -> mappings.put(each.hostname(), each.mappings()));
    mappings.forEach(
        (node, mapped) ->
            mapped.forEach(
                (physnet, bridge) -> {
                  if (!hasUplink(node, bridge)) {
                    for (int vlan = 0; vlan < VLANS; vlan++) {
                      join(spot(node, bridge, vlan), lan(physnet, vlan));
                    }
                  }
                }));
  }

  private boolean hasUplink(String node, String bridge) {
    return cluster
        .node(node)
        .flatMap(each -> each.bridge(bridge))
        .filter(each -> each.ports().stream().anyMatch(port -> port.kind().equals("system")))
        .isPresent();
  }

  private static String spot(String node, String bridge, int vlan) {
    return node + " " + bridge + " " + vlan;
  }

  private static String lan(String physnet, int vlan) {
    return "lan " + physnet + " " + vlan;
  }

  private void join(String one, String other) {
    next.computeIfAbsent(one, any -> new TreeSet<>()).add(other);
    next.computeIfAbsent(other, any -> new TreeSet<>()).add(one);
  }

  private static boolean isTrunked(BridgePort port, int vlan) {
    return port.trunks().isEmpty() || port.trunks().contains((long) vlan);
  }

  private static String mode(BridgePort port) {
    return port.vlanMode().isEmpty()
        ? (port.tag().isPresent() ? "access" : "trunk")
        : port.vlanMode();
  }

  /** The tag that a packet leaves with; -1 if it does not leave. */
  private static int leave(BridgePort port, int vlan) {
    int tag = port.tag().orElse(0L).intValue();
    switch (mode(port)) {
      case "access":
        return vlan == tag ? 0 : -1;
      case "trunk":
        return isTrunked(port, vlan) ? vlan : -1;
      case "native-tagged":
        return vlan == tag || (vlan > 0 && isTrunked(port, vlan)) ? vlan : -1;
      case "native-untagged":
        return vlan == tag ? 0 : vlan > 0 && isTrunked(port, vlan) ? vlan : -1;
      default:
        return -1;
    }
  }

  /** The VLAN that a packet arrives in; -1 if it is dropped. */
  private static int arrive(BridgePort port, int tag) {
    int own = port.tag().orElse(0L).intValue();
    switch (mode(port)) {
      case "access":
        return tag == 0 ? own : -1;
      case "trunk":
        return isTrunked(port, tag) ? tag : -1;
      case "native-tagged", "native-untagged":
        return tag == 0 ? own : tag == own || isTrunked(port, tag) ? tag : -1;
      default:
        return -1;
    }
  }

  private void follow(Node node, Bridge bridge, BridgePort port) {
    for (int vlan = 0; vlan < VLANS; vlan++) {
      int tag = leave(port, vlan);
      if (port.kind().equals("system")) {
        for (int outside = 0; outside < VLANS; outside++) {
          if (outside == tag || arrive(port, outside) == vlan) {
            outside(node, bridge, port, vlan, outside);
          }
        }
      } else if (tag >= 0) {
        acrossPatch(node, bridge, port, vlan, tag);
      }
    }
  }

  private void outside(Node node, Bridge bridge, BridgePort port, int vlan, int tag) {
    mappings
        .get(node.name())
        .forEach(
            (physnet, mapped) -> {
              if (mapped.equals(bridge.name())) {
                join(spot(node.name(), bridge.name(), vlan), lan(physnet, tag));
              }
            });
    Nic nic = node.nic(port.name()).orElseThrow();
    boolean below = nic.kind().equals("vlan") && node.nic(nic.lower().get(0)).isPresent();
    if (!below) {
      join(spot(node.name(), bridge.name(), vlan), "cable " + node.name() + nic.name() + tag);
    } else if (tag == 0) {
      join(
          spot(node.name(), bridge.name(), vlan),
          "cable " + node.name() + nic.lower().get(0) + nic.vlan().orElseThrow());
    }
  }

  private void acrossPatch(Node node, Bridge bridge, BridgePort port, int vlan, int tag) {
    for (Bridge other : node.bridges()) {
      for (BridgePort peer : other.ports()) {
        if (peer.name().equals(port.peer().orElse("")) && arrive(peer, tag) >= 0) {
          String here = spot(node.name(), bridge.name(), vlan);
          String there = spot(node.name(), other.name(), arrive(peer, tag));
          join(here, there);
          String link =
              node.name() + " " + (port.name().startsWith("a") ? port.name() : peer.name());
          boolean first = here.compareTo(there) <= 0;
          joints.add(
              new Joint(
                  first ? here : there, first ? there : here, link, bridge.stp() && other.stp()));
        }
      }
    }
  }

  private Set<String> reached(String from) {
    Set<String> seen = new TreeSet<>(Set.of(from));
    Deque<String> todo = new ArrayDeque<>(seen);
    while (!todo.isEmpty()) {
      for (String each : next.getOrDefault(todo.remove(), Set.of())) {
        if (seen.add(each)) {
          todo.add(each);
        }
      }
    }
    return seen;
  }

  private static List<LogicalPort> active(LogicalSwitch each) {
    return each.getLocalnets().stream().filter(LogicalPort::enabled).toList();
  }

  private static int tag(LogicalPort localnet) {
    return localnet.tag().orElse(0L).intValue();
  }

  /** Switches with two localnets in one segment of a node, as {@code switch node}. */
  Set<String> twice() {
    return pairs(true);
  }

  /** Switches with two localnets in two segments of a node, as {@code switch node}. */
  Set<String> bridging() {
    return pairs(false);
  }

  private Set<String> pairs(boolean same) {
    Set<String> found = new TreeSet<>();
    for (LogicalSwitch each : cluster.switches()) {
      mappings.forEach(
          (node, mapped) -> {
            for (LogicalPort one : active(each)) {
              for (LogicalPort other : active(each)) {
                String here = mapped.get(one.getNetworkName());
                String there = mapped.get(other.getNetworkName());
                if (one != other && here != null && there != null) {
                  boolean meet =
                      reached(spot(node, here, tag(one))).contains(spot(node, there, tag(other)));
                  if (meet == same) {
                    found.add(each.name() + " " + node);
                  }
                }
              }
            }
          });
    }
    return found;
  }

  /** Patch pairs in a circle, as {@code node pair}. */
  Set<String> circles() {
    Set<Joint> all = new java.util.LinkedHashSet<>(joints);
    Set<String> found = new TreeSet<>();
    for (Joint joint : all) {
      // Without this connection its ends are still connected. Bridges with STP are one tree.
      if (!joint.cut()) {
        Map<String, Set<String>> others = new HashMap<>();
        for (Joint other : all) {
          if (other != joint) {
            others.computeIfAbsent(other.one(), any -> new TreeSet<>()).add(other.other());
            others.computeIfAbsent(other.other(), any -> new TreeSet<>()).add(other.one());
          }
        }
        Set<String> seen = new TreeSet<>(Set.of(joint.one()));
        Deque<String> todo = new ArrayDeque<>(seen);
        while (!todo.isEmpty()) {
          for (String each : others.getOrDefault(todo.remove(), Set.of())) {
            if (seen.add(each)) {
              todo.add(each);
            }
          }
        }
        if (seen.contains(joint.other())) {
          found.add(joint.link());
        }
      }
    }
    return found;
  }

  /** Groups of switches that reach each other, each sorted. */
  Set<List<String>> merged() {
    for (LogicalSwitch each : cluster.switches()) {
      for (LogicalPort localnet : active(each)) {
        String end = "end " + localnet.name();
        join(end, lan(localnet.getNetworkName(), tag(localnet)));
        mappings.forEach(
            (node, mapped) -> {
              String bridge = mapped.get(localnet.getNetworkName());
              if (bridge != null) {
                join(end, spot(node, bridge, tag(localnet)));
                active(each).stream()
                    .filter(other -> mapped.containsKey(other.getNetworkName()))
                    .forEach(other -> join(end, "end " + other.name()));
              }
            });
      }
    }
    Set<List<String>> groups = new java.util.HashSet<>();
    for (LogicalSwitch each : cluster.switches()) {
      for (LogicalPort localnet : active(each)) {
        Set<String> names = new TreeSet<>();
        reached("end " + localnet.name()).stream()
            .filter(reached -> reached.startsWith("end "))
            .forEach(reached -> names.add(reached.substring(4, reached.indexOf('-'))));
        if (names.size() > 1) {
          groups.add(List.copyOf(names));
        }
      }
    }
    return groups;
  }
}
