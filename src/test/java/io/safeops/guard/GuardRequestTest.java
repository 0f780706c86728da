package io.safeops.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests hostile, late, repeated and simultaneous requests, one run at a time, codes and the log.
 */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class GuardRequestTest {

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void garbageIsRefusedAndTheChannelStaysOpen(String shell) throws Exception {
    try (GuardedNode node = GuardedNode.create(shell, true)) {
      List<String> garbage =
          List.of(
              "",
              " ",
              "hello",
              "ARM",
              "ARM run",
              "ARM =x",
              "ARM run=$(touch${IFS}pwned)",
              "STATUS run=../..",
              "STATUS run=.x",
              "STATUS run=-rf",
              "STATUS run=a/b",
              "STATUS run=" + "a".repeat(65),
              "STATUS run=",
              "STATUS run=r1 epoch=01",
              "STATUS run=r1 epoch=1e3",
              "STATUS run=r1 epoch=-1",
              "STATUS run=r1 nonce=a;b",
              "STATUS run=r1 epoch=" + "9".repeat(20),
              "STATUS run=`id`",
              "STATUS run=r1 color=red",
              "* run=r1",
              "STATUS * run=r1",
              "EVAL run=r1",
              "DO run=r1 epoch=1 nonce=abcd do='rm -rf /'",
              "\u0000\u0007\u001b[2J",
              "STATUS run=r1 user=\u00e9",
              "ARM run=r1 " + "x".repeat(1_000_000),
              "y".repeat(1_000_000));
      GuardedNode.Channel channel = node.open();
      for (String line : garbage) {
        GuardReply reply = channel.ask(line);
        assertThat(reply).as(line).isNotNull();
        Conversation.expectNo(reply, "bad");
      }
      Conversation.expectOk(channel.ask("HELLO"));
      assertThat(node.exists("state")).isFalse();
      channel.closeInput();
      assertThat(channel.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(channel.process().exitValue()).isZero();
    }
  }

  @Test
  void refusesInvalidArmFields() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      String line = run.armRequest().line();
      refuse(node, line.replace("kind=voter", "kind=boss"), "bad");
      refuse(node, line.replaceAll("nodes=\\S+", "nodes=a:soft"), "bad");
      refuse(node, line.replaceAll("nodes=\\S+", "nodes=a"), "bad");
      refuse(
          node,
          line.replaceAll("probes=\\S*", "probes=" + Conversation.base64("p ping -f")),
          "bad");
      refuse(
          node,
          line.replaceAll("probes=\\S*", "probes=" + Conversation.base64("p tcp 192.0.2.1 http")),
          "bad");
      refuse(
          node,
          line.replaceAll("probes=\\S*", "probes=" + Conversation.base64("p storm ../../etc")),
          "bad");
      refuse(node, line.replaceAll("probes=\\S*", "probes=@@"), "bad");
      refuse(node, line.replace("epoch=1", "epoch=2"), "epoch");
      refuse(node, line.replaceAll("notafter=\\S+", "notafter=5"), "late");
      refuse(node, line.replaceAll("leaseuntil=\\S+", "leaseuntil=5"), "late");
      refuse(node, line.replaceAll("cap=\\S+", "cap=5"), "cap");
      refuse(node, line.replaceAll("boot=\\S+", "boot=99999999-0000"), "boot");
      assertThat(run.onDisk()).isEmpty();
      assertThat(node.path("units").toFile().list()).isEmpty();
    }
  }

  private static void refuse(GuardedNode node, String line, String why) {
    Conversation.expectNo(node.ask(line), why);
  }

  @Test
  void aLateCopyOfAnArmingIsAnsweredWithTheStateOfItsRun() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      String late = run.armRequest().line().replaceFirst("notafter=[0-9]+", "notafter=1");
      run.arm().step();
      for (String line : List.of(late, late.replace("boot=", "boot=00"), "ARM run=r1")) {
        GuardReply reply = node.ask(line);
        assertThat(reply.ok()).isFalse();
        assertThat(reply.field("state")).as("%s", reply.fields()).isEqualTo("ARMED");
        assertThat(reply.field("epoch") + reply.field("done")).isEqualTo("11");
      }
    }
  }

  @Test
  void aSecondRunIsRefusedWithTheNameOfTheFirstUntilThatIsSealed() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation first = Conversation.on(node).arm().step();
      Conversation second = new Conversation(node, "r2");
      GuardReply held = node.ask(second.armRequest());
      Conversation.expectNo(held, "held");
      assertThat(List.of(held.field("by"), held.field("user"), held.field("host")))
          .containsExactly("r1", "kim", "desk");
      assertThat(Long.parseLong(held.field("left"))).isBetween(1L, first.deadline);
      first.commit();
      Conversation.expectNo(node.ask(second.armRequest()), "held");
      Conversation.expectOk(node.ask(GuardRequest.seal(first.runEpoch)));
      second.arm();
      assertThat(node.ask(GuardRequest.hello()).field("runs")).isEqualTo("r1:SEALED,r2:ARMED");
    }
  }

  @Test
  void everyMessageOfAFinishedRunSentAgainChangesNothing() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.voters = 2;
      List<GuardRequest> sent = new ArrayList<>();
      for (GuardRequest request :
          List.of(
              run.armRequest(),
              run.stageRequest(1),
              run.actRequest(1),
              run.prepareRequest(run.expiry),
              run.commitRequest(),
              GuardRequest.seal(run.runEpoch))) {
        Conversation.expectOk(node.ask(request));
        sent.add(request);
      }
      sent.add(GuardRequest.abort(run.runEpoch));
      sent.add(GuardRequest.revert(run.runEpoch));
      sent.add(GuardRequest.beat(run.runEpoch, run.soon()));
      String tombstone = node.read("state/r1/state");
      replay(node, sent, tombstone);
      Conversation next = new Conversation(node, "r2").arm().step();
      String open = node.read("state/r2/state");
      replay(node, sent, tombstone);
      node.powerCut(false);
      replay(node, sent, tombstone);
      assertThat(node.read("state/r2/state")).isEqualTo(open);
      assertThat(next.onDisk()).isEqualTo("ARMED");
      assertThat(node.read("trace")).isEqualTo("did1\ndid1\n");
    }
  }

  private static void replay(GuardedNode node, List<GuardRequest> sent, String tombstone) {
    sent.forEach(request -> node.ask(request));
    assertThat(node.read("state/r1/state")).isEqualTo(tombstone);
  }

  @Test
  void simultaneousCommitAndAbortGetTheSameOutcome() {
    for (int i = 0; i < 4; i++) {
      try (GuardedNode node = GuardedNode.create()) {
        Conversation run = Conversation.on(node).arm().step();
        GuardedNode.Channel one = node.open();
        GuardedNode.Channel two = node.open();
        one.ask("HELLO");
        two.ask("HELLO");
        String commit = run.commitRequest().line();
        String abort = GuardRequest.abort(run.runEpoch).line();
        CompletableFuture<GuardReply> committed =
            CompletableFuture.supplyAsync(() -> one.ask(commit));
        CompletableFuture<GuardReply> aborted = CompletableFuture.supplyAsync(() -> two.ask(abort));
        assertThat(CompletableFuture.allOf(committed, aborted)).succeedsWithin(Conversation.SOON);
        assertThat(committed.join().ok()).isNotEqualTo(aborted.join().ok());
        if (committed.join().ok()) {
          assertThat(run.state()).isEqualTo(GuardState.CONFIRMED);
        } else {
          run.until(GuardState.REVERTED);
        }
        assertThat(run.change()).isEqualTo(committed.join().ok() ? "after" : "before");
      }
    }
  }

  @Test
  void theCodeIsOnlyOnTheConsolesAndWrongCodesAreCounted() {
    try (GuardedNode node = GuardedNode.create()) {
      node.write("dev/console", "");
      Conversation run = Conversation.on(node);
      run.giveCode = true;
      run.arm().step();
      Conversation.expectNo(node.ask(run.commitRequest()), "no-word");
      GuardReply shown =
          Conversation.expectOk(node.ask(GuardRequest.witness(run.runEpoch, run.boot, run.soon())));
      assertThat(shown.field("shown")).isEqualTo("ttyS0,console");
      assertThat(run.code()).matches("[2-9A-HJKMNP-Z]{6}");
      assertThat(shown.fields().toString()).doesNotContain(run.code());
      assertThat(node.read("dev/ttyS0"))
          .contains("safeops confirm r1 --code " + run.code(), "run r1 on ", " seconds left");
      assertThat(node.read("state/r1/state") + node.read("state/r1/log"))
          .doesNotContain(run.code());
      for (int left = 4; left >= 0; left--) {
        GuardReply wrong =
            node.ask(GuardRequest.word(run.runEpoch, run.boot, run.soon(), "IIIIII"));
        Conversation.expectNo(wrong, "wrong-code");
        assertThat(wrong.field("tries")).isEqualTo(Integer.toString(left));
      }
      Conversation.expectNo(
          node.ask(GuardRequest.word(run.runEpoch, run.boot, run.soon(), run.code())), "tries");
      Conversation.expectNo(node.ask(run.commitRequest()), "no-word");
      assertThat(run.state()).isEqualTo(GuardState.ARMED);
    }
  }

  @Test
  void theRightCodeLetsTheRunBeConfirmedInEitherLetterCase() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.giveCode = true;
      run.arm().step();
      Conversation.expectOk(node.ask(GuardRequest.witness(run.runEpoch, run.boot, run.soon())));
      Conversation.expectOk(
          node.ask(
              GuardRequest.word(run.runEpoch, run.boot, run.soon(), run.code().toLowerCase())));
      run.commit();
    }
  }

  @Test
  void theLogIsAChainAndCanBeFetched() throws Exception {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step().commit();
      Conversation.expectOk(node.ask(GuardRequest.seal(run.runEpoch)));
      String text = node.ask(GuardRequest.log("r1", 1)).text("log");
      assertThat(text).isEqualTo(node.read("state/r1/log"));
      String before = "0";
      for (String line : text.split("\n")) {
        String rest = line.substring(line.indexOf(' ') + 1);
        byte[] hash =
            java.security.MessageDigest.getInstance("SHA-256")
                .digest(
                    (before + " " + rest + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        before = java.util.HexFormat.of().formatHex(hash);
        assertThat(line).startsWith(before + " ");
      }
      assertThat(text).contains("ARMED", "begin 1", "done 1 rc=0", "CONFIRMED", "SEALED");
      assertThat(node.ask(GuardRequest.log("r1", 2)).text("log"))
          .isEqualTo(text.substring(text.indexOf('\n') + 1));
    }
  }

  @Test
  void theStateDirectoryIsPrivateAndOldTombstonesAreRemoved() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation.expectOk(node.ask(GuardRequest.check()));
      assertThat(node.exists("state")).isFalse();
      Conversation run = Conversation.on(node).arm();
      for (String directory : List.of("state", "state/r1", "run")) {
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(node.path(directory))))
            .isEqualTo("rwx------");
      }
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      run.until(GuardState.REVERTED);
      Files.setLastModifiedTime(
          node.path("state/r1/state"), FileTime.from(Instant.now().minus(16, ChronoUnit.DAYS)));
      new Conversation(node, "r2").arm();
      assertThat(node.exists("state/r1")).isFalse();
    }
  }

  @Test
  void aStateDirectoryBehindASymbolicLinkIsRefused() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      Files.createDirectory(node.path("elsewhere"));
      Files.createSymbolicLink(node.path("state"), node.path("elsewhere"));
      Conversation.expectNo(node.ask(GuardRequest.check()), "unsafe-dir");
      Conversation.expectNo(node.ask(Conversation.on(node).armRequest()), "unsafe-dir");
      assertThat(node.path("elsewhere").toFile().list()).isEmpty();
    }
  }

  /** A handler that is stopped in the middle of an arming does not block later runs. */
  @Test
  void aStoppedArmingDoesNotBlockOtherRuns() throws Exception {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation.expectOk(node.ask(GuardRequest.check()));
      Path lock = node.path("run/.locks/.node");
      Files.createDirectories(lock.getParent());
      Process stopped =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "exec 8>>\"$1\"; flock 8; echo held; kill -STOP $$",
                  "sh",
                  lock.toString())
              .start();
      try {
        assertThat(stopped.inputReader(UTF_8).readLine()).isEqualTo("held");
        Conversation.on(node).arm();
      } finally {
        stopped.destroyForcibly();
      }
    }
  }

  /** A coordinator that gets NONE from an armed node would believe that it holds nothing. */
  @Test
  void anAnswerWithoutReadingTheStateHasNoState() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      String runFields = " run=r1 epoch=1 nonce=abcd";
      for (String line :
          new String[] {
            "ABORT run=r1 epoch=1000000000000000 nonce=abcd",
            "COMMIT" + runFields + " more=1",
            "STATUS",
            "ABORT run=r1",
            "TELL" + runFields
          }) {
        GuardReply reply = node.ask(line);
        Conversation.expectNo(reply, "bad");
        assertThat(reply.tellsState()).as(line + ": " + reply.fields()).isFalse();
      }
      Files.move(node.path("run"), node.path("elsewhere"));
      Files.createSymbolicLink(node.path("run"), node.path("elsewhere"));
      for (GuardRequest request :
          new GuardRequest[] {
            run.armRequest(), GuardRequest.look("r1"), GuardRequest.abort(run.runEpoch)
          }) {
        GuardReply reply = node.ask(request);
        Conversation.expectNo(reply, "unsafe-dir");
        assertThat(reply.tellsState()).as(request.verb() + ": " + reply.fields()).isFalse();
      }
    }
  }

  /** A coordinator that takes over a run also fences its tombstones. */
  @Test
  void aMessageAboutAnEndedRunLeavesNothingInMemory() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm();
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      run.until(GuardState.REVERTED);
      GuardedNode.until(Conversation.SOON, () -> !node.exists("run/r1"));
      Conversation.expectOk(node.ask(GuardRequest.fence(run.withStamp(2, "efgh").runEpoch)));
      Conversation.expectOk(node.ask(GuardRequest.abort(new RunEpoch("r2", 1, "abcd"))));
      // The files of a message are removed after its answer, before the next message is read.
      Conversation.expectOk(node.ask(GuardRequest.hello()));
      assertThat(node.exists("run/r1")).isFalse();
      assertThat(node.exists("run/r2")).isFalse();
    }
  }

  @Test
  void aDamagedStateIsNotChanged() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      node.powerCut(false);
      String text = node.read("state/r1/state");
      node.write("state/r1/state", text.substring(0, text.length() / 2));
      assertThat(run.status().field("state")).isEqualTo("DAMAGED");
      Conversation.expectNo(node.ask(GuardRequest.abort(run.runEpoch)), "damaged");
      Conversation.expectNo(node.ask(new Conversation(node, "r2").armRequest()), "held");
    }
  }
}
