package io.safeops.paths.segment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects loops. What is added with the same kind and place is one loop. */
final class LoopList {

  private final Map<String, Growing> loops = new TreeMap<>();

  private static final class Growing {
    final LoopKind kind;
    final List<String> where;
    final SortedSet<String> nodes = new TreeSet<>();
    final NodeTexts evidence = new NodeTexts();
    final SortedSet<String> extent = new TreeSet<>();

    Growing(LoopKind kind, List<String> where) {
      this.kind = kind;
      this.where = where;
    }
  }

  /**
   * @param where the switch, or the bridges, sorted
   * @param evidence what makes the loop on these nodes
   */
  void add(
      LoopKind kind,
      List<String> where,
      Collection<String> nodes,
      String evidence,
      Collection<String> extent) {
    Growing loop = loops.computeIfAbsent(key(kind, where), any -> new Growing(kind, where));
    loop.nodes.addAll(nodes);
    loop.evidence.add(evidence, nodes);
    loop.extent.addAll(extent);
  }

  private static String key(LoopKind kind, List<String> where) {
    return kind.word() + " " + String.join(" ", where);
  }

  List<SegmentLoop> sorted() {
    List<SegmentLoop> sorted = new ArrayList<>();
    for (Growing loop : loops.values()) {
      sorted.add(
          new SegmentLoop(
              loop.kind,
              key(loop.kind, loop.where),
              loop.where,
              List.copyOf(loop.nodes),
              loop.evidence.texts(),
              List.copyOf(loop.extent)));
    }
    sorted.sort(Comparator.comparing(SegmentLoop::key));
    return sorted;
  }
}
