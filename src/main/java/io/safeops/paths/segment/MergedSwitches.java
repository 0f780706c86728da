package io.safeops.paths.segment;

import java.util.List;

/**
 * Logical switches that share a layer-2 segment, so that a broadcast of one reaches the others. All
 * lists are sorted.
 *
 * @param switches their names; a name is there twice if two such switches have it
 * @param segments what joins them, as text
 * @param nodes the nodes on which they are joined: names in the inventory; of a chassis that the
 *     inventory lacks, the host name. None if no chassis maps their physical network yet
 */
public record MergedSwitches(List<String> switches, List<String> segments, List<String> nodes) {

  public MergedSwitches {
    switches = List.copyOf(switches);
    segments = List.copyOf(segments);
    nodes = List.copyOf(nodes);
  }

  /** The same for the same switches before and after a change. */
  public String getKey() {
    return String.join(" ", switches);
  }
}
