package io.safeops.paths.segment;

import io.safeops.facts.derive.ShortenedList;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.paths.segment.SwitchWays.Lan;
import io.safeops.paths.segment.SwitchWays.Localnet;
import io.safeops.paths.segment.SwitchWays.Ways;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds the loops that a switch with several ways out makes. */
final class SwitchLoops {

  private final SegmentGraph graph;
  private final Wirings wirings;
  private final LoopList loops;

  SwitchLoops(SegmentGraph graph, Wirings wirings, LoopList loops) {
    this.graph = graph;
    this.wirings = wirings;
    this.loops = loops;
  }

  void find(SwitchWays switches) {
    for (Ways each : switches.switches()) {
      if (each.localnets().size() > 1) {
        graph
            .mappedBy(each)
            .forEach((number, localnets) -> localnets(each.name(), number, localnets));
      }
      gateways(each);
    }
  }

  /**
   * @param localnets those of the switch that the nodes with this wiring map
   */
  private void localnets(String switchName, int number, List<Localnet> localnets) {
    Map<Integer, Set<Localnet>> bySegment = new HashMap<>();
    for (Localnet localnet : localnets) {
      for (Object place : graph.places(number, localnet)) {
        bySegment.computeIfAbsent(graph.segment(place), any -> new HashSet<>()).add(localnet);
      }
    }
    for (Set<Localnet> together : bySegment.values()) {
      if (together.size() > 1) {
        add(
            LoopKind.SWITCH_IN_SEGMENT_TWICE,
            switchName,
            number,
            together,
            words(together) + " lead into one segment");
      }
    }
    if (bySegment.size() > 1) {
      Set<Localnet> all = new HashSet<>();
      bySegment.values().forEach(all::addAll);
      if (all.size() > 1) {
        add(
            LoopKind.SWITCH_BRIDGES_LANS,
            switchName,
            number,
            all,
            words(all) + " lead to different LANs");
      }
    }
  }

  private static String words(Collection<Localnet> localnets) {
    List<String> words =
        localnets.stream()
            .sorted(
                Comparator.comparing(Localnet::name)
                    .thenComparing(Localnet::physnet)
                    .thenComparing(Localnet::vlan))
            .map(each -> each.name() + " (" + each.lan().words() + ")")
            .toList();
    return "localnets " + String.join(", ", ShortenedList.of(words.stream(), words.size()));
  }

  private void add(
      LoopKind kind,
      String switchName,
      int number,
      Collection<Localnet> localnets,
      String evidence) {
    SortedSet<String> nodes = wirings.nodesOf(number);
    SortedSet<String> physnets = new TreeSet<>();
    localnets.forEach(each -> physnets.add(each.physnet()));
    List<String> extent = new ArrayList<>();
    nodes.forEach(node -> physnets.forEach(physnet -> extent.add(node + " " + physnet)));
    loops.add(kind, List.of(switchName), nodes, evidence, extent);
  }

  private void gateways(Ways each) {
    if (each.gateways().isEmpty()) {
      return;
    }
    Map<Integer, Set<Localnet>> bySegment = new HashMap<>();
    each.localnets()
        .forEach(
            localnet ->
                bySegment
                    .computeIfAbsent(graph.segment(localnet.lan()), any -> new HashSet<>())
                    .add(localnet));
    for (LogicalPort gateway : each.gateways()) {
      Lan lan = new Lan(gateway.getNetworkName(), gateway.tag().orElse(0L).intValue());
      // A vtep port names no physnet.
      Set<Localnet> same =
          lan.physnet().isEmpty() ? Set.of() : bySegment.getOrDefault(graph.segment(lan), Set.of());
      String port = gateway.type() + " port " + gateway.name();
      if (same.isEmpty()) {
        beside(
            LoopKind.LOCALNET_BESIDE_GATEWAY,
            each,
            gateway,
            words(each.localnets()) + " beside " + port);
      } else {
        beside(
            LoopKind.SWITCH_IN_SEGMENT_TWICE,
            each,
            gateway,
            words(same) + " and " + port + " (" + lan.words() + ") lead into one segment");
      }
    }
  }

  private void beside(LoopKind kind, Ways each, LogicalPort gateway, String evidence) {
    SortedSet<String> nodes = new TreeSet<>();
    SortedSet<String> extent = new TreeSet<>(Set.of(gateway.type() + " " + gateway.name()));
    Set<String> physnets = new TreeSet<>();
    each.localnets().forEach(localnet -> physnets.add(localnet.physnet()));
    for (String physnet : physnets) {
      for (int number : graph.wiringsWith(physnet)) {
        for (String node : wirings.nodesOf(number)) {
          nodes.add(node);
          extent.add(node + " " + physnet);
        }
      }
    }
    loops.add(kind, List.of(each.name()), nodes, evidence, extent);
  }
}
