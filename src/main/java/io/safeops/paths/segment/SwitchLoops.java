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
    return (words.size() == 1 ? "localnet " : "localnets ") + some(words);
  }

  private void add(
      LoopKind kind,
      String switchName,
      int number,
      Collection<Localnet> localnets,
      String evidence) {
    SortedSet<String> nodes = wirings.nodesOf(number);
    // One more localnet, or one more node, makes it worse.
    List<String> extent = new ArrayList<>();
    nodes.forEach(node -> localnets.forEach(each -> extent.add(node + " " + each.name())));
    loops.add(kind, List.of(switchName), nodes, evidence, extent);
  }

  private void gateways(Ways each) {
    if (each.gateways().isEmpty()) {
      return;
    }
    Map<Integer, Set<Localnet>> bySegment = new HashMap<>();
    for (Localnet localnet : each.localnets()) {
      bySegment
          .computeIfAbsent(graph.segment(localnet.lan()), any -> new HashSet<>())
          .add(localnet);
    }
    Map<Integer, SortedSet<String>> inSegment = new HashMap<>();
    SortedSet<String> elsewhere = new TreeSet<>();
    for (LogicalPort gateway : each.gateways()) {
      Lan lan = new Lan(gateway.getNetworkName(), gateway.tag().orElse(0L).intValue());
      String words = gateway.type() + " port " + gateway.name();
      // A vtep port names no physnet.
      if (!lan.physnet().isEmpty() && bySegment.containsKey(graph.segment(lan))) {
        inSegment
            .computeIfAbsent(graph.segment(lan), any -> new TreeSet<>())
            .add(words + " (" + lan.words() + ")");
      } else {
        elsewhere.add(words);
      }
    }
    inSegment.forEach(
        (segment, gateways) -> {
          Set<Localnet> localnets = bySegment.getOrDefault(segment, Set.of());
          beside(
              LoopKind.SWITCH_IN_SEGMENT_TWICE,
              each.name(),
              localnets,
              gateways,
              words(localnets) + " and " + some(gateways) + " lead into one segment");
        });
    if (!elsewhere.isEmpty()) {
      beside(
          LoopKind.LOCALNET_BESIDE_GATEWAY,
          each.name(),
          each.localnets(),
          elsewhere,
          words(each.localnets()) + " beside " + some(elsewhere));
    }
  }

  private static String some(Collection<String> texts) {
    return String.join(", ", ShortenedList.of(texts.stream(), texts.size()));
  }

  private void beside(
      LoopKind kind,
      String switchName,
      Collection<Localnet> localnets,
      Collection<String> gateways,
      String evidence) {
    SortedSet<String> nodes = new TreeSet<>();
    SortedSet<String> extent = new TreeSet<>(gateways);
    Set<String> physnets = new TreeSet<>();
    localnets.forEach(localnet -> physnets.add(localnet.physnet()));
    for (String physnet : physnets) {
      for (int number : graph.wiringsWith(physnet)) {
        for (String node : wirings.nodesOf(number)) {
          nodes.add(node);
          extent.add(node + " " + physnet);
        }
      }
    }
    loops.add(kind, List.of(switchName), nodes, evidence, extent);
  }
}
