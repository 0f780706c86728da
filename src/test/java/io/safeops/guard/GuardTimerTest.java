package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.Standstill;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the ends of a run by deadline, lease, expiry or reboot, and that nothing delays them. */
@Isolated("how late a guard fires is measured")
@Tag("process")
class GuardTimerTest {

  private static final long SECOND = 100; // centiseconds
  private static final Standstill MACHINE = new Standstill();

  @AfterAll
  static void endControl() {
    MACHINE.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void theDeadlineFiresAtMostASecondLate(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, false)) {
      Conversation run = Conversation.on(node);
      run.deadline = Conversation.setup() + 50;
      run.arm().step();
      run.until(GuardState.REVERTED);
      MACHINE.assertOnTime(
          "the undo at the deadline",
          run.armedDeadline,
          run.loggedAt("REVERTING epoch=1 deadline"),
          SECOND);
      assertThat(run.change()).isEqualTo("before");
      GuardedNode.until(
          Conversation.SOON,
          () -> node.processes().noneMatch(p -> commandOf(p).contains("guard.sh")));
    }
  }

  private static String commandOf(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  @Test
  void theLeaseFiresUnlessItIsRenewedAndAnOldBeatRenewsNothing() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.lease = Conversation.setup() + 50;
      run.deadline = 10 * run.lease;
      run.arm();
      GuardRequest old = GuardRequest.beat(run.runEpoch, GuardedNode.uptime() + run.lease / 2);
      long first = run.armedDeadline - run.deadline + run.lease;
      while (GuardedNode.uptime() < first + 50) {
        Conversation.expectOk(
            node.ask(GuardRequest.beat(run.runEpoch, GuardedNode.uptime() + run.lease)));
      }
      assertThat(run.state()).isEqualTo(GuardState.ARMED);
      long last = GuardedNode.uptime();
      Conversation.expectOk(node.ask(GuardRequest.beat(run.runEpoch, last + 999999)));
      Conversation.expectOk(node.ask(old));
      run.until(GuardState.REVERTED);
      MACHINE.assertOnTime(
          "the undo at the end of the lease",
          last + run.lease,
          run.loggedAt("REVERTING epoch=1 lease"),
          2 * SECOND);
      Conversation.expectNo(node.ask(GuardRequest.beat(run.runEpoch, last + 500)), "state");
    }
  }

  @Test
  void refusesForwardMessagesAfterTheLeaseBeforeTheGuardHasFired() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.lease = Conversation.setup() + 50;
      run.deadline = 10 * run.lease;
      run.arm().step();
      stop(node, "supervise"); // otherwise it would replace the guard
      stop(node, "watch");
      long over = run.armedDeadline - run.deadline + run.lease + 5;
      GuardedNode.until(Conversation.SOON, () -> GuardedNode.uptime() > over);
      assertThat(run.onDisk()).isEqualTo("ARMED");
      Conversation.expectNo(node.ask(run.commitRequest()), "late");
      run.until(GuardState.REVERTED); // the message has also replaced the guard
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void aStoppedGuardIsReplaced(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, false)) {
      Conversation run = Conversation.on(node);
      run.lease = Conversation.setup() + 50;
      run.arm().step();
      stop(node, "watch");
      GuardedNode.until(Conversation.SOON, () -> run.change().equals("before"));
    }
  }

  private static void stop(GuardedNode node, String mode) {
    node.processes()
        .filter(process -> commandOf(process).contains("guard.sh " + mode))
        .forEach(process -> signal("-STOP", process.pid()));
  }

  private static void signal(String signal, long pid) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor(5, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPreparedNodeWaitsForItsExpiryOnly() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.voters = 2;
      run.deadline = Conversation.setup() + 50;
      run.lease = run.deadline;
      run.arm().step();
      long expiry = run.armedDeadline + 50;
      Conversation.expectOk(
          node.ask(GuardRequest.prepare(run.runEpoch, run.boot, run.soon(), expiry)));
      Conversation.expectOk(
          node.ask(GuardRequest.prepare(run.runEpoch, run.boot, run.soon(), expiry + 9999)));
      run.until(GuardState.REVERTED);
      MACHINE.assertOnTime(
          "the undo at the expiry", expiry, run.loggedAt("REVERTING epoch=1 expiry"), SECOND);
    }
  }

  @Test
  void anExtendJustBeforeTheDeadlineCountsAndItsCopyAddsNothing() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.deadline = Conversation.setup() + 50;
      run.arm().step();
      GuardRequest extend =
          GuardRequest.extend(run.runEpoch, run.boot, run.soon(), run.armedDeadline + 500);
      GuardedNode.until(Conversation.SOON, () -> GuardedNode.uptime() >= run.armedDeadline - 10);
      GuardReply reply = node.tryAsk(extend.line());
      if (reply != null && reply.ok()) {
        Conversation.expectOk(node.ask(extend));
        run.until(GuardState.REVERTED);
        MACHINE.assertOnTime(
            "the undo at the later deadline",
            run.armedDeadline + 500,
            run.loggedAt("REVERTING epoch=1 deadline"),
            SECOND);
      } else { // this machine was too slow: the extend was refused, not half done
        isRefusedAtTheDeadline(run, reply);
        run.until(GuardState.REVERTED);
        assertThat(run.stored("deadline")).isEqualTo("" + run.armedDeadline);
      }
    }
  }

  /** Refused before or after the guard has fired, or killed by the guard, which needs the lock. */
  private static void isRefusedAtTheDeadline(Conversation run, @Nullable GuardReply reply) {
    if (reply == null) {
      GuardedNode.until(Conversation.SOON, () -> run.killedForTheLock() > 0);
    } else if (reply.why().equals("state")) {
      assertThat(reply.field("state")).isIn("REVERTING", "REVERTED");
    } else {
      Conversation.expectNo(reply, "late");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void aStoppedHandlerThatHoldsTheLockDelaysTheDeadlineByASecondAtMost(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, true)) {
      Conversation run = Conversation.on(node);
      run.deadline = Conversation.setup() + 50;
      run.arm().step();
      GuardedNode.Channel other = node.open();
      assertThat(other.ask(GuardRequest.status(run.runEpoch).line())).isNotNull();
      CompletableFuture<Void> holder = holdLock(node);
      run.node.crashAt(0);
      GuardedNode.until(Conversation.SOON, () -> node.exists("held"));
      GuardedNode.until(
          Conversation.SOON, () -> node.read("state/r1/state").contains("state=REVERT"));
      MACHINE.assertOnTime(
          "the undo at the deadline",
          run.armedDeadline,
          run.loggedAt("REVERTING epoch=1 deadline"),
          SECOND);
      run.until(GuardState.REVERTED);
      assertThat(holder).succeedsWithin(Conversation.SOON);
      assertThat(run.change()).isEqualTo("before");
    }
  }

  /**
   * Another process of the node takes the run's lock and is stopped; completes when it is killed.
   */
  private static CompletableFuture<Void> holdLock(GuardedNode node) {
    try {
      ProcessBuilder holder =
          new ProcessBuilder(
              "setsid",
              "sh",
              "-c",
              "exec 9>>\"$1/run/.locks/r1\"; flock 9; : >\"$1/held\"; kill -STOP $$",
              "sh",
              node.path("").toString());
      holder.environment().put("GUARD_TEST", node.path("").toString());
      return holder.start().onExit().thenAccept(process -> {});
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aGuardThatIsKilledRepeatedlyStillFires() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.deadline = Conversation.setup() + 50;
      run.undo = run.undo + "; sleep 0.3";
      run.arm().step();
      long end = run.armedDeadline + 150;
      while (GuardedNode.uptime() < end) {
        long pause = GuardedNode.uptime() + 15;
        node.processes()
            .filter(process -> commandOf(process).contains("guard.sh watch"))
            .forEach(ProcessHandle::destroyForcibly);
        GuardedNode.until(Conversation.SOON, () -> GuardedNode.uptime() >= pause);
      }
      run.until(GuardState.REVERTED);
      assertThat(run.change()).isEqualTo("before");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void aRebootUndoesAtOnce(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, true)) {
      Conversation run = Conversation.on(node);
      run.arm().step();
      node.powerCut(false);
      node.stopClockAt("12.34"); // an uptime just after boot
      Conversation.expectNo(node.ask(run.commitRequest()), "boot");
      node.boot();
      GuardedNode.until(Conversation.SOON, () -> run.onDisk().equals("REVERTED"));
      assertThat(run.change()).isEqualTo("before");
      assertThat(run.status().field("reason")).isEqualTo("reboot");
      // Otherwise systemd would still know a unit that multi-user.target wanted at this boot.
      GuardedNode.until(Conversation.SOON, () -> node.read("reloads").equals("reload\n"));
    }
  }

  @Test
  void theReasonIsTheRebootEvenIfAnAbortComesBeforeTheGuardStarts() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.arm().step();
      node.powerCut(false);
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      node.boot();
      run.until(GuardState.REVERTED);
      assertThat(run.change()).isEqualTo("before");
      assertThat(run.status().field("reason")).isEqualTo("reboot");
    }
  }

  @Test
  void aUnitThatNoBootHasSeenIsForgottenWithoutAReload() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.arm().step();
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      run.until(GuardState.REVERTED);
      GuardedNode.until(
          Conversation.SOON,
          () -> node.processes().noneMatch(p -> commandOf(p).contains("guard.sh")));
      assertThat(node.read("reloads")).isEmpty();
    }
  }

  @Test
  void aRebootOfAPreparedNodeUndoesAndOfAConfirmedOneDoesNot() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.voters = 2;
      run.arm().step().prepare();
      node.powerCut(false);
      Conversation.expectNo(node.ask(run.commitRequest()), "boot"); // before the guard has started
      node.boot();
      run.until(GuardState.REVERTED);

      Conversation next = new Conversation(node, "r2");
      next.arm().step().commit();
      node.powerCut(false);
      node.boot();
      GuardedNode.until(Conversation.SOON, () -> node.exists("run/r2/watch"));
      assertThat(next.state()).isEqualTo(GuardState.CONFIRMED);
      Conversation.expectOk(node.ask(next.commitRequest()));
      Conversation.expectOk(node.ask(GuardRequest.seal(next.runEpoch)));
      assertThat(next.change()).isEqualTo("after");
      assertThat(List.of(node.path("units").toFile().list()))
          .containsExactly("multi-user.target.wants");
      assertThat(node.path("units/multi-user.target.wants").toFile().list()).isEmpty();
    }
  }

  @Test
  void withoutAClockTheRunLapses() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.arm().step();
      java.nio.file.Files.delete(node.path("proc/uptime"));
      GuardedNode.until(Conversation.SOON, () -> run.onDisk().equals("REVERTED"));
      assertThat(run.change()).isEqualTo("before");
    }
  }
}
