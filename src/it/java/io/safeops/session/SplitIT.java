package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.Standstill;
import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import io.safeops.session.Operator.OpenCommand;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Tests a change on two nodes, of which one is lost at the worst moments. There are never two
 * outcomes.
 */
@Isolated("storms and lateness run alone")
class SplitIT extends VotersBench {
  private static final Standstill MACHINE = new Standstill();

  @AfterAll
  static void endControl() {
    MACHINE.close();
  }

  private static final String GUARD = "deadline: 120s, lease: 15s";

  @Test
  void bothConfirm() {
    OpenRun run = applies(GUARD).reaches("CODE");
    Ended confirmed = run.confirm(run.code("net"));
    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
    bothAre("SEALED", run);
  }

  @Test
  void withoutAConfirmBothUndo() {
    OpenRun run = applies("deadline: 30s, lease: 5s").reaches("CODE");
    assertThat(VOTERS).allMatch(VotersBench::isChanged);
    Ended ended = run.ended();
    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    bothAre("REVERTED", run);
  }

  /** Test 3 of the guard protocol. */
  @Test
  void voterThatPromisedAndIsLostBeforeItsCommitLeaves() {
    OpenRun run = applies(GUARD).reaches("CODE");
    String code = run.code("net");
    try (SlowDisk disk = new SlowDisk(LAB, "net", run.id(), "PREPARED");
        OpenCommand confirm = operator.start("confirm", run.id(), "--code", code)) {
      disk.awaitHeld();
      run.signal("STOP");
      connected("net", false);
      disk.goOn(); // its promise is on its disk, but its answer is lost
      run.signal("CONT");
      bothAre("REVERTED", run);
      assertThat(guards.state("net", run.id(), "reason")).isEqualTo("expiry");
      assertThat(guards.state("cmp", run.id(), "reason")).isIn("abort", "expiry");
      connected("net", true);
      Ended ended = run.ended();
      assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
      assertThat(ended.out()).contains("net");
      assertThat(confirm.ended(Lab.PATIENCE).exit()).isEqualTo(4);
    }
  }

  /** Test 4: the commit itself is lost. */
  @Test
  void commitInFlightIsLostAndTheProcessDies() {
    OpenRun run = applies(GUARD).reaches("CODE");
    String code = run.code("net");
    try (SlowDisk disk = new SlowDisk(LAB, "cmp", run.id(), "PREPARED");
        OpenCommand confirm = operator.start("confirm", run.id(), "--code", code)) {
      disk.awaitHeld();
      awaitState("net", run, "PREPARED"); // cmp may be asked before it, and the run goes no further
      run.signal("STOP");
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos()); // its answer is sent
      connected("net", false);
      disk.goOn();
      run.signal("CONT");
      awaitState("cmp", run, "CONFIRMED");
      run.die();
      assertThat(confirm.ended(Lab.PATIENCE).exit()).isNotZero();
    }
    assertThat(run.has("DECIDED")).isTrue();

    isASplit(run);
    awaitState("net", run, "REVERTED");
    assertThat(guards.state("net", run.id(), "reason")).isEqualTo("expiry");
    assertThat(isChanged("cmp")).isTrue();

    connected("net", true);
    hangUp("net");
    Ended recovered = operator.types("recover", run.id());
    assertThat(recovered.exit()).as(recovered.all()).isEqualTo(4);
    bothAre("REVERTED", run);
    assertThat(guards.state("cmp", run.id(), "reason")).isEqualTo("revert");
  }

  /** Test 4: the commit arrives, and its answer is lost. */
  @Test
  void answerToACommitIsLostAndTheProcessDies() {
    OpenRun run = applies(GUARD).reaches("CODE");
    String code = run.code("net");
    try (SlowDisk disk = new SlowDisk(LAB, "net", run.id(), "CONFIRMED");
        OpenCommand confirm = operator.start("confirm", run.id(), "--code", code)) {
      disk.awaitHeld();
      run.signal("STOP");
      connected("net", false);
      awaitState("cmp", run, "CONFIRMED");
      disk.goOn();
      run.die();
      assertThat(confirm.ended(Lab.PATIENCE).exit()).isNotZero();
    }
    isASplit(run);
    connected("net", true);
    hangUp("net");
    Ended recovered = operator.types("recover", run.id());
    assertThat(recovered.exit()).as(recovered.all()).isZero();
    bothAre("SEALED", run);
  }

  /** An operator elsewhere who cannot reach net is told so and changes nothing. */
  private void isASplit(OpenRun run) {
    Ended recovered = operator.elsewhereTypes("recover", run.id(), "-i", reachable());
    assertThat(recovered.exit()).as(recovered.all()).isEqualTo(7);
    assertThat(recovered.out()).contains("cmp CONFIRMED", "net silent");
    assertThat(guards.state("cmp", run.id(), "state")).isEqualTo("CONFIRMED");
  }

  /** A node that is cut off for good is named soon. The run ends within the time that it states. */
  @Test
  void rollbackWithANodeCutOffForGood() {
    OpenRun run = applies("deadline: 120s, lease: 5s").reaches("CODE");
    connected("net", false);
    long cut = Standstill.now();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> run.said().contains("no answer from net")))
        .as(run.said())
        .isTrue();
    assertThat(run.said()).contains("undone so far: cmp");
    Ended ended = run.ended();
    long known = Standstill.now();
    assertThat(ended.exit()).as(ended.all()).isEqualTo(5);
    assertThat(ended.out()).contains("Not known to have undone: net");
    // The lease, the time for an undo (60 s), the time for an answer (10 s), and one round of
    // requests.
    MACHINE.assertOnTime(
        "the end of the run since the node was cut off", cut, known, (5 + 60 + 10 + 10) * 100);
    bothAre("REVERTED", run);
    connected("net", true);
    hangUp("net");
    Ended recovered = operator.types("recover", run.id());
    assertThat(recovered.exit()).as(recovered.all()).isEqualTo(4);
  }
}
