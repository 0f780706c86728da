package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Steps: done once, recorded, ended in time, and gone before an undo begins; undos until proven.
 */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class GuardStepTest {

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void aRepeatReturnsTheRecordAndRunsNothing(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, true)) {
      Conversation run = Conversation.on(node);
      run.arm();
      Conversation.expectOk(node.ask(run.stageRequest(1)));
      String script =
          "echo did >>\"$GUARD_TEST/trace\"; pwd; echo \"$SAFEOPS_RUN $SAFEOPS_STEP $SAFEOPS_HOME\"";
      GuardReply first = Conversation.expectOk(node.ask(run.actRequest(1, script)));
      GuardReply again = Conversation.expectOk(node.ask(run.actRequest(1, script)));
      String home = node.path("state/r1/home").toString();
      assertThat(first.text("out")).isEqualTo(home + "\nr1 1 " + home + "\n");
      assertThat(again.fields().get("out")).isEqualTo(first.fields().get("out"));
      assertThat(node.read("trace")).isEqualTo("did\n");
    }
  }

  @Test
  void aFailedStepIsRecordedAndNothingLeadsOnFromIt() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.steps = 2;
      run.arm();
      Conversation.expectOk(node.ask(run.stageRequest(1)));
      GuardReply reply =
          Conversation.expectOk(node.ask(run.actRequest(1, "echo no such port >&2; exit 7")));
      assertThat(reply.field("rc")).isEqualTo("7");
      assertThat(reply.text("out")).isEqualTo("no such port\n");
      Conversation.expectNo(node.ask(run.stageRequest(2)), "step");
      Conversation.expectNo(node.ask(run.commitRequest()), "step");
    }
  }

  /** As the one node that is armed for a change through an API. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void aNodeThatDecidesMayCountAStepThatRunsNothing(String shell) {
    for (boolean kept : new boolean[] {true, false}) {
      try (GuardedNode node = GuardedNode.create(shell, true)) {
        Conversation run = Conversation.on(node);
        run.arm();
        GuardRequest nothing =
            GuardRequest.stage(run.runEpoch, run.boot, run.soon(), 1, "", "", false);
        Conversation.expectOk(node.ask(nothing));
        Conversation.expectOk(node.ask(nothing));
        if (kept) {
          run.commit();
          assertThat(run.state()).isEqualTo(GuardState.CONFIRMED);
        } else {
          Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
          run.until(GuardState.REVERTED);
        }
      }
    }
  }

  @Test
  void undosRunInReverseAndOnlyOfStepsThatWereBegun() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.steps = 3;
      run.arm();
      for (int step = 1; step <= 3; step++) {
        Conversation.expectOk(node.ask(run.stageRequest(step)));
        if (step < 3) {
          Conversation.expectOk(node.ask(run.actRequest(step)));
        }
      }
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      run.until(GuardState.REVERTED);
      assertThat(node.read("trace")).isEqualTo("did1\ndid2\nundo2\nundo1\n");
    }
  }

  @Test
  void aStepThatTakesTooLongIsKilledWithAllThatItStarted() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.arm();
      Conversation.expectOk(node.ask(run.stageRequest(1)));
      GuardRequest slow =
          GuardRequest.act(run.runEpoch, run.boot, run.soon(), 1, "sleep 1111 & sleep 1112", 50);
      assertThat(Conversation.expectOk(node.ask(slow)).field("rc")).isEqualTo("124");
      assertThat(sleepers(node, "sleep 111")).isZero();
    }
  }

  // Ten digits, and this process's own as long as it lives.
  private static final AtomicLong SLEEPS =
      new AtomicLong(1_000_000_000L + ProcessHandle.current().pid() * 100);

  private static long sleepers(GuardedNode node, String command) {
    return node.processes()
        .filter(process -> process.info().commandLine().orElse("").contains(command))
        .count();
  }

  @ParameterizedTest
  @CsvSource({"dash,true", "dash,false", "busybox sh,false"})
  void nothingOfAHangingStepIsLeftWhenTheUndoBegins(String shell, boolean systemd) {
    // Looked for among all processes of the machine: no other test may sleep as long.
    long sleep = SLEEPS.addAndGet(10);
    try (GuardedNode node = GuardedNode.create(shell, systemd)) {
      Conversation run = Conversation.on(node);
      run.deadline = Conversation.setup() + 50;
      run.undo = "ps ax >\"$GUARD_TEST/seen\"; " + run.undo;
      run.arm();
      Conversation.expectOk(node.ask(run.stageRequest(1)));
      String script =
          "echo after >\"$GUARD_TEST/change\"; trap '' TERM HUP; sleep "
              + (sleep + 1)
              + " & setsid sleep "
              + (sleep + 2)
              + " & "
              + "(trap '' TERM; while :; do sleep 0.2; echo after >\"$GUARD_TEST/change\"; done) & sleep "
              + (sleep + 3);
      // The deadline must come first, however far off it is on a busy machine.
      long limit = run.deadline + 1000;
      GuardedNode.Channel channel = node.open();
      CompletableFuture<GuardReply> act =
          CompletableFuture.supplyAsync(
              () ->
                  channel.ask(
                      GuardRequest.act(run.runEpoch, run.boot, run.soon(), 1, script, limit)
                          .line()));
      run.until(GuardState.REVERTED);
      assertThat(node.read("seen"))
          .isNotEmpty()
          .doesNotContain("sleep " + (sleep + 1), "sleep " + (sleep + 2), "sleep " + (sleep + 3));
      assertThat(sleepers(node, "sleep " + sleep / 10)).isZero();
      assertThat(run.change()).isEqualTo("before");
      assertThat(act).succeedsWithin(Conversation.SOON);
      Conversation.expectNo(act.join(), "state");
      Conversation.expectNo(node.ask(run.actRequest(1)), "state");
    }
  }

  @Test
  void anUndoThatFailsIsTriedAgainAndToldUntilItSucceeds() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.undo =
          "echo try >>\"$GUARD_TEST/tries\"; [ -e \"$GUARD_TEST/mended\" ] || { echo no connection; exit 1; }; "
              + run.undo;
      run.arm().step();
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      GuardedNode.until(Duration.ofSeconds(20), () -> run.state() == GuardState.REVERT_FAILED);
      assertThat(run.status().field("trouble")).isEqualTo("failing");
      assertThat(run.status().text("text")).isEqualTo("no connection\n");
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      node.write("mended", "");
      run.until(GuardState.REVERTED);
      assertThat(run.change()).isEqualTo("before");
    }
  }

  @Test
  void aConflictIsToldAtOnceAndDoesNotHoldUpTheUndosBeforeIt() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.steps = 2;
      run.undo = "[ $SAFEOPS_STEP = 1 ] || exit 3; " + run.undo;
      run.arm().step();
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      run.until(GuardState.REVERT_FAILED);
      assertThat(run.status().field("trouble")).isEqualTo("conflict");
      assertThat(node.read("trace")).contains("undo1");
    }
  }

  @Test
  void localPartsComeFirstGoOnDuringTheUndoAndMustBeQuietAtTheEnd() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.local =
          "echo local >>\"$GUARD_TEST/trace\"; "
              + "[ \"$(tail -n 2 \"$GUARD_TEST/trace\" | grep -c local)\" = 2 ] || exit 10";
      run.undo = "sleep 0.5; " + run.undo;
      run.arm().step();
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      run.until(GuardState.REVERTED);
      assertThat(node.read("trace"))
          .startsWith("did1\nlocal\nlocal\n")
          .contains("local\nundo1\nlocal\n")
          .endsWith("local\nlocal\n");
    }
  }
}
