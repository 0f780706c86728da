package io.safeops.facts.derive;

import io.safeops.facts.model.Cluster;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import java.util.List;

/** The tunnels that a cluster lacks, as far as nothing else explains them. */
public final class TunnelFaults {

  private TunnelFaults() {}

  public static List<Hop> of(Cluster cluster) {
    return ClusterPaths.of(cluster).faults().stream()
        .map(HopFault::hop)
        .filter(hop -> hop.kind() == HopKind.TUNNEL)
        .toList();
  }
}
