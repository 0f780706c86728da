package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.Standstill;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests probes: first a baseline; a probe that fails in it does not count; a trip undoes at once.
 */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class GuardProbeTest {

  private static final Standstill MACHINE = new Standstill();

  @AfterAll
  static void endControl() {
    MACHINE.close();
  }

  private static String probes(Conversation run) {
    return run.node.ask(GuardRequest.beat(run.runEpoch, run.soon())).field("probes");
  }

  private static void untilProbes(Conversation run, String wanted) {
    GuardedNode.until(Conversation.SOON, () -> probes(run).equals(wanted));
  }

  @Test
  void aLostListenerUndoesAndAMissingOneDoesNotCount() throws IOException {
    try (GuardedNode node = GuardedNode.create();
        // The test never accepts a connection: each check of the probe stays in the backlog.
        ServerSocket listener = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress())) {
      int closed;
      try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        closed = other.getLocalPort();
      }
      Conversation run = Conversation.on(node);
      run.probes =
          List.of("sb tcp 127.0.0.1 " + listener.getLocalPort(), "never tcp 127.0.0.1 " + closed);
      run.baseline =
          Conversation.setup() + 50; // long enough to ask for the status during the baseline
      run.arm();
      assertThat(probes(run)).contains("sb:baseline");
      run.step();
      untilProbes(run, "sb:ok,never:failing");
      listener.close();
      run.until(GuardState.REVERTED);
      assertThat(run.status().field("reason")).isEqualTo("trip:sb");
      assertThat(run.change()).isEqualTo("before");
    }
  }

  @Test
  void nothingIsConfirmedDuringTheBaselineOrWhileAProbedUnitFails() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      node.write("active.ovn-controller.service", "");
      Conversation run = Conversation.on(node);
      run.probes = List.of("ctl unit ovn-controller.service");
      run.arm().step();
      untilProbes(run, "ctl:ok");
      Files.delete(node.path("active.ovn-controller.service"));
      GuardedNode.until(Conversation.SOON, () -> probes(run).matches("ctl:(bad|tripped)"));
      GuardReply reply = node.ask(run.commitRequest());
      assertThat(reply.ok()).isFalse();
      assertThat(reply.why()).isIn("probes", "state");
      run.until(GuardState.REVERTED);
    }
  }

  @Test
  void aStormTripsAfterASecondAndARestartedProbeKeepsItsBaseline() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      Files.createDirectories(node.path("net/lan0/statistics"));
      node.write("net/lan0/statistics/rx_packets", "1000\n");
      Conversation run = Conversation.on(node);
      run.probes = List.of("storm storm lan0");
      run.arm().step();
      GuardedNode.until(Conversation.SOON, () -> probes(run).startsWith("storm:ok"));
      node.processes()
          .filter(process -> process.info().commandLine().orElse("").contains("guard.sh probe"))
          .forEach(ProcessHandle::destroyForcibly);
      long start = GuardedNode.uptime();
      while (run.onDisk().equals("ARMED") && GuardedNode.uptime() < start + 3000) {
        long count = 1000 + (GuardedNode.uptime() - start) * 200; // 20,000 packets a second
        node.write("net/lan0/new", count + "\n");
        Files.move(
            node.path("net/lan0/new"),
            node.path("net/lan0/statistics/rx_packets"),
            java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        LockSupport.parkNanos(20_000_000);
      }
      run.until(GuardState.REVERTED);
      assertThat(run.status().field("reason")).isEqualTo("trip:storm");
      MACHINE.assertOnTime("the trip", start + 100, run.loggedAt("REVERTING"), 400);
    }
  }

  @Test
  void aStormProbeOnAMissingDeviceFails() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.probes = List.of("storm storm nosuch0");
      run.arm().step();
      untilProbes(run, "storm:failing");
      run.commit();
    }
  }
}
