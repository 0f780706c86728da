package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Starts of a node that its boot id does not tell of. */
@Tag("process")
class GuardBootTest {

  /** As LXC does it: the host's boot id, an uptime that begins anew, another first process. */
  @Test
  void aContainerThatIsStartedAgainUndoesAtOnce() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      node.restart(5_000_000);
      node.uptimeIs("12.34");
      Conversation.expectNo(node.ask(run.commitRequest()), "boot");
      node.boot();
      GuardedNode.until(Conversation.SOON, () -> run.onDisk().equals("REVERTED"));
      assertThat(run.change()).isEqualTo("before");
      assertThat(run.status().field("reason")).isEqualTo("reboot");
    }
  }

  /**
   * Found by the model: told to be confirmed by what it found, which a power cut then took back.
   */
  @Test
  void whatAContainerFindsUnsyncedIsSyncedBeforeItCounts() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      node.crashAt(4); // after the rename, before the directory's sync
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
  void aContainerThatWasStartedAgainCanBeArmed() {
    try (GuardedNode node = GuardedNode.create()) {
      node.startFirstProcess(5_000_000);
      Conversation.on(node).arm().step().commit();
    }
  }

  /** A machine put back to a snapshot, a container that was migrated: all is as it was but time. */
  @Test
  void anUptimeThatGoesBackUndoesAtOnce() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      node.uptimeIs("12.34");
      GuardedNode.until(Conversation.SOON, () -> run.onDisk().equals("REVERTED"));
      assertThat(run.change()).isEqualTo("before");
      assertThat(run.status().field("reason")).isEqualTo("reboot");
    }
  }

  @Test
  void nothingLeadsForwardWhereTheUptimeWentBackAndTheGuardHasNotSeenIt() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      node.killAll();
      node.uptimeIs("12.34");
      GuardRequest commit = GuardRequest.commit(run.runEpoch, run.boot, 5000);
      Conversation.expectNo(node.ask(commit), "boot");
    }
  }

  @Test
  void theHoldOfASoftNodeBeginsAgainWhereTheUptimeWentBack() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.kind = NodeKind.SOFT;
      run.local = "exit 10";
      run.arm().step();
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      node.uptimeIs("12.34");
      GuardedNode.until(Conversation.SOON, () -> run.stored("hfrom").equals("1234"));
    }
  }

  /** Sent before the uptime went back, its times are days ahead. */
  @Test
  void aLateCopyOfAnArmingArmsForNoLongerThanItsLease() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      String late = run.armRequest().line();
      node.uptimeIs("1.00");
      Conversation.expectOk(node.ask(late));
      assertThat(run.stored("leaseuntil")).isEqualTo("" + (100 + run.lease));
    }
  }

  /**
   * A state directory that comes late, or is mounted by hand: as long as its unit is on the disk,
   * systemd tries again. Once the run is over a guard that was killed in its last moments is not.
   */
  @Test
  void aGuardWhoseStateDirectoryIsNotThereYetIsStartedAgain() throws Exception {
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

  /** The exit status of what the unit starts, where sleeping takes no time. */
  private static int unitStarts(String unit) throws Exception {
    String line =
        unit.lines().filter(each -> each.startsWith("ExecStart=")).findFirst().orElseThrow();
    String command =
        line.substring("ExecStart=".length()).replace("$$", "$").replace("sleep 1", ":");
    return new ProcessBuilder("sh", "-c", command).start().waitFor();
  }
}
