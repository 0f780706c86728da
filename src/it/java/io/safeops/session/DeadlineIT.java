package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.Standstill;
import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Tests that the nodes undo what is not confirmed: at the deadline, or when they hear nothing. */
@Isolated("storms and lateness run alone")
class DeadlineIT extends Bench {
  private static final long SECOND = 100; // centiseconds of uptime
  private static final Standstill MACHINE = new Standstill();

  @AfterAll
  static void endControl() {
    MACHINE.close();
  }

  @Test
  void unconfirmedChangeIsUndoneAtTheDeadline() {
    OpenRun run = appliesQuietly("deadline: 45s, lease: 5s").reaches("CODE");
    assertThat(hasPort(Plans.QUIET_PORT)).isTrue();

    Ended ended = run.ended();

    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    assertThat(ended.out()).contains("ROLLED_BACK");
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
    for (String node : Lab.NODES) {
      long deadline = Long.parseLong(guards.state(node, run.id(), "deadline"));
      long fired = guards.when(node, run.id(), "REVERTING");
      MACHINE.assertOnTime("the undo at the deadline on " + node, deadline, fired, SECOND);
    }
  }

  @Test
  void nodeWhoseCableIsPulledUndoesEverything() {
    OpenRun run = appliesQuietly("deadline: 120s, lease: 5s").reaches("CODE");
    long pulled = uptime();
    Duration silent;
    LAB.link("net", "in-band", false);
    try {
      pulled = uptime();
      for (String node : Lab.NODES) {
        assertThat(Lab.eventually(Lab.PATIENCE, () -> hasFired(node, run.id())))
            .as(node + ": " + guards.log(node, run.id()))
            .isTrue();
      }
    } finally {
      // Without its cable net cannot see that the port has gone from the Southbound, so it
      // continues its undo.
      LAB.link("net", "in-band", true);
      silent = Duration.ofMillis((uptime() - pulled) * 10);
    }
    Ended ended = run.ended();
    for (String node : Lab.NODES) {
      // The lab's nodes share their machine's uptime. The last heartbeat came just before, or was
      // on its way.
      MACHINE.assertOnTime(
          "the undo on " + node + " since the cable was pulled",
          pulled,
          guards.when(node, run.id(), "REVERTING"),
          7 * SECOND);
    }
    isProvenIfBackInTime(ended, "net", silent);
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.answersSsh("net"))).isTrue();
  }

  @Test
  void processThatSleptPastItsLeaseCannotGoOn() {
    OpenRun run = appliesQuietly("deadline: 120s, lease: 5s").reaches("CODE");
    String code = run.code();
    run.signal("STOP");
    guards.areOver(run.id(), Duration.ofSeconds(20), "ctl");
    run.signal("CONT");

    Ended confirmed = run.confirm(code);
    Ended ended = run.ended();

    assertThat(confirmed.exit()).as(confirmed.all()).isEqualTo(4);
    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
  }

  @Test
  void extendedRunOutlivesItsFirstDeadline() {
    OpenRun run = appliesQuietly("deadline: 30s, lease: 5s").reaches("CODE");
    long first = Long.parseLong(guards.state("ctl", run.id(), "deadline"));

    Ended extended = operator.types("extend", run.id(), "--by", "60");
    assertThat(extended.exit()).as(extended.all()).isZero();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> uptime() > first + 2 * SECOND)).isTrue();
    assertThat(guards.state("ctl", run.id(), "state")).isEqualTo("ARMED");

    Ended back = operator.types("rollback", run.id());
    assertThat(back.exit()).as(back.all()).isEqualTo(4);
    assertThat(run.ended().exit()).isEqualTo(4);
  }

  private boolean hasFired(String node, String run) {
    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    return guards.log(node, run).stream().anyMatch(line -> line.text().startsWith("REVERT"));
  }

  private static long uptime() {
    String uptime = LAB.script("ctl", "cut -d' ' -f1 /proc/uptime").out().strip();
    return Long.parseLong(uptime.replace(".", ""));
  }
}
