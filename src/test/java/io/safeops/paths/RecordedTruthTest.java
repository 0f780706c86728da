package io.safeops.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.paths.verdict.ClusterPaths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The facts and packets that {@code TruthIT} and {@code TruthOnRaftIT} recorded in the lab (OVN
 * 23.03): the model says of each breakage what the packets said.
 */
class RecordedTruthTest {

  private static final AtomicLong NANOS = new AtomicLong();
  private static final AtomicLong AGREED = new AtomicLong();

  /** A kind of lab, with the rows that it can show. */
  enum Kind {
    NETWORKS(RecordedRows.NETWORKS, TruthTable.rows()),
    RAFT(RecordedRows.RAFT, TruthTable.raft());

    private final RecordedRows recorded;
    private final List<TruthRow> rows;
    private final Cluster healthy;

    Kind(RecordedRows recorded, List<TruthRow> rows) {
      this.recorded = recorded;
      this.rows = rows;
      this.healthy = recorded.healthy();
    }
  }

  record Recorded(Kind kind, TruthRow row) {
    @Override
    public String toString() {
      return row.name();
    }
  }

  static Stream<Recorded> rows() {
    return Stream.of(Kind.values())
        .flatMap(kind -> kind.rows.stream().map(row -> new Recorded(kind, row)));
  }

  @AfterAll
  static void showsTheTable() {
    System.out.printf(
        "%d of %d recorded rows agree, judged in %d ms; what is not held:%n",
        AGREED.get(), rows().count(), Duration.ofNanos(NANOS.get()).toMillis());
    TruthTable.relaxations(rows().map(Recorded::row).toList()).forEach(System.out::println);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsWrongWithTheHealthyLab(Kind kind) {
    TruthCheck check =
        TruthCheck.of(TruthRow.of("healthy"), kind.healthy, kind.healthy, kind.recorded.packets());
    assertThat(check.problems()).isEmpty();
    assertThat(check.found()).isEmpty();
    assertThat(ClusterPaths.of(kind.healthy).warnings()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void theModelSaysWhatPacketsSaid(Recorded each) {
    TruthRow row = each.row();
    RecordedRows recorded = each.kind().recorded;
    long begin = System.nanoTime();
    TruthCheck check =
        TruthCheck.of(
            row, each.kind().healthy, recorded.cluster(row.name()), recorded.packets(row.name()));
    NANOS.addAndGet(System.nanoTime() - begin);
    assertThat(check.problems()).isEmpty();
    if (row.unstable().isEmpty()) {
      Set<String> notNeeded = new TreeSet<>(row.exceptions().keySet());
      notNeeded.removeAll(check.excepted());
      assertThat(notNeeded).as("exceptions that are not needed any more").isEmpty();
    }
    AGREED.incrementAndGet();
  }

  @Test
  void everyRowIsThereOnce() {
    List<String> names = new ArrayList<>(rows().map(each -> each.row().name()).toList());
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(150);
    assertThat(rows())
        .hasSizeGreaterThan(150)
        .allMatch(each -> each.kind().recorded.has(each.row().name()));
  }
}
