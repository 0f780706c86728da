package io.safeops.paths.segment;

import io.safeops.facts.derive.ShortenedList;
import io.safeops.paths.segment.SegmentGraph.Spot;
import io.safeops.paths.segment.SwitchWays.Lan;
import io.safeops.paths.segment.SwitchWays.Localnet;
import io.safeops.paths.segment.SwitchWays.Ways;
import io.safeops.paths.segment.Wiring.Device;
import io.safeops.paths.segment.Wiring.Link;
import io.safeops.paths.segment.Wiring.Uplink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the switches that share a segment, and says what joins them. */
final class Merges {

  private final SegmentGraph graph;
  private final Wirings wirings;
  private final SwitchWays switches;

  /** By segment: the switches in it. */
  private final Map<Integer, SortedMap<Integer, Ways>> members = new HashMap<>();

  /** By segment, of those with several switches: what joins them. */
  private final Map<Integer, NodeTexts> evidence = new HashMap<>();

  /** The graph has joined its switches. */
  Merges(SegmentGraph graph, Wirings wirings, SwitchWays switches) {
    this.graph = graph;
    this.wirings = wirings;
    this.switches = switches;
  }

  List<MergedSwitches> find() {
    for (Ways each : switches.switches()) {
      for (Localnet localnet : each.localnets()) {
        members
            .computeIfAbsent(graph.segment(localnet), any -> new TreeMap<>())
            .put(each.number(), each);
      }
    }
    members.values().removeIf(group -> group.size() < 2);
    if (members.isEmpty()) {
      return List.of();
    }
    members.keySet().forEach(segment -> evidence.put(segment, new NodeTexts()));
    lans();
    for (int i = 0; i < wirings.all().size(); i++) {
      bridges(i, wirings.all().get(i));
    }
    bridgingSwitches();
    return merged();
  }

  private List<MergedSwitches> merged() {
    Map<List<String>, NodeTexts> groups = new HashMap<>();
    List<MergedSwitches> merged = new ArrayList<>();
    members.forEach(
        (segment, group) -> {
          NodeTexts texts = evidence.getOrDefault(segment, new NodeTexts());
          List<String> names = group.values().stream().map(Ways::name).sorted().toList();
          // Two switches may share two segments: they are one group.
          groups.computeIfAbsent(names, any -> new NodeTexts()).addAll(texts);
        });
    groups.forEach(
        (names, texts) -> merged.add(new MergedSwitches(names, texts.texts(), texts.allNodes())));
    merged.sort(Comparator.comparing(MergedSwitches::getKey));
    return merged;
  }

  private void add(int segment, String statement, Set<String> nodes) {
    NodeTexts texts = evidence.get(segment);
    if (texts != null) {
      texts.add(statement, nodes);
    }
  }

  /** Which switches are in which LAN. */
  private void lans() {
    Map<Lan, SortedMap<Integer, String>> names = new HashMap<>();
    for (Ways each : switches.switches()) {
      for (Localnet localnet : each.localnets()) {
        names
            .computeIfAbsent(localnet.lan(), any -> new TreeMap<>())
            .put(each.number(), each.name());
      }
    }
    names.forEach(
        (lan, each) -> {
          List<String> sorted = each.values().stream().sorted().toList();
          Set<String> nodes = new TreeSet<>();
          if (each.size() > 1) {
            graph
                .wiringsWith(lan.physnet())
                .forEach(number -> nodes.addAll(wirings.nodesOf(number)));
          }
          add(
              graph.segment(lan),
              lan.words()
                  + " has "
                  + String.join(", ", ShortenedList.of(sorted.stream(), sorted.size())),
              nodes);
        });
  }

  /** What the bridges of a node join. */
  private void bridges(int number, Wiring wiring) {
    Set<Device> special = graph.special(number);
    if (special.isEmpty()) {
      return;
    }
    Set<String> nodes = wirings.nodesOf(number);
    wiring
        .physnets()
        .forEach(
            (device, physnets) -> {
              if (physnets.size() > 1) {
                severalPhysnets(number, device, physnets, nodes);
              }
            });
    for (Link link : wiring.links()) {
      for (PortVlans.Pair pair : link.pairs(graph.vlans())) {
        add(
            graph.segment(new Spot(number, link.one().device(), pair.one())),
            link.words()
                + " join "
                + PortVlans.words(pair.one())
                + " of "
                + link.one().device().name()
                + " and "
                + PortVlans.words(pair.other())
                + " of "
                + link.other().device().name(),
            nodes);
      }
    }
    for (Uplink uplink : wiring.uplinks()) {
      if (special.contains(uplink.device())) {
        uplink(number, uplink, nodes);
      }
    }
  }

  private void severalPhysnets(
      int number, Device device, SortedSet<String> physnets, Set<String> nodes) {
    String names = String.join(", ", ShortenedList.of(physnets.stream(), physnets.size()));
    for (int vlan : graph.vlans()) {
      add(
          graph.segment(new Spot(number, device, vlan)),
          device.name() + " has the physnets " + names + " (" + PortVlans.words(vlan) + ")",
          nodes);
    }
  }

  /** An uplink that changes tags, or that is a VLAN of an interface. */
  private void uplink(int number, Uplink uplink, Set<String> nodes) {
    for (PortVlans.Pair pair : PortVlans.pairs(uplink.vlans(), PortVlans.ALL, graph.vlans())) {
      boolean ofVlanDevice = uplink.nicVlan().isPresent() && pair.other() == 0;
      int wire = ofVlanDevice ? uplink.nicVlan().orElse(0) : pair.other();
      if (wire != pair.one()) {
        add(
            graph.segment(new Spot(number, uplink.device(), pair.one())),
            PortVlans.words(pair.one())
                + " of "
                + uplink.device().name()
                + " is "
                + PortVlans.words(wire)
                + " outside of "
                + (ofVlanDevice ? uplink.nic() : uplink.port()),
            nodes);
      }
    }
  }

  /** Switches that are themselves the path between others. */
  private void bridgingSwitches() {
    for (Ways each : switches.switches()) {
      if (each.localnets().size() > 1) {
        graph
            .mappedBy(each)
            .forEach(
                (number, localnets) -> {
                  if (localnets.size() > 1) {
                    List<String> names = localnets.stream().map(Localnet::name).sorted().toList();
                    add(
                        graph.segment(localnets.get(0)),
                        "switch "
                            + each.name()
                            + " joins its localnets "
                            + String.join(", ", ShortenedList.of(names.stream(), names.size())),
                        wirings.nodesOf(number));
                  }
                });
      }
    }
  }
}
