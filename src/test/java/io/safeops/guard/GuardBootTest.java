package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests starts of a node that its boot id does not show. */
@Tag("process")
class GuardBootTest {

  /** As in LXC: the host's boot id, an uptime that starts at zero, a new first process. */
  @Test
  void aRestartedContainerUndoesAtOnce() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      node.restart(5_000_000);
      node.stopClockAt("12.34");
      Conversation.expectNo(node.ask(run.commitRequest()), "boot");
      node.boot();
      GuardedNode.until(Conversation.SOON, () -> run.onDisk().equals("REVERTED"));
      assertThat(run.change()).isEqualTo("before");
      assertThat(run.status().field("reason")).isEqualTo("reboot");
    }
  }

  /**
   * Found by the model: the guard reported CONFIRMED from an unsynced file, which a power cut then
   * reverted.
   */
  @Test
  void aRestartedContainerSyncsTheStateBeforeItUsesIt() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      node.crashAt(4); // after the rename, before the sync of the directory
      assertThat(node.tryAsk(run.commitRequest().line())).isNull();
      node.restart(5_000_000);
      node.startGuard("r1", "supervise");
      GuardedNode.until(Conversation.SOON, () -> node.exists("run/r1/complete"));
      assertThat(run.state()).isEqualTo(GuardState.CONFIRMED);
      node.powerCut(true);
      assertThat(run.onDisk()).isEqualTo("CONFIRMED");
    }
  }

  @Test
  void aRestartedContainerCanBeArmed() {
    try (GuardedNode node = GuardedNode.create()) {
      node.startFirstProcess(5_000_000);
      Conversation.on(node).arm().step().commit();
    }
  }

  /** A machine restored from a snapshot, or a migrated container: only its uptime differs. */
  @Test
  void anUptimeThatGoesBackUndoesAtOnce() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      node.stopClockAt("12.34");
      GuardedNode.until(Conversation.SOON, () -> run.onDisk().equals("REVERTED"));
      assertThat(run.change()).isEqualTo("before");
      assertThat(run.status().field("reason")).isEqualTo("reboot");
    }
  }

  @Test
  void refusesForwardMessagesAfterTheUptimeWentBack() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      node.killAll();
      node.stopClockAt("12.34");
      GuardRequest commit = GuardRequest.commit(run.runEpoch, run.boot, 5000);
      Conversation.expectNo(node.ask(commit), "boot");
    }
  }

  @Test
  void theHoldOfASoftNodeRestartsWhenTheUptimeGoesBack() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.kind = NodeKind.SOFT;
      run.local = "exit 10";
      run.arm().step();
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      node.stopClockAt("12.34");
      GuardedNode.until(Conversation.SOON, () -> run.stored("hfrom").equals("1234"));
    }
  }

  /** The message was sent before the uptime went back, so its times are days ahead. */
  @Test
  void aLateCopyOfAnArmingArmsForNoLongerThanItsLease() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      String late = run.armRequest().line();
      node.stopClockAt("1.00");
      Conversation.expectOk(node.ask(late));
      assertThat(run.stored("leaseuntil")).isEqualTo("" + (100 + run.lease));
    }
  }

  /**
   * A state directory that is mounted late or by hand: systemd retries as long as the guard's unit
   * is on disk. After the run has ended, a guard that was killed in its last moments is not
   * restarted.
   */
  @Test
  void aGuardIsRestartedUntilItsStateDirectoryIsMounted() throws Exception {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      node.powerCut(false);
      Files.move(node.path("state"), node.path("not-mounted"));
      String unit = node.read("units/safeops-guard-r1.service");
      assertThat(unitStarts(unit)).as("it ended for good").isNotEqualTo(77);
      assertThat(unitStarts(unit)).isNotZero();
      Files.delete(node.path("units/safeops-guard-r1.service"));
      assertThat(unitStarts(unit)).isEqualTo(77);
      Files.move(node.path("not-mounted"), node.path("state"));
      assertThat(run.onDisk()).isEqualTo("ARMED");
    }
  }

  /** The exit status of the unit's program, with a sleep that takes no time. */
  private static int unitStarts(String unit) throws Exception {
    String line =
        unit.lines().filter(each -> each.startsWith("ExecStart=")).findFirst().orElseThrow();
    String command =
        line.substring("ExecStart=".length()).replace("$$", "$").replace("sleep 1", ":");
    return new ProcessBuilder("sh", "-c", command).start().waitFor();
  }
}
