package io.safeops.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.audit.AuditFinding;
import io.safeops.audit.AuditFinding.Kind;
import io.safeops.audit.AuditReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests that the chain of a guard's log goes on whatever has cut the log short. */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class GuardLogTest {

  private static final String LOG = "state/r1/log";

  private static String read(GuardedNode node) throws IOException {
    return Files.readString(node.path(LOG), ISO_8859_1);
  }

  private static void write(GuardedNode node, String text) throws IOException {
    Path file = node.path(LOG);
    Files.writeString(file, text, ISO_8859_1);
  }

  private static List<Kind> kinds(AuditReport report) {
    return report.findings().stream()
        .map(AuditFinding::kind)
        .filter(kind -> kind != Kind.UNWITNESSED)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> aLogThatWasCutGoesOn() {
    return Stream.of("dash", "busybox sh")
        .map(shell -> DynamicTest.dynamicTest(shell, () -> cut(shell)));
  }

  /** A tombstone has nothing in memory: each message finds the end of its log on disk. */
  private void cut(String shell) throws IOException {
    try (GuardedNode node = GuardedNode.create(shell, true)) {
      Conversation run = Conversation.on(node).arm().step().commit();
      Conversation.expectOk(node.ask(GuardRequest.seal(run.runEpoch)));
      String whole = read(node);
      int last = whole.lastIndexOf('\n', whole.length() - 2) + 1;
      long epoch = 2;
      for (int cut :
          new int[] {
            0,
            1,
            64,
            65,
            last - 1,
            last,
            last + 1,
            last + 64,
            last + 65,
            last + 90,
            whole.length() - 4,
            whole.length() - 3,
            whole.length() - 2,
            whole.length() - 1
          }) {
        write(node, whole.substring(0, cut));
        Conversation.expectOk(
            node.ask(GuardRequest.fence(run.withStamp(epoch++, "efgh").runEpoch)));
        String now = read(node);
        assertThat(now).as("cut at %d", cut).startsWith(whole.substring(0, cut));
        AuditReport report = GuardEvidence.ofLog(now);
        boolean isWhole = cut == 0 || whole.charAt(cut - 1) == '\n' || whole.charAt(cut) == '\n';
        assertThat(kinds(report))
            .as("cut at %d: %s\n%s", cut, report.findings(), now)
            .isEqualTo(isWhole ? List.of() : List.of(Kind.TORN));
      }
    }
  }

  /** What a power cut leaves where a file has its new length without its new content. */
  @Test
  void bytesOfAnyValueAtTheEndAreChained() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm();
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      run.until(GuardState.REVERTED);
      GuardedNode.until(Conversation.SOON, () -> !node.exists("run/r1"));
      String whole = read(node);
      long epoch = 2;
      for (String torn : List.of("\0\0\0\0", "\u00ff\u00fe*", "half", "half\n", "one\ntwo", "\n")) {
        write(node, whole + torn);
        Conversation.expectOk(
            node.ask(GuardRequest.fence(run.withStamp(epoch++, "efgh").runEpoch)));
        AuditReport report = GuardEvidence.ofLog(read(node));
        assertThat(kinds(report))
            .as("%s\n%s", report.findings(), read(node))
            .isNotEmpty()
            .containsOnly(Kind.TORN);
      }
    }
  }

  /** The disk was full in the middle of a line, with the rest still in memory. */
  @Test
  void aLineThatTheDiskTookInPartIsWrittenAgain() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      node.killAll();
      String whole = read(node);
      List<String> lines = whole.lines().toList();
      String kept = lines.get(0) + "\n" + lines.get(1).substring(0, 80);
      write(node, kept);
      node.write("run/r1/log.out", whole);
      Files.deleteIfExists(node.path("run/r1/log.clean"));
      node.shell("r1", "log_append");
      assertThat(read(node)).isEqualTo(kept + "\n" + whole.substring(lines.get(0).length() + 1));
      assertThat(kinds(GuardEvidence.ofLog(read(node)))).containsExactly(Kind.TORN);
      assertThat(run.onDisk()).isEqualTo("ARMED");
    }
  }

  /** A process was killed between two commands of the hand-over: no line is doubled. */
  @Test
  void aLineIsNeverHandedOverTwice() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation.on(node).arm().step();
      node.killAll();
      String whole = read(node);
      List<String> lines = whole.lines().toList();
      write(node, lines.get(0) + "\n");
      node.write("run/r1/log.out", lines.get(1) + "\n" + lines.get(2) + "\n");
      node.write("run/r1/log.new", whole.substring(lines.get(0).length() + 1));
      Files.deleteIfExists(node.path("run/r1/log.clean"));
      node.shell("r1", "log_hand_over; log_append");
      assertThat(read(node)).isEqualTo(whole);
      assertThat(node.exists("run/r1/log.new")).isFalse();
      assertThat(kinds(GuardEvidence.ofLog(read(node)))).isEmpty();
    }
  }

  @Test
  void theLinesAreNumbered() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      node.powerCut(true);
      node.boot();
      run.until(GuardState.REVERTED);
      List<String> lines = read(node).lines().toList();
      assertThat(lines).hasSizeGreaterThan(5);
      for (int i = 0; i < lines.size(); i++) {
        assertThat(lines.get(i)).endsWith(" [" + (i + 1) + "]");
      }
      assertThat(kinds(GuardEvidence.ofLog(read(node)))).isEmpty();
    }
  }
}
