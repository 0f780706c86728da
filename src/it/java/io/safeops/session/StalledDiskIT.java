package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.Standstill;
import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import io.safeops.session.Operator.OpenCommand;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Tests a state directory whose disk really hangs: processes that write there wait in state D. The
 * undo does not wait for them.
 */
@Isolated("storms and lateness run alone")
class StalledDiskIT extends Bench {
  private static final long SECOND = 100; // centiseconds of uptime
  private static final Standstill MACHINE = new Standstill();

  @AfterAll
  static void endControl() {
    MACHINE.close();
  }

  @Test
  void undoComesWithinTheLeaseThoughTheDiskHangs() {
    try (StalledDisk disk = new StalledDisk(LAB, "ctl")) {
      OpenRun run = appliesQuietly("deadline: 60s, lease: 5s").reaches("CODE");
      assertThat(hasPort(Plans.QUIET_PORT)).isTrue();
      disk.freeze();
      run.die();
      // The last heartbeat was before this, so the lease may end a moment sooner.
      long due = Standstill.now() + 5 * SECOND;

      assertThat(Lab.eventually(Lab.PATIENCE, () -> !hasPort(Plans.QUIET_PORT))).isTrue();
      MACHINE.assertOnTime(
          "the undo after the lease", due, Math.max(due, Standstill.now()), 5 * SECOND);
      assertThat(Lab.eventually(Lab.PATIENCE, () -> !disk.waiting().isBlank()))
          .as("somebody waits for the disk, in vain:\n%s", disk.processes())
          .isTrue();
      assertThat(guards.state("ctl", run.id(), "state")).as("on the disk").isEqualTo("ARMED");

      disk.thaw();
      guards.areOver(run.id(), Duration.ofSeconds(30), "ctl");
      Ended recovered = operator.types("recover", run.id());
      assertThat(recovered.exit()).as(recovered.all()).isEqualTo(4);
      guards.areGone();
    }
  }

  /** A confirm must be on the disk. It waits for the disk, and does not report success before. */
  @Test
  void confirmWaitsForTheDisk() {
    try (StalledDisk disk = new StalledDisk(LAB, "ctl")) {
      OpenRun run = appliesQuietly("deadline: 180s, lease: 15s").reaches("CODE");
      String code = run.code();
      disk.freeze();
      try (OpenCommand confirm = operator.start("confirm", run.id(), "--code", code)) {
        assertThat(Lab.eventually(Duration.ofSeconds(5), () -> run.has("CONFIRMED"))).isFalse();
        disk.thaw();
        Ended first = confirm.ended(Lab.PATIENCE);
        // The node may have answered too late for that command.
        Ended told = first.exit() == 0 ? first : run.confirm(code);
        assertThat(told.exit()).as(first.all() + told.all()).isZero();
      }
      assertThat(run.ended().exit()).isZero();
      assertThat(hasPort(Plans.QUIET_PORT)).isTrue();
      guards.areGone();
    } finally {
      ovn("--if-exists", "lsp-del", Plans.QUIET_PORT);
    }
  }
}
