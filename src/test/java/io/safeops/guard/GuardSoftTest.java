package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.Standstill;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests a soft node: its local part runs again whenever the harm returns, until the node is
 * released or its hold ends.
 */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class GuardSoftTest {

  private static final Standstill MACHINE = new Standstill();

  @AfterAll
  static void endControl() {
    MACHINE.close();
  }

  /** Removes the file {@code patch}: exit 10 if it was there, 0 if there was nothing to do. */
  private static final String LOCAL =
      "[ -e \"$GUARD_TEST/patch\" ] || exit 0; rm \"$GUARD_TEST/patch\"; echo fired >>\"$GUARD_TEST/trace\"; exit 10";

  private static Conversation soft(GuardedNode node) {
    Conversation run = Conversation.on(node);
    run.kind = NodeKind.SOFT;
    run.local = LOCAL;
    node.write("patch", "");
    return run;
  }

  private static void gone(GuardedNode node) {
    GuardedNode.until(Conversation.SOON, () -> !node.exists("patch"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void runsAgainWhenTheHarmReturnsUntilTheVotersHaveUndone(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, false)) {
      Conversation run = soft(node);
      run.lease = Conversation.setup();
      run.arm().step();
      gone(node);
      node.write("patch", "");
      gone(node);
      assertThat(run.state()).isEqualTo(GuardState.REVERTING);
      node.write("patch", "");
      gone(node);
      Conversation.expectOk(node.ask(GuardRequest.release(run.runEpoch, false)));
      run.until(GuardState.REVERTED);
      node.write("patch", "");
      assertThat(node.read("trace").lines().count()).isEqualTo(3);
    }
  }

  @Test
  void runsAgainAfterARebootEvenWithoutWritingToDisk() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = soft(node);
      run.arm().step();
      node.powerCut(false);
      node.tool("sync", "exit 1");
      node.boot();
      gone(node);
      for (int again = 0; again < 3; again++) {
        node.write("patch", "");
        gone(node);
      }
    }
  }

  @Test
  void whenReleasedAfterARollbackItRunsFirstAndEndsWhenQuiet() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = soft(node);
      run.arm().step().prepare();
      Conversation.expectOk(node.ask(GuardRequest.release(run.runEpoch, false)));
      Conversation.expectOk(node.ask(GuardRequest.release(run.runEpoch, false)));
      run.until(GuardState.REVERTED);
      assertThat(node.read("trace")).isEqualTo("fired\n");
    }
  }

  @Test
  void whenReleasedAfterAConfirmItEndsAtOnce() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = soft(node);
      run.local = "echo $$ >\"$GUARD_TEST/began\"; sleep 1111; rm \"$GUARD_TEST/patch\"; exit 10";
      run.arm().step();
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      GuardedNode.until(Conversation.SOON, () -> node.exists("began"));
      GuardReply reply = Conversation.expectOk(node.ask(GuardRequest.release(run.runEpoch, true)));
      assertThat(reply.field("state")).isEqualTo("REVERTED");
      GuardedNode.until(
          Conversation.SOON,
          () ->
              node.processes().noneMatch(p -> p.info().commandLine().orElse("").contains("1111")));
      assertThat(node.exists("patch")).isTrue();
    }
  }

  @Test
  void endsAtItsHoldWhenEverythingElseIsDead() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = soft(node);
      run.local = LOCAL.replace("exit 0", "exit 10");
      run.lease = Conversation.setup();
      run.hold = run.lease + 200;
      run.arm().step();
      long armed = Long.parseLong(run.stored("hfrom"));
      GuardedNode.until(Conversation.SOON, () -> run.onDisk().equals("REVERTED"));
      MACHINE.assertOnTime(
          "the end of the hold", armed + run.hold, run.loggedAt("hold is over"), 200);
    }
  }

  @Test
  void aRebootRestartsTheFullHold() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = soft(node);
      run.hold = Conversation.setup() + 200;
      run.arm().step();
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      gone(node);
      node.powerCut(false);
      node.write("patch", "");
      long boot = GuardedNode.uptime();
      node.boot();
      gone(node);
      GuardedNode.until(Conversation.SOON, () -> run.onDisk().equals("REVERTED"));
      MACHINE.assertOnTime(
          "the end of the hold", boot + run.hold, run.loggedAt("hold is over"), 300);
    }
  }

  @Test
  void anExtendLengthensTheHold() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = soft(node);
      run.hold = 5000;
      run.arm();
      Conversation.expectOk(
          node.ask(
              GuardRequest.extend(run.runEpoch, run.boot, run.soon(), run.armedDeadline + 700)));
      assertThat(node.read("state/r1/state")).contains("\nhold=5700\n");
    }
  }
}
