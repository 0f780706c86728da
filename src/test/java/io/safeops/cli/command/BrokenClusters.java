package io.safeops.cli.command;

import io.safeops.cli.topology.Topology;
import io.safeops.diagnosis.Doctor;
import io.safeops.document.DocumentException;
import io.safeops.paths.RecordedRows;
import io.safeops.policy.PolicySet;
import java.util.List;
import java.util.Optional;

/** The pictures of clusters that were broken in the lab. */
final class BrokenClusters {

  private BrokenClusters() {}

  /**
   * @param row the name of the breakage
   */
  static Topology topology(String row) throws DocumentException {
    return Topology.of(
        new Doctor(PolicySet.load(List.of()), Optional.empty())
            .examine(RecordedRows.NETWORKS.cluster(row)));
  }
}
