package io.safeops.paths.segment;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.paths.segment.Wiring.Device;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The different wirings of a cluster, each with the nodes that have it.
 *
 * @param unread nodes and chassis whose wiring is known in part only
 */
record Wirings(
    List<Wiring> all,
    List<SortedSet<String>> nodes,
    List<String> unread,
    List<String> notModelled) {

  static Wirings of(Cluster cluster) {
    return new Reader(cluster).read();
  }

  /** The nodes that have the wiring with that number. */
  SortedSet<String> nodesOf(int number) {
    return nodes.get(number);
  }

  /**
   * The same without the names of uplinks that pass everything as it is: what is connected does not
   * depend on them, and fewer wirings are different.
   */
  Wirings withoutPlainUplinks() {
    Map<Wiring, SortedSet<String>> fewer = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      fewer
          .computeIfAbsent(all.get(i).withoutPlainUplinks(), any -> new TreeSet<>())
          .addAll(nodes.get(i));
    }
    return of(fewer, unread, notModelled);
  }

  private static Wirings of(
      Map<Wiring, SortedSet<String>> nodes, List<String> unread, List<String> notModelled) {
    List<Wiring> all = new ArrayList<>(nodes.keySet());
    return new Wirings(all, all.stream().map(nodes::get).toList(), unread, notModelled);
  }

  private static final class Reader {
    private final Cluster cluster;
    private final Map<Wiring, SortedSet<String>> nodes = new HashMap<>();
    private final SortedSet<String> unread = new TreeSet<>();
    private final SortedSet<String> notModelled = new TreeSet<>();

    Reader(Cluster cluster) {
      this.cluster = cluster;
    }

    Wirings read() {
      Map<String, List<Chassis>> chassisOf = new HashMap<>();
      for (Chassis chassis : cluster.chassis()) {
        String node = chassis.node().filter(name -> cluster.node(name).isPresent()).orElse("");
        if (node.isEmpty() && chassis.mappings().isEmpty()) {
          // It has no provider network, as every chassis of another availability zone (ovn-ic).
          continue;
        }
        if (node.isEmpty()) {
          String name = chassis.hostname().isEmpty() ? chassis.name() : chassis.hostname();
          unread.add(name);
          add(Wiring.ofMappings(mapped(List.of(chassis), Set.of())), name);
        } else {
          chassisOf.computeIfAbsent(node, any -> new ArrayList<>()).add(chassis);
        }
      }
      for (Node node : cluster.nodes()) {
        node(node, chassisOf.getOrDefault(node.name(), List.of()));
      }
      return of(nodes, List.copyOf(unread), List.copyOf(notModelled));
    }

    /** What a node does not say of itself, its chassis' row in the Southbound says in part. */
    private void node(Node node, List<Chassis> rows) {
      WiringReader.Read read = WiringReader.read(node);
      notModelled.addAll(read.notModelled());
      if (node.isRead() && node.problems().isEmpty()) {
        add(read.wiring(), node.name());
        return;
      }
      if (node.absent().isEmpty() || rows.stream().anyMatch(row -> !row.mappings().isEmpty())) {
        unread.add(node.name());
      }
      Set<String> own = new HashSet<>();
      node.mappings().forEach(mapping -> own.add(mapping.physnet()));
      SortedMap<String, SortedSet<Device>> mapped = mapped(rows, own);
      mapped.putAll(read.wiring().mapped());
      add(
          new Wiring(
              mapped,
              read.wiring().links(),
              read.wiring().uplinks(),
              read.wiring().patches(),
              read.wiring().stp()),
          node.name());
    }

    private static SortedMap<String, SortedSet<Device>> mapped(
        List<Chassis> rows, Set<String> without) {
      SortedMap<String, SortedSet<Device>> mapped = new TreeMap<>();
      for (Chassis chassis : rows) {
        chassis
            .mappings()
            .forEach(
                (physnet, bridge) -> {
                  if (!without.contains(physnet)) {
                    mapped
                        .computeIfAbsent(physnet, any -> new TreeSet<>())
                        .add(new Device(bridge, true));
                  }
                });
      }
      return mapped;
    }

    private void add(Wiring wiring, String name) {
      nodes.computeIfAbsent(wiring, any -> new TreeSet<>()).add(name);
    }
  }
}
