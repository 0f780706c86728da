package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a full {@code /run}: filled by another program, or by the output of a step or an undo. */
@Tag("process")
class GuardMemoryTest {

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void fullMemoryDoesNotDelayAnUndo(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, true).withSmallMemory()) {
      Conversation run = Conversation.on(node);
      run.lease = 2 * Conversation.setup() + 100;
      run.arm().step();
      node.fillMemory();
      GuardedNode.until(Conversation.SOON, () -> run.change().equals("before"));
      node.emptyMemory();
      run.until(GuardState.REVERTED);
      assertThat(run.status().field("reason")).isEqualTo("lease");
    }
  }

  /** For example leaked session files: there is space for bytes, but no space for another file. */
  @Test
  void memoryWithoutSpaceForAFileDoesNotDelayAnUndo() {
    try (GuardedNode node = GuardedNode.create().withSmallMemory()) {
      Conversation run = Conversation.on(node);
      run.lease = 2 * Conversation.setup() + 100;
      run.arm().step();
      node.fillMemoryWithFiles();
      run.until(GuardState.REVERTED);
      assertThat(run.change()).isEqualTo("before");
      assertThat(run.status().field("reason")).isEqualTo("lease");
    }
  }

  @Test
  void aProbeTripsWithoutSpaceForAFileInMemory() throws IOException {
    try (GuardedNode node = GuardedNode.create().withSmallMemory()) {
      node.tool("systemctl", "case \" $* \" in *\" is-active \"*) exit 0 ;; esac");
      node.variable("GUARD_SYSTEMD", "/nonexistent");
      Conversation run = Conversation.on(node);
      run.probes = List.of("u unit ovn.service");
      run.arm().step();
      GuardedNode.until(Conversation.SOON, () -> node.read("run/r1/probe.u").equals("ok\n"));
      node.fillMemoryWithFiles();
      node.tool("systemctl", "exit 3");
      run.until(GuardState.REVERTED);
      assertThat(run.change()).isEqualTo("before");
    }
  }

  @Test
  void anAbortWorksWithFullMemory() {
    try (GuardedNode node = GuardedNode.create().withSmallMemory()) {
      Conversation run = Conversation.on(node).arm().step();
      node.fillMemory();
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      GuardedNode.until(Conversation.SOON, () -> run.change().equals("before"));
    }
  }

  @Test
  void aGuardThatDiesWithFullMemoryIsRestartedAndUndoes() {
    try (GuardedNode node = GuardedNode.create().withSmallMemory()) {
      Conversation run = Conversation.on(node);
      run.lease = 2 * Conversation.setup() + 200;
      run.arm().step();
      node.fillMemory();
      long watch = Long.parseLong(node.read("run/r1/watch").split(" ")[0]);
      ProcessHandle.of(watch).orElseThrow().destroyForcibly();
      GuardedNode.until(Conversation.SOON, () -> run.change().equals("before"));
    }
  }

  @Test
  void aBeatWithFullMemoryKeepsTheLease() {
    try (GuardedNode node = GuardedNode.create().withSmallMemory()) {
      Conversation run = Conversation.on(node);
      run.lease = 2 * Conversation.setup() + 100;
      run.arm().step();
      Conversation.expectOk(
          node.ask(GuardRequest.beat(run.runEpoch, GuardedNode.uptime() + run.lease)));
      long first = lease(node);
      node.fillMemory();
      // A fast machine asks twice within one hundredth of a second.
      GuardedNode.until(Conversation.SOON, () -> GuardedNode.uptime() + run.lease > first);
      Conversation.expectOk(
          node.ask(GuardRequest.beat(run.runEpoch, GuardedNode.uptime() + run.lease)));
      assertThat(lease(node)).isGreaterThan(first);
    }
  }

  private static long lease(GuardedNode node) {
    String lease = node.read("run/r1/lease");
    return lease.isEmpty() ? 0 : Long.parseLong(lease.split(" ")[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void aStepWithEndlessOutputDoesNotFillMemory(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, true).withSmallMemory()) {
      Conversation run = Conversation.on(node).arm();
      Conversation.expectOk(node.ask(run.stageRequest(1)));
      GuardReply reply =
          node.ask(run.actRequest(1, "echo after >\"$GUARD_TEST/change\"; yes; echo never"));
      assertThat(reply.field("rc")).isEqualTo("124");
      assertThat(node.path("run").toFile().getUsableSpace()).isGreaterThan(512 << 10);
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      run.until(GuardState.REVERTED);
      assertThat(run.change()).isEqualTo("before");
    }
  }

  @Test
  void anUndoWithEndlessOutputDoesNotFillMemory() {
    try (GuardedNode node = GuardedNode.create().withSmallMemory()) {
      Conversation run = Conversation.on(node);
      run.undo = "echo before >\"$GUARD_TEST/change\"; head -c 3000000 /dev/zero";
      run.arm().step();
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      run.until(GuardState.REVERTED);
    }
  }

  @Test
  void aRunOfAnotherStateDirectoryExcludesASecondRun() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation.on(node).arm().step();
      Files.move(node.path("state"), node.path("state.gone"));
      GuardReply reply = node.ask(new Conversation(node, "r2").armRequest());
      Conversation.expectNo(reply, "held");
      assertThat(reply.field("by")).isEqualTo("r1");
      assertThat(node.ask(GuardRequest.hello()).field("runs")).isEqualTo("r1:ARMED");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A clean-up removes files in /run. */
  @ParameterizedTest
  @ValueSource(strings = {"run", "run/r1", "run/.locks", "state"})
  void missingFilesOfAnArmedGuardDoNotDelayAnUndo(String gone) throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.lease = 2 * Conversation.setup() + 100;
      run.arm().step();
      Files.move(node.path(gone), node.path("gone"));
      GuardedNode.until(Conversation.SOON, () -> run.change().equals("before"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "run/r1", "run/.locks", "state"})
  void anAbortWorksWhenFilesAreMissing(String gone) throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      Files.move(node.path(gone), node.path("gone"));
      node.ask(GuardRequest.abort(run.runEpoch));
      GuardedNode.until(Conversation.SOON, () -> run.change().equals("before"));
    }
  }

  /** A step keeps a copy of a database for its undo, which is too large for memory. */
  @Test
  void theFilesOfAStepForItsUndoDoNotFillMemory() {
    try (GuardedNode node = GuardedNode.create().withSmallMemory()) {
      Conversation run = Conversation.on(node);
      run.undo = "head -n 1 \"$SAFEOPS_HOME/kept\" >\"$GUARD_TEST/change\"";
      run.arm();
      Conversation.expectOk(node.ask(run.stageRequest(1)));
      String keep = "{ echo before; head -c 2000000 /dev/zero; } >\"$SAFEOPS_HOME/kept\"";
      Conversation.expectOk(
          node.ask(run.actRequest(1, keep + "; echo after >\"$GUARD_TEST/change\"")));
      assertThat(node.path("run").toFile().getUsableSpace()).isGreaterThan(512 << 10);
      Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      run.until(GuardState.REVERTED);
      assertThat(run.change()).isEqualTo("before");
    }
  }
}
