package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import io.safeops.session.Operator.OpenCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests test 14 of the guard protocol: the guard's process is killed again and again, in every
 * state.
 */
class KilledGuardIT extends VotersBench {
  private static final String GUARD = "deadline: 120s, lease: 15s";

  // Records the state in which it killed: the one that is being written to the disk, else the one
  // in memory, because CONFIRMED is there only for a moment. It kills at most ten times during an
  // undo, because the undo must end at some time.
  private static final String KILLER =
      """
      cat >/run/killer <<'END'
      undoing=0 idle=0
      while [ "$undoing" -lt 10 ]; do
        { IFS= read -r state </run/safeops/RUN/writing && state=state=$state; } 2>/dev/null ||
          { IFS= read -r state </run/safeops/RUN/state; } 2>/dev/null ||
          IFS= read -r state </var/lib/safeops/RUN/state
        idle=$((idle + 1))
        if [ "$state" = state=REVERTING ] || [ "$idle" -ge 15 ]; then
          if systemctl kill --signal=KILL safeops-guard-RUN.service; then
            echo "$state" >>/run/kills
          fi
          [ "$state" != state=REVERTING ] || undoing=$((undoing + 1))
          idle=0
          sleep 0.1
        fi
        sleep 0.02
      done
      END
      rm -f /run/kills
      systemd-run --quiet --collect --unit=killer.service /bin/sh /run/killer
      """;

  @AfterEach
  void endKillers() {
    for (String node : VOTERS) {
      LAB.script(node, "systemctl stop killer.service");
    }
  }

  @Test
  void confirmedAllTheSame() {
    OpenRun run = applies(GUARD).reaches("ARMED");
    kill(run);
    String code = run.code("net");
    areKilledIn("ARMED");
    try (SlowDisk promise = new SlowDisk(LAB, "net", run.id(), "PREPARED");
        OpenCommand confirm = operator.start("confirm", run.id(), "--code", code)) {
      promise.awaitHeld();
      run.signal("STOP");
      promise.goOn();
      areKilledIn("PREPARED");
      try (SlowDisk decision = new SlowDisk(LAB, "net", run.id(), "CONFIRMED")) {
        run.signal("CONT");
        decision.awaitHeld();
        areKilledIn("CONFIRMED");
      }
      Ended confirmed = confirm.ended(Lab.PATIENCE);
      assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    }
    assertThat(run.ended().exit()).isZero();
    bothAre("SEALED", run);
  }

  @Test
  void undoneAllTheSame() {
    OpenRun run = applies(GUARD).reaches("ARMED");
    kill(run);
    run.reaches("CODE");
    Ended back = operator.types("rollback", run.id());
    assertThat(back.exit()).as(back.all()).isEqualTo(4);
    assertThat(run.ended().exit()).isEqualTo(4);
    areKilledIn("REVERTING");
    bothAre("REVERTED", run);
  }

  private static void kill(OpenRun run) {
    for (String node : VOTERS) {
      Lab.Answer made = LAB.script(node, KILLER.replace("RUN", run.id()));
      assertThat(made.exit()).as(made.err()).isZero();
    }
  }

  private static void areKilledIn(String state) {
    assertThat(
            Lab.eventually(
                Lab.PATIENCE,
                () -> LAB.exec("net", "grep", "-qx", "state=" + state, "/run/kills").ok()))
        .as("killed in " + state + ": " + LAB.exec("net", "sort", "/run/kills").out())
        .isTrue();
  }
}
