package io.safeops.paths;

import io.safeops.lab.NeedsLab;
import io.safeops.paths.verdict.ClusterPaths;
import java.util.List;

/** The rows of databases with three members. */
@NeedsLab("--raft")
class TruthOnRaftIT extends TruthIT {

  @Override
  List<TruthRow> rows() {
    return chosen(TruthTable.raft());
  }

  @Override
  RecordedRows recorded() {
    return RecordedRows.RAFT;
  }

  /** No packet shows that a member has joined its cluster again. */
  @Override
  boolean isHealed() {
    return super.isHealed() && ClusterPaths.of(facts()).faults().isEmpty();
  }
}
