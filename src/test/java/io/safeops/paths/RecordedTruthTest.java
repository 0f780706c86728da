package io.safeops.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.paths.verdict.ClusterPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The facts and packets that {@code TruthIT} recorded in the lab (OVN 23.03): the model says of
 * each breakage what the packets said.
 */
class RecordedTruthTest {

  private static final Cluster HEALTHY = RecordedRows.healthy();

  static Stream<TruthRow> rows() {
    return TruthTable.rows().stream();
  }

  @Test
  void nothingIsWrongWithTheHealthyLab() {
    TruthCheck check =
        TruthCheck.of(TruthRow.of("healthy"), HEALTHY, HEALTHY, RecordedRows.packets());
    assertThat(check.problems()).isEmpty();
    assertThat(check.found()).isEmpty();
    assertThat(ClusterPaths.of(HEALTHY).warnings()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void theModelSaysWhatPacketsSaid(TruthRow row) {
    Cluster now = RecordedRows.cluster(row.name());
    TruthCheck check = TruthCheck.of(row, HEALTHY, now, RecordedRows.packets(row.name()));
    assertThat(check.problems()).isEmpty();
    if (row.unstable().isEmpty()) {
      Set<String> notNeeded = new TreeSet<>(row.exceptions().keySet());
      notNeeded.removeAll(check.excepted());
      assertThat(notNeeded).as("exceptions that are not needed any more").isEmpty();
    }
  }

  @Test
  void everyRowIsThereOnce() {
    List<String> names = new ArrayList<>(rows().map(TruthRow::name).toList());
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(140);
    assertThat(names).hasSizeGreaterThan(20).allMatch(RecordedRows::has);
  }
}
