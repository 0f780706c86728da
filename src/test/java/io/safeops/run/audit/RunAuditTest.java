package io.safeops.run.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.audit.AuditFinding.Kind;
import io.safeops.audit.AuditReport;
import io.safeops.audit.HeadCheck;
import io.safeops.audit.HonestRun;
import io.safeops.guard.GuardReply;
import io.safeops.inventory.Inventory;
import io.safeops.run.messaging.PagedFile;
import io.safeops.run.store.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The evidence is collected from this machine and from the nodes, whoever of them answers. */
class RunAuditTest {

  private static final String RUN = "r1";
  private static final String NOT_ASKED = "no node was asked";

  @TempDir private Path folder;
  private final Map<String, byte[]> files = HonestRun.confirmed(RUN, 3).files();
  private final FakeGuards guards = new FakeGuards(RUN, files);
  private RunStore store;
  private AuditedNodes nodes;

  @BeforeEach
  void write() throws Exception {
    store = new RunStore(folder.resolve("runs"));
    Path run = Files.createDirectories(folder.resolve("runs").resolve(RUN));
    Files.createDirectory(run.resolve("logs"));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!file.getKey().startsWith("n")) {
        Files.write(run.resolve(file.getKey()), file.getValue());
      }
    }
    Path inventory =
        Files.writeString(
            folder.resolve("inventory.yaml"),
            """
            apiVersion: safeops/v1
            kind: Inventory
            nodes:
              n0: {address: 192.0.2.10, roles: [central], oob: none}
              n1: {address: 192.0.2.11, roles: [chassis], oob: none}
              n2: {address: 192.0.2.12, roles: [chassis], oob: none}
              n3: {address: 192.0.2.13, roles: [chassis], oob: none}
            """);
    nodes = new AuditedNodes(Inventory.load(inventory), new GuardRecords(guards));
  }

  private AuditReport verify() {
    return new RunAudit(store, HeadCheck.NONE).verify(RUN, Optional.of(nodes), "");
  }

  @Test
  void anHonestRunIsVerified() {
    AuditReport report = verify();
    assertThat(report.isChanged()).as(report.findings().toString()).isFalse();
    assertThat(report.isWhole()).as(report.findings().toString()).isTrue();
    assertThat(report.extents()).hasSize(4);
    assertThat(guards.opened).as("n3 took no part, by the journal").isEqualTo(3);
  }

  @Test
  void aChangedCopyAndAChangedLogAreFound() throws Exception {
    Path copy = store.logs(RUN).resolve("n2.log");
    Files.writeString(copy, Files.readString(copy).replace("SEALED", "REVERTED"));
    files.put(
        "n1: log", new String(files.get("n1: log"), UTF_8).replace("rc=0", "rc=1").getBytes(UTF_8));
    AuditReport report = verify();
    assertThat(report.findings().stream().filter(each -> each.kind() == Kind.CHANGED))
        .extracting(each -> each.place())
        .contains("logs/n2.log", "n1: log");
  }

  @Test
  void aSilentNodeIsUnknown() {
    guards.isSilent("n1");
    AuditReport report = verify();
    assertThat(report.isChanged()).as(report.findings().toString()).isFalse();
    assertThat(report.isWhole()).isFalse();
    assertThat(report.findings())
        .anyMatch(
            each ->
                each.kind() == Kind.UNKNOWN
                    && each.place().equals("n1")
                    && each.text().contains("no route to host"));
  }

  @Test
  void withoutNodesTheJournalIsReadAlone() {
    AuditReport report =
        new RunAudit(store, HeadCheck.NONE).verify(RUN, Optional.empty(), NOT_ASKED);
    assertThat(report.isChanged()).isFalse();
    assertThat(report.isWhole()).isFalse();
    assertThat(report.extents()).hasSize(1);
    assertThat(report.findings()).anyMatch(each -> each.text().equals(NOT_ASKED));
    assertThat(guards.opened).isZero();
  }

  @Test
  void withoutAJournalTheNodesAreReadAlone() throws Exception {
    AuditReport alone = new RunAudit(store, HeadCheck.NONE).verifyNodes(RUN, nodes);
    assertThat(alone.isChanged()).as(alone.findings().toString()).isFalse();
    assertThat(alone.extents()).hasSize(3);
    Files.delete(store.journal(RUN));
    AuditReport lost = verify();
    assertThat(lost.findings())
        .anyMatch(each -> each.text().equals("this machine has no journal of it"));
    assertThat(lost.isWhole()).isFalse();
  }

  @Test
  void aRunThatNoNodeKnowsIsUnknown() {
    AuditReport report = new RunAudit(store, HeadCheck.NONE).verifyNodes("r9", nodes);
    assertThat(report.isChanged()).isFalse();
    assertThat(report.isWhole()).isFalse();
    assertThat(report.findings())
        .anyMatch(each -> each.text().equals("no node that answers has a log of this run"));
  }

  /** The run goes on between one answer and the next: nobody is blamed for what is newer. */
  @Test
  void anOpenRunIsNotCalledChanged() {
    files.put("n1: log", withoutLastLine(files.get("n1: log")));
    files.put("n2: heads", withoutLastLine(files.get("n2: heads")));
    assertThat(verify().isChanged()).isTrue();
    guards.isOpen = true;
    AuditReport report = verify();
    assertThat(report.isChanged()).as(report.findings().toString()).isFalse();
    assertThat(report.isWhole()).isFalse();
    assertThat(report.findings()).anyMatch(each -> each.text().startsWith("it is open: "));
  }

  private static byte[] withoutLastLine(byte[] file) {
    String text = new String(file, UTF_8);
    return text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1).getBytes(UTF_8);
  }

  @Test
  void nodesOfARunThatWasNeverArmedHaveNothingToShow() throws Exception {
    Path other = Files.createDirectories(folder.resolve("runs").resolve("r8"));
    String first = Files.readString(store.journal(RUN)).lines().findFirst().orElseThrow();
    Files.writeString(other.resolve("journal.jsonl"), first + "\n");
    AuditReport report = new RunAudit(store, HeadCheck.NONE).verify("r8", Optional.of(nodes), "");
    assertThat(report.isChanged()).isFalse();
    assertThat(report.findings()).extracting(each -> each.kind()).containsExactly(Kind.UNWITNESSED);
  }

  @Test
  void theNodesTellWhichRunsThereAre() {
    guards.isSilent("n2");
    GuardRecords.KnownRuns known = nodes.runs();
    assertThat(known.runs()).containsExactly("r1", "pruned", "other");
    assertThat(known.silent()).containsExactly("n2");
  }

  @Test
  void aFileOfManyPagesIsReadToItsEnd() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("line ").append(i).append(" of many\n");
    }
    text.append("the last has no end");
    byte[] file = text.toString().getBytes(ISO_8859_1);
    PagedFile.Content whole = PagedFile.read(line -> page(file, line), 1 << 20).join();
    assertThat(whole.bytes()).isEqualTo(file);
    assertThat(whole.isWhole()).isTrue();
    PagedFile.Content part = PagedFile.read(line -> page(file, line), 60_000).join();
    assertThat(part.isWhole()).isFalse();
    assertThat(new String(file, ISO_8859_1)).startsWith(new String(part.bytes(), ISO_8859_1));
    assertThat(part.bytes()).hasSizeBetween(60_000, 110_000).endsWith((byte) '\n');
    byte[] oneLine = new byte[100_000];
    assertThat(PagedFile.read(line -> page(oneLine, line), 1 << 20)).isCompletedExceptionally();
  }

  private static CompletableFuture<GuardReply> page(byte[] file, int from) {
    return CompletableFuture.completedFuture(
        new GuardReply(
            true, Map.of("log", Base64.getEncoder().encodeToString(FakeGuards.page(file, from)))));
  }
}
