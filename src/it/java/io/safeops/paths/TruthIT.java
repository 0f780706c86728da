package io.safeops.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.document.DocumentException;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.Inventory;
import io.safeops.lab.Lab;
import io.safeops.lab.NeedsLab;
import io.safeops.lab.SeparateLan;
import io.safeops.session.ClusterAccess;
import io.safeops.transport.ssh.Keyring;
import io.safeops.transport.ssh.Secrets;
import io.safeops.transport.thread.BlockingThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Real packets, the model on collected facts, and doctor's findings agree on the breakages of the
 * lab. Packets are right. Each row leaves its facts and packets in {@code target/lab/truth}; with
 * {@code -Dsafeops.truth.record=FOLDER}, they are also written as {@link RecordedRows} reads them;
 * the healthy lab only together with all rows, which are written as what differs from it.
 */
@NeedsLab("--networks=all")
@SeparateLan
@Isolated("storms take the processors")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TruthIT {

  /** ovn-controller and BFD follow a change within this time on a busy machine, or never. */
  private static final Duration SETTLING = Duration.ofSeconds(20);

  private static final Path RECORDS = Path.of("target", "lab", "truth");

  private static final Lab LAB = Lab.ofThisRun();

  private static final String DISAGREES = "  DISAGREES";

  private final List<String> lines = new ArrayList<>();
  private final long began = System.nanoTime();
  private Cluster baseline;

  /**
   * The rows that this class looks at: of several that are much alike, one; with {@code
   * -Dsafeops.truth=all} all of them, with {@code -Dsafeops.truth=NAME,...} these.
   */
  List<TruthRow> rows() {
    return chosen(TruthTable.rows());
  }

  /** Where the rows of this class are recorded. */
  RecordedRows recorded() {
    return RecordedRows.NETWORKS;
  }

  static List<TruthRow> chosen(List<TruthRow> table) {
    String asked = System.getProperty("safeops.truth", "");
    Set<String> names = Set.of(asked.split(",", -1));
    return table.stream()
        .filter(
            row ->
                asked.isEmpty() ? !row.rare() : asked.equals("all") || names.contains(row.name()))
        .toList();
  }

  @BeforeAll
  void recordsTheHealthyLab() throws IOException {
    Files.createDirectories(RECORDS);
    assertThat(Lab.eventually(Lab.PATIENCE, () -> packets().lost().isEmpty())).isTrue();
    baseline = facts();
    record("healthy", baseline, packets());
    TruthCheck check = TruthCheck.of(TruthRow.of("healthy"), baseline, baseline, packets());
    assertThat(check.problems()).as("the healthy lab").isEmpty();
  }

  @AfterAll
  void showsTheTable() {
    lines.forEach(System.out::println);
    System.out.printf(
        "%d rows in %d s, %d of them disagree%n",
        lines.size(),
        Duration.ofNanos(System.nanoTime() - began).toSeconds(),
        lines.stream().filter(line -> line.endsWith(DISAGREES)).count());
    TruthTable.relaxations(rows()).forEach(System.out::println);
  }

  @TestFactory
  Stream<DynamicTest> packetsModelAndDoctorAgree() {
    return rows().stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> check(row)));
  }

  private void check(TruthRow row) throws IOException {
    long begin = System.nanoTime();
    TruthCheck check;
    Packets packets;
    LAB.breakBy(row.name());
    try {
      long end = System.nanoTime() + SETTLING.toNanos();
      do {
        // Side by side: together they take as long as lost packets alone.
        CompletableFuture<Packets> measured = CompletableFuture.supplyAsync(TruthIT::packets);
        Cluster now = facts();
        packets = measured.join();
        check = TruthCheck.of(row, baseline, now, packets);
        record(row.name(), now, packets);
      } while (!check.problems().isEmpty() && System.nanoTime() < end);
    } finally {
      heal(row);
    }
    lines.add(
        "%-30s %2d lost  %-32s %6d ms%s"
            .formatted(
                row.name(),
                packets.lost().size(),
                String.join(", ", check.found()),
                Duration.ofNanos(System.nanoTime() - begin).toMillis(),
                check.problems().isEmpty() ? "" : DISAGREES));
    assertThat(check.problems()).as(row.name()).isEmpty();
  }

  /** Whether the lab is as it was before a row. */
  boolean isHealed() {
    return packets().lost().isEmpty();
  }

  private void heal(TruthRow row) {
    Lab.Answer answer = LAB.run("heal", row.name());
    if (!answer.ok() || !Lab.eventually(SETTLING, this::isHealed)) {
      String left = LAB.reset().out();
      throw new AssertionError(
          row.name() + " is not healed: " + answer.out() + answer.err() + "\n" + left);
    }
  }

  private static Packets packets() {
    return Packets.read(LAB.run("packets", "--format", "json").out());
  }

  /** What doctor reads. */
  static Cluster facts() {
    ExecutorService executor = BlockingThreads.pool("node");
    try (ClusterAccess access =
        new ClusterAccess(
            Inventory.load(LAB.inventory()),
            new Keyring(Secrets.none()),
            executor,
            Clock.systemUTC())) {
      return access.collect();
    } catch (DocumentException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      executor.shutdownNow();
    }
  }

  private void record(String name, Cluster cluster, Packets packets) {
    String folder = System.getProperty("safeops.truth.record", "");
    try {
      FactsFile.save(cluster, RECORDS.resolve(name + ".json"));
      Files.writeString(RECORDS.resolve(name + ".packets"), packets.json() + "\n");
      if (folder.isEmpty()) {
        return;
      }
      if (!name.equals("healthy")) {
        recorded().write(Path.of(folder), name, cluster, packets);
      } else if (System.getProperty("safeops.truth", "").equals("all")) {
        // Single rows are recorded against the healthy lab that is recorded already.
        recorded().writeHealthy(Path.of(folder), cluster, packets);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
