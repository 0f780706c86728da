package io.safeops.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.audit.Head;
import io.safeops.audit.LogPosition;
import io.safeops.audit.SignedHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that heads of a run's journal are kept on a node, and cost the run nothing. */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class GuardHeadTest {

  private static final String SIGNATURE =
      "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n";

  private static SignedHead head(long sequence, String digit) {
    return SignedHead.unsigned(
        new Head("r1", sequence, digit.repeat(64), "done", Instant.parse("2026-01-02T03:04:05Z")));
  }

  private static GuardRequest request(Conversation run, SignedHead head) {
    return GuardRequest.head(run.runEpoch, head, List.of());
  }

  private static String lastLine(GuardedNode node, String file) {
    List<String> lines = node.read(file).lines().toList();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void aHeadIsInTheLogAndAmongTheHeads(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, true)) {
      Conversation run = Conversation.on(node).arm();
      LogPosition other = new LogPosition("n2", 7, "c".repeat(64));
      SignedHead signed = new SignedHead(head(4, "a").head(), SIGNATURE);
      GuardReply reply =
          Conversation.expectOk(node.ask(GuardRequest.head(run.runEpoch, signed, List.of(other))));
      assertThat(reply.field("state")).isEqualTo("ARMED");
      String line = lastLine(node, "state/r1/log");
      assertThat(line)
          .contains(" " + signed.head().text() + " seen=" + other.text() + " [")
          .startsWith(reply.logPosition("n1").orElseThrow().digest())
          .endsWith(" [" + reply.logPosition("n1").orElseThrow().number() + "]");
      assertThat(node.read("state/r1/heads")).isEqualTo(signed.line() + "\n");
      assertThat(node.read("state/.audit/r1.heads")).isEqualTo(signed.line() + "\n");
      assertThat(GuardEvidence.of(node, "r1").isChanged()).isFalse();
      assertThat(node.read("violations")).isEmpty();
    }
  }

  /** A repeat is answered the same and stored once; an older head is refused. */
  @Test
  void anOlderHeadIsRefused() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm();
      final GuardReply first = Conversation.expectOk(node.ask(request(run, head(4, "a"))));
      GuardReply again = Conversation.expectOk(node.ask(request(run, head(4, "a"))));
      assertThat(again.logPosition("n1")).isEqualTo(first.logPosition("n1"));
      Conversation.expectNo(node.ask(request(run, head(4, "b"))), "late");
      Conversation.expectNo(node.ask(request(run, head(3, "a"))), "late");
      Conversation.expectOk(node.ask(request(run, head(9, "b"))));
      node.powerCut(true);
      node.boot();
      run.until(GuardState.REVERTED);
      Conversation.expectNo(node.ask(request(run, head(5, "a"))), "late");
      Conversation.expectOk(node.ask(request(run, head(9, "b"))));
      assertThat(node.read("state/r1/heads").lines())
          .containsExactly(head(4, "a").line(), head(9, "b").line());
      assertThat(GuardEvidence.of(node, "r1").isChanged()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "digest=\\S+, digest=abc",
    "digest=\\S+, digest="
        + "G"
        + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "digest=\\S+, ''",
    "phase=\\S+, phase=Done",
    "phase=\\S+, phase=a-phase-with-a-name-that-is-too-long",
    "at=\\S+, at=yesterday",
    "seq=\\S+, seq=04",
    "seq=\\S+, seq=-1",
    "seq=\\S+, ''"
  })
  void whatIsNoHeadIsRefused(String field, String other) {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm();
      String before = node.read("state/r1/log");
      String line = request(run, head(4, "a")).line().replaceFirst(field, other);
      Conversation.expectNo(node.ask(line), "bad");
      String tooLong = " seen=" + "a".repeat(1025);
      Conversation.expectNo(
          node.ask(request(run, head(4, "a")).line().replace(" seen=", tooLong)), "bad");
      assertThat(node.read("state/r1/log")).isEqualTo(before);
      assertThat(node.exists("state/r1/heads")).isFalse();
    }
  }

  @Test
  void onlyTheCoordinatorOfTheRunMayStoreOne() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      Conversation.expectNo(node.ask(request(run, head(4, "a"))), "run");
      run.arm();
      Conversation.expectNo(node.ask(request(run.withStamp(2, "efgh"), head(4, "a"))), "epoch");
      Conversation.expectNo(node.ask(request(run.withStamp(1, "efgh"), head(4, "a"))), "epoch");
      Conversation.expectOk(node.ask(GuardRequest.fence(run.withStamp(2, "efgh").runEpoch)));
      Conversation.expectNo(node.ask(request(run, head(4, "a"))), "epoch");
      Conversation.expectOk(node.ask(request(run.withStamp(2, "efgh"), head(4, "a"))));
    }
  }

  /** A head changes no state, whatever the state is. */
  @Test
  void aHeadIsStoredInEveryState() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.voters = 2;
      long sequence = 1;
      for (Runnable step :
          List.<Runnable>of(
              run::arm,
              run::step,
              run::prepare,
              run::commit,
              () -> Conversation.expectOk(node.ask(GuardRequest.seal(run.runEpoch))))) {
        step.run();
        String state = run.counting();
        GuardReply reply = Conversation.expectOk(node.ask(request(run, head(sequence++, "a"))));
        assertThat(reply.field("state")).isEqualTo(state);
        assertThat(run.counting()).isEqualTo(state);
      }
      assertThat(run.counting()).isEqualTo("SEALED");
      assertThat(node.read("state/r1/heads").lines()).hasSize(5);
      assertThat(GuardEvidence.of(node, "r1").isChanged()).isFalse();
      Conversation.expectOk(node.ask(GuardRequest.hello()));
      assertThat(node.exists("run/r1")).as("nothing is left in memory").isFalse();
    }
  }

  /** Nobody waits for the disk under the lock: beats are answered, and the undo is on time. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void aHeadOnAHangingDiskHoldsNothingUp(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, true)) {
      Conversation run = Conversation.on(node).arm().step();
      GuardedNode.Channel channel = node.open();
      channel.ask("HELLO");
      node.diskHangs();
      CompletableFuture<@Nullable GuardReply> stored =
          CompletableFuture.supplyAsync(() -> channel.ask(request(run, head(4, "a")).line()));
      GuardedNode.until(
          Conversation.SOON, () -> node.read("run/r1/log.out").contains("safeops-head/1"));
      for (int beat = 0; beat < 5; beat++) {
        Conversation.expectOk(node.ask(GuardRequest.beat(run.runEpoch, run.soon())));
      }
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      GuardedNode.until(Conversation.SOON, () -> run.change().equals("before"));
      node.diskAnswers();
      assertThat(stored).succeedsWithin(Conversation.SOON);
      run.until(GuardState.REVERTED);
      assertThat(GuardEvidence.of(node, "r1").isChanged()).isFalse();
    }
  }

  /** A run's next message comes while the head before it is still on its way to the disk. */
  @Test
  void aStepWaitsForTheHeadBeforeIt() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm();
      GuardedNode.Channel channel = node.open();
      channel.ask("HELLO");
      node.tool("sync", "case $* in *heads*) sleep 0.7 ;; esac");
      CompletableFuture<@Nullable GuardReply> stored =
          CompletableFuture.supplyAsync(() -> channel.ask(request(run, head(4, "a")).line()));
      GuardedNode.until(Conversation.SOON, () -> node.exists("state/r1/heads"));
      run.step();
      assertThat(stored).succeedsWithin(Conversation.SOON);
      assertThat(stored.join().ok()).isTrue();
    }
  }

  // --- what outlives a run ---

  private static void age(GuardedNode node, String run) throws IOException {
    Files.setLastModifiedTime(
        node.path("state/" + run + "/state"),
        FileTime.from(Instant.now().minus(16, ChronoUnit.DAYS)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void theEvidenceOfAPrunedRunStays(String shell) throws IOException {
    try (GuardedNode node = GuardedNode.create(shell, true)) {
      Conversation run = Conversation.on(node).arm();
      Conversation.expectOk(node.ask(request(run, head(4, "a"))));
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      run.until(GuardState.REVERTED);
      GuardedNode.until(Conversation.SOON, () -> !node.exists("run/r1"));
      String log = node.read("state/r1/log");
      age(node, "r1");
      new Conversation(node, "r2").arm();
      assertThat(node.exists("state/r1")).isFalse();
      for (GuardRequest.LogPart part : GuardRequest.LogPart.values()) {
        GuardReply reply = Conversation.expectOk(node.ask(GuardRequest.log("r1", part, 1)));
        assertThat(reply.field("state")).isEqualTo("NONE");
        assertThat(reply.text("log"))
            .as(part.name().toLowerCase(Locale.ROOT))
            .isEqualTo(part == GuardRequest.LogPart.LOG ? log : head(4, "a").line() + "\n");
      }
      assertThat(node.ask(GuardRequest.allRuns()).field("kept")).isEqualTo("r1,");
      assertThat(node.ask(GuardRequest.hello()).fields()).doesNotContainKey("kept");
      Conversation.expectNo(node.ask(GuardRequest.log("r9", 1)), "run");
    }
  }

  @Test
  void theOldestEvidenceIsRemovedAndThatIsSaid() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      node.variable("GUARD_KEPT", "4");
      Conversation.on(node).arm();
      Files.createDirectory(node.path("state/.audit"));
      for (int old = 1; old <= 6; old++) {
        node.write("state/.audit/old" + old + ".log", "x");
        Files.setLastModifiedTime(
            node.path("state/.audit/old" + old + ".log"),
            FileTime.from(Instant.now().minus(100 - old, ChronoUnit.DAYS)));
      }
      Conversation.expectOk(node.ask(GuardRequest.abort(Conversation.on(node).runEpoch)));
      Conversation.on(node).until(GuardState.REVERTED);
      GuardReply armed = Conversation.expectOk(node.ask(new Conversation(node, "r2").armRequest()));
      assertThat(List.of(armed.field("dropped"), armed.field("keeps"))).containsExactly("2", "4");
      assertThat(node.path("state/.audit").toFile().list())
          .containsExactlyInAnyOrder("old3.log", "old4.log", "old5.log", "old6.log");
      GuardedNode.until(
          Conversation.SOON,
          () -> node.read("state/r2/log").contains("evidence of old runs: 2 files removed"));
    }
  }

  // --- the system logger ---

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void everyLineGoesToTheSystemLogger(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, true)) {
      Conversation run = Conversation.on(node).arm().step().commit();
      Conversation.expectOk(node.ask(request(run, head(4, "a"))));
      Conversation.expectOk(node.ask(GuardRequest.seal(run.runEpoch)));
      List<String> expected =
          node.read("state/r1/log").lines().map(line -> "run=r1 " + line).toList();
      assertThat(expected).hasSizeGreaterThan(5);
      GuardedNode.until(
          Conversation.SOON, () -> node.read("syslog").lines().count() >= expected.size());
      assertThat(node.read("syslog").lines()).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  /** A logger that hangs is not waited for, and does not pile up. */
  @Test
  void aHangingLoggerHoldsNothingUp() {
    try (GuardedNode node = GuardedNode.create()) {
      node.tool("logger", "exec sleep 1000");
      Conversation run = Conversation.on(node).arm().step();
      for (int sequence = 1; sequence <= 20; sequence++) {
        Conversation.expectOk(node.ask(request(run, head(sequence, "a"))));
      }
      run.commit();
      assertThat(
              node.processes()
                  .filter(each -> each.info().commandLine().orElse("").endsWith("sleep 1000")))
          .as("of the channel's process, of the watch, and of the step")
          .hasSizeLessThanOrEqualTo(3 * 8);
      assertThat(GuardEvidence.of(node, "r1").isChanged()).isFalse();
    }
  }

  @Test
  void aNodeWithoutALoggerIsGuardedTheSame() {
    try (GuardedNode node = GuardedNode.create()) {
      node.tool("logger", "exit 1");
      Conversation run = Conversation.on(node).arm().step().commit();
      assertThat(run.counting()).isEqualTo("CONFIRMED");
      assertThat(node.read("state/r1/log").getBytes(UTF_8)).isNotEmpty();
    }
  }
}
