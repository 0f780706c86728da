package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import io.safeops.session.Operator.OpenCommand;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests test 6 of the guard protocol: {@code recover} beside a living run, in each phase of the
 * run.
 */
class TakeoverIT extends VotersBench {
  private static final String GUARD = "deadline: 120s, lease: 15s";
  private static final List<Integer> KNOWN = List.of(0, 4, 5, 6);

  @ParameterizedTest
  @ValueSource(strings = {"ARMING", "ARMED", "STAGING", "DOING", "DONE", "QUIET", "CODE"})
  void recoverBesideALivingRun(String phase) {
    OpenRun run = applies(GUARD).reaches(phase);
    try (OpenCommand recover = recovers(run)) {
      Ended recovered = recover.ended(Lab.PATIENCE);
      Ended applied = run.ended();
      haveOneOutcome(run, applied, recovered);
    }
  }

  /** The confirm and the recover meet at another moment each time. */
  @ParameterizedTest
  @ValueSource(longs = {0, 500, 1000, 1500, 2000})
  void recoverBesideAConfirm(long milliseconds) {
    OpenRun run = applies(GUARD).reaches("CODE");
    String code = run.code("net");
    try (OpenCommand recover = recovers(run)) {
      LockSupport.parkNanos(Duration.ofMillis(milliseconds).toNanos());
      try (OpenCommand confirm = operator.start("confirm", run.id(), "--code", code)) {
        Ended recovered = recover.ended(Lab.PATIENCE);
        Ended applied = run.ended();
        Ended confirmed = confirm.ended(Lab.PATIENCE);
        haveOneOutcome(run, applied, recovered);
        if (confirmed.exit() == 0) {
          assertThat(guards.state("net", run.id(), "state")).isEqualTo("SEALED");
        }
      }
    }
  }

  /** The run is stopped after all promises are given, or while its decision is on the way. */
  @ParameterizedTest
  @ValueSource(strings = {"PREPARED", "CONFIRMED"})
  void recoverWhileTheRunStandsStill(String state) {
    OpenRun run = applies(GUARD).reaches("CODE");
    String code = run.code("net");
    try (SlowDisk disk = new SlowDisk(LAB, "cmp", run.id(), state);
        OpenCommand confirm = operator.start("confirm", run.id(), "--code", code)) {
      disk.awaitHeld();
      run.signal("STOP");
      disk.goOn();
      try (OpenCommand recover = recovers(run)) {
        assertThat(
                Lab.eventually(
                    Lab.PATIENCE, () -> recover.all().contains("\"event\":\"TAKEOVER\"")))
            .as(recover.all())
            .isTrue();
        run.signal("CONT");
        Ended recovered = recover.ended(Lab.PATIENCE);
        Ended applied = run.ended();
        assertThat(confirm.ended(Lab.PATIENCE).exit()).isEqualTo(applied.exit());
        haveOneOutcome(run, applied, recovered);
      }
    }
  }

  private OpenCommand recovers(OpenRun run) {
    return operator.startElsewhere(
        "recover", run.id(), "-i", operator.inventory().toString(), "--format", "json");
  }

  private void haveOneOutcome(OpenRun run, Ended applied, Ended recovered) {
    String all = applied.all() + recovered.all();
    assertThat(KNOWN).as(all).contains(applied.exit(), recovered.exit());
    String state = guards.state("net", run.id(), "state");
    assertThat(state).as(all).isIn("SEALED", "REVERTED");
    bothAre(state, run);
    if (state.equals("SEALED")) {
      assertThat(List.of(applied.exit(), recovered.exit())).as(all).contains(0).doesNotContain(4);
    } else {
      assertThat(List.of(applied.exit(), recovered.exit())).as(all).doesNotContain(0);
    }
  }
}
