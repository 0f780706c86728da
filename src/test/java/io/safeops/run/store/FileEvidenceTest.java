package io.safeops.run.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoField.MILLI_OF_SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.audit.AuditReport;
import io.safeops.audit.AuditVerification;
import io.safeops.audit.EvidenceFile;
import io.safeops.audit.Head;
import io.safeops.audit.HeadCheck;
import io.safeops.audit.HeadSigner;
import io.safeops.audit.NodeEvidence;
import io.safeops.audit.RunEvidence;
import io.safeops.audit.SignedHead;
import io.safeops.run.coordinate.HeadSettings;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated run with its files on a disk: journal, heads, copies of logs. */
class FileEvidenceTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);

  @TempDir private Path folder;
  private RunStore store;

  @BeforeEach
  void create() throws IOException {
    store = new RunStore(folder);
    Files.createDirectory(folder.resolve(World.RUN));
  }

  private World confirmed() throws IOException {
    World world = new World(1, 2, 1, 2);
    world.operatorConfirms(Duration.ofSeconds(2));
    try (FileJournal journal = FileJournal.open(store.journal(World.RUN), CLOCK)) {
      world.chains(journal, new HeadSettings(HeadSigner.NONE, new FileEvidence(store, World.RUN)));
      assertThat(world.apply().end()).isEqualTo(End.CONFIRMED);
    }
    return world;
  }

  private AuditReport audit(World world) {
    StoredEvidence stored = StoredEvidence.read(store, World.RUN);
    return AuditVerification.of(
        new RunEvidence(
            World.RUN,
            stored.journal(),
            stored.heads(),
            world.nodes().stream()
                .map(
                    node -> {
                      List<byte[]> files = node.evidence(World.RUN);
                      return new NodeEvidence(
                          node.name(),
                          Optional.of(EvidenceFile.of(node.name() + ": log", files.get(0))),
                          Optional.ofNullable(stored.logs().get(node.name())),
                          List.of(EvidenceFile.of(node.name() + ": heads", files.get(1))),
                          Optional.ofNullable(stored.nodeHeads().get(node.name())),
                          Optional.empty());
                    })
                .toList(),
            false,
            stored.unread()),
        HeadCheck.NONE);
  }

  @Test
  void anHonestRunIsVerifiedToItsLastLine() throws Exception {
    World world = confirmed();
    AuditReport report = audit(world);
    assertThat(report.findings()).isEmpty();
    assertThat(report.isWhole()).isTrue();
    assertThat(report.extents())
        .hasSize(4)
        .allMatch(extent -> extent.unwitnessed() == 0 && extent.lines() > 5);
    assertThat(FileEvidence.lastHead(store, World.RUN)).isEqualTo(report.lastHead());
    assertThat(FileJournal.firstBroken(store.journal(World.RUN))).isZero();
  }

  @Test
  void oneByteOfTheJournalIsFound() throws Exception {
    World world = confirmed();
    Path journal = store.journal(World.RUN);
    Files.writeString(journal, Files.readString(journal).replaceFirst("tester", "nobody"));
    assertThat(audit(world).findings())
        .anyMatch(each -> each.kind().isFault() && each.where().equals("journal.jsonl:1"));
  }

  @Test
  void aJournalThatWasCutIsFound() throws Exception {
    World world = confirmed();
    Path journal = store.journal(World.RUN);
    List<String> lines = Files.readAllLines(journal);
    Files.write(journal, lines.subList(0, lines.size() - 1));
    assertThat(audit(world).findings())
        .anyMatch(each -> each.text().contains("line " + lines.size() + " is missing"));
  }

  @Test
  void theLastLineIsKnownFromTheFirstWriteOn() throws Exception {
    try (FileJournal journal = FileJournal.open(store.journal(World.RUN), CLOCK)) {
      assertThat(journal.lastLine()).isEmpty();
      journal.write(new io.safeops.run.event.RunEvent.Note("a"));
      assertThat(journal.lastLine().orElseThrow().sequence()).isZero();
      journal.write(new io.safeops.run.event.RunEvent.Note("b"));
      assertThat(journal.lastLine().orElseThrow().sequence()).isEqualTo(1);
      String last = Files.readAllLines(store.journal(World.RUN)).get(1);
      assertThat(journal.lastLine().orElseThrow().digest())
          .isEqualTo(io.safeops.document.Sha256.hex(last));
    }
    try (FileJournal journal = FileJournal.open(store.journal(World.RUN), CLOCK)) {
      journal.write(new io.safeops.run.event.RunEvent.Note("c"));
      assertThat(journal.lastLine().orElseThrow().sequence()).isEqualTo(2);
    }
  }

  @Test
  void aHeadThatACrashHasCutShortIsNoPartOfTheNext() throws Exception {
    FileEvidence evidence = new FileEvidence(store, World.RUN);
    Head first =
        new Head(World.RUN, 1, "ab".repeat(32), "armed", CLOCK.instant().with(MILLI_OF_SECOND, 0));
    Head second = new Head(World.RUN, 2, "cd".repeat(32), "takeover", first.at());
    evidence.head(SignedHead.unsigned(first));
    for (String torn : List.of("", "s", "safeops-head/1 run=")) {
      Files.writeString(store.heads(World.RUN), torn, StandardOpenOption.APPEND);
      evidence.head(SignedHead.unsigned(second));
    }
    String line = SignedHead.unsigned(second).line();
    assertThat(store.heads(World.RUN))
        .hasContent(String.join("\n", SignedHead.unsigned(first).line(), line, line, line));
    Files.writeString(store.heads(World.RUN), "saf");
    evidence.head(SignedHead.unsigned(first));
    assertThat(FileEvidence.lastHead(store, World.RUN)).contains(first);
  }

  @Test
  void aNodeCannotNameAFileElsewhere() {
    FileEvidence evidence = new FileEvidence(store, World.RUN);
    for (String name : List.of("../journal", "a/b", "", ".hidden")) {
      assertThatThrownBy(() -> evidence.ofNode(name, new byte[0], new byte[0]))
          .as(name)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aCopyIsReplacedByALaterOne() throws Exception {
    FileEvidence evidence = new FileEvidence(store, World.RUN);
    evidence.ofNode("n1", "first".getBytes(UTF_8), "a".getBytes(UTF_8));
    evidence.ofNode("n1", "second".getBytes(UTF_8), "b".getBytes(UTF_8));
    assertThat(store.logs(World.RUN).resolve("n1.log")).hasContent("second");
    assertThat(store.logs(World.RUN).toFile().list())
        .containsExactlyInAnyOrder("n1.log", "n1.heads");
  }

  @Test
  void whatIsNoFileIsNamed() throws Exception {
    Files.createDirectories(store.logs(World.RUN).resolve("n1.log"));
    Files.createDirectory(store.heads(World.RUN));
    StoredEvidence stored = StoredEvidence.read(store, World.RUN);
    assertThat(stored.unread())
        .containsExactlyInAnyOrder(
            "heads cannot be read: it is no regular file",
            "logs/n1.log cannot be read: it is no regular file");
    assertThat(FileEvidence.lastHead(store, World.RUN)).isEmpty();
  }
}
