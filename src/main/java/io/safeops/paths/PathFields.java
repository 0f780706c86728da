package io.safeops.paths;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.model.Path;
import io.safeops.paths.segment.MergedSwitches;
import io.safeops.paths.segment.SegmentLoop;
import io.safeops.paths.segment.Segments;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fields of a cluster about its paths, such as {@code cluster.paths}. */
public final class PathFields {

  private PathFields() {}

  /** The intended paths, each with its answer. */
  public static List<Path> paths(Cluster cluster) {
    return ClusterPaths.of(cluster).paths();
  }

  /** The hops that do not work and that no other hop explains. */
  public static List<HopFault> hopFaults(Cluster cluster) {
    return ClusterPaths.of(cluster).faults();
  }

  /** The mappings of physical networks that no end on their node uses. */
  public static List<BridgeMapping> unusedMappings(Cluster cluster) {
    Set<String> used = new HashSet<>();
    for (Path path : ClusterPaths.of(cluster).paths()) {
      for (Hop hop : path.hops()) {
        if (hop.kind() == HopKind.MAPPING) {
          used.add(hop.subject());
        }
      }
    }
    return cluster.getMappings().stream()
        .filter(each -> !used.contains(each.node() + ": mapping of " + each.physnet()))
        .toList();
  }

  /** Switches that share a layer-2 segment. */
  public static List<MergedSwitches> mergedSwitches(Cluster cluster) {
    return Segments.of(cluster).merged();
  }

  /** Loops in layer-2 segments, and dangers of them. */
  public static List<SegmentLoop> segmentLoops(Cluster cluster) {
    return Segments.of(cluster).loops();
  }

  /** The hops that pass less than was asked for. */
  public static List<HopFault> hopWarnings(Cluster cluster) {
    return ClusterPaths.of(cluster).warnings();
  }
}
