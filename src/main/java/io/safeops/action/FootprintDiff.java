package io.safeops.action;

import io.safeops.cluster.Cluster;
import java.util.List;

/** Compares two clusters within a footprint, in words. */
final class FootprintDiff {

  private FootprintDiff() {}

  static List<String> of(Footprint footprint, Cluster before, Cluster after) {
    return before.equals(after) ? List.of() : List.of("not equal within " + footprint);
  }
}
