package io.safeops.paths.segment;

import java.util.List;

/**
 * A loop in a layer-2 segment, or a danger of one. All lists are sorted.
 *
 * @param key the same for the same loop before and after a change: the kind and {@code where}
 * @param where the switch, or the bridges of the loop
 * @param nodes the nodes that have it: names in the inventory; of a chassis that the inventory
 *     lacks, the host name
 * @param evidence the facts that make it, as text
 * @param extent what it consists of; a loop that grows, for example by one more chassis, has more
 *     entries
 */
public record SegmentLoop(
    LoopKind kind,
    String key,
    List<String> where,
    List<String> nodes,
    List<String> evidence,
    List<String> extent) {

  public SegmentLoop {
    where = List.copyOf(where);
    nodes = List.copyOf(nodes);
    evidence = List.copyOf(evidence);
    extent = List.copyOf(extent);
  }

  /** The kind, in a word for rules. */
  public String getKind() {
    return kind.word();
  }

  /** Whether it is always a fault. */
  public boolean isFault() {
    return kind.isFault();
  }
}
