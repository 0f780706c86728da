package io.safeops.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Path;
import io.safeops.paths.verdict.ClusterPaths;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases with three members, as the lab had them: what is lost, and what only has less left. */
class RaftPathsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "raft-northbound-member-stopped",
        "raft-southbound-member-stopped",
        "raft-northbound-leader-stopped",
        "raft-southbound-leader-stopped",
        "raft-northbound-member-cut",
        "raft-southbound-member-cut"
      })
  void changesPassWhileAMajorityHasALeader(String row) {
    Cluster cluster = RecordedRows.RAFT.cluster(row);
    assertThat(changesOf(database(row), cluster)).isEqualTo(Answer.DEGRADED);
    assertThat(ClusterPaths.of(cluster).faults()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"raft-northbound-no-leader", "raft-southbound-no-leader"})
  void withoutALeaderNoChangePasses(String row) {
    Cluster cluster = RecordedRows.RAFT.cluster(row);
    assertThat(changesOf(database(row), cluster).isFault()).isTrue();
    assertThat(ClusterPaths.of(cluster).faults())
        .as("the two members that are stopped, and nothing that follows from it")
        .hasSize(2);
  }

  /** Its own word decides, not that its status says so in place of an answer. */
  @Test
  void aMemberThatSaysThatItIsCutOffIsBroken() {
    ClusterPaths paths = ClusterPaths.of(RecordedRows.RAFT.cluster("raft-southbound-member-cut"));
    assertThat(paths.faults())
        .extracting(fault -> fault.hop().answer())
        .containsOnly(Answer.BROKEN);
    assertThat(paths.faults().get(0).keys()).isEqualTo(List.of("southbound on cmp -> new changes"));
  }

  private static String database(String row) {
    return row.contains("northbound") ? "Northbound" : "Southbound";
  }

  private static Answer changesOf(String database, Cluster cluster) {
    return ClusterPaths.of(cluster).paths().stream()
        .filter(path -> path.end().id().equals(database))
        .map(Path::answer)
        .reduce(Answer.WORKS, Answer::worse);
  }
}
