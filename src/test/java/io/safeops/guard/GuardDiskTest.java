package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests a state directory whose disk does not answer, as a storm on the LAN does to a disk on
 * iSCSI, RBD or NFS. Simulated by a sync that waits; the lab tests the real case.
 */
@Tag("process")
class GuardDiskTest {

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void aHangingDiskDoesNotDelayAnUndo(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, true)) {
      Conversation run = Conversation.on(node);
      run.steps = 2;
      run.lease = 2 * Conversation.setup() + 100;
      run.arm();
      Conversation.expectOk(node.ask(run.stageRequest(1)));
      Conversation.expectOk(node.ask(run.actRequest(1)));
      node.diskHangs();
      CompletableFuture<@Nullable GuardReply> held = later(node, run.stageRequest(2));
      GuardedNode.until(Conversation.SOON, () -> run.change().equals("before"));
      assertThat(run.onDisk()).isEqualTo("ARMED");
      assertThat(run.state()).isEqualTo(GuardState.REVERTING);
      assertThat(held).as("its handler held the lock").succeedsWithin(Conversation.SOON);
      node.diskAnswers();
      GuardedNode.until(Conversation.SOON, () -> run.onDisk().equals("REVERTED"));
      assertThat(run.status().field("reason")).isEqualTo("lease");
    }
  }

  private static CompletableFuture<@Nullable GuardReply> later(
      GuardedNode node, GuardRequest request) {
    GuardedNode.Channel channel = node.open();
    return CompletableFuture.supplyAsync(() -> channel.ask(request.line()));
  }

  @Test
  void anAbortWorksWhileTheDiskHangs() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      node.diskHangs();
      GuardReply reply = Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      assertThat(reply.field("state")).isEqualTo("REVERTING");
      GuardedNode.until(Conversation.SOON, () -> run.change().equals("before"));
      node.powerCut(true); // nothing of it reached the disk
      node.diskAnswers();
      assertThat(run.onDisk()).isEqualTo("ARMED");
      node.boot();
      GuardedNode.until(Conversation.SOON, () -> run.onDisk().equals("REVERTED"));
    }
  }

  @Test
  void theGuardWaitsForADecisionThatIsBeingWritten() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.deadline = 2 * Conversation.setup() + 100;
      run.arm().step();
      node.diskHangs();
      CompletableFuture<@Nullable GuardReply> commit = later(node, run.commitRequest());
      GuardedNode.until(Conversation.SOON, () -> node.read("run/r1/writing").equals("CONFIRMED\n"));
      GuardedNode.until(Conversation.SOON, () -> GuardedNode.uptime() > run.armedDeadline + 100);
      assertThat(run.change()).isEqualTo("after");
      node.diskAnswers();
      run.until(GuardState.CONFIRMED);
      assertThat(run.change()).isEqualTo("after");
      assertThat(commit).succeedsWithin(Conversation.SOON);
    }
  }

  @Test
  void aDecisionLostInAPowerCutDoesNotCount() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      node.diskHangs();
      later(node, run.commitRequest());
      GuardedNode.until(Conversation.SOON, () -> node.read("run/r1/writing").equals("CONFIRMED\n"));
      node.powerCut(true);
      node.diskAnswers();
      node.boot();
      GuardedNode.until(Conversation.SOON, () -> run.onDisk().equals("REVERTED"));
      assertThat(run.change()).isEqualTo("before");
    }
  }

  /** An undo part reads nothing from disk: its script and the step's files are in memory. */
  @Test
  void anUndoFindsTheFilesOfItsStepWithoutTheDisk() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.undo = "cp \"$SAFEOPS_HOME/kept\" \"$GUARD_TEST/change\"";
      run.arm();
      Conversation.expectOk(node.ask(run.stageRequest(1)));
      Conversation.expectOk(
          node.ask(
              run.actRequest(
                  1,
                  "cp \"$GUARD_TEST/change\" \"$SAFEOPS_HOME/kept\";"
                      + " echo after >\"$GUARD_TEST/change\"")));
      node.diskHangs();
      Files.move(node.path("state/r1"), node.path("state/r1.gone"));
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      GuardedNode.until(Conversation.SOON, () -> run.change().equals("before"));
      Files.move(node.path("state/r1.gone"), node.path("state/r1"));
      node.diskAnswers();
      run.until(GuardState.REVERTED);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The storage that CHECK reports, by the name of the file system and the path of its device. */
  @ParameterizedTest
  @CsvSource({
    "nfs,       virtual/block/none,                                                network",
    "fuseblk,   virtual/block/none,                                                network",
    "tmpfs,     virtual/block/none,                                                volatile",
    "overlayfs, virtual/block/none,                                                volatile",
    "ext2/ext3, pci0000:00/0000:00:07.1/ata1/host0/target0:0:0/block/sda/sda1,      local",
    "ext2/ext3, platform/host3/session1/target3:0:0/3:0:0:0/block/sdb/sdb1,        network",
    "xfs,       pci0000:00/host4/rport-4:0-1/target4:0:0/block/sdc,                network",
    "xfs,       virtual/block/rbd0,                                                network",
    "xfs,       virtual/block/dm-0,                                                network",
  })
  void checkReportsTheStorageOfTheStateDirectory(String type, String device, String storage)
      throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      node.tool("stat", "case $1 in -f) echo '" + type + "' ;; *) echo 64769 ;; esac");
      Files.createDirectories(node.path("sys/dev/block"));
      Files.createDirectories(node.path("sys/devices/" + device));
      Files.createSymbolicLink(
          node.path("sys/dev/block/253:1"), node.path("sys/devices/" + device));
      // The device below a logical volume.
      Files.createDirectories(node.path("sys/devices/platform/host9/session9/block/sdz"));
      Files.createDirectories(node.path("sys/devices/virtual/block/dm-0/slaves"));
      Files.createSymbolicLink(
          node.path("sys/devices/virtual/block/dm-0/slaves/sdz"),
          node.path("sys/devices/platform/host9/session9/block/sdz"));
      GuardReply reply = Conversation.expectOk(node.ask(GuardRequest.check()));
      assertThat(reply.field("storage")).isEqualTo(storage);
    }
  }
}
