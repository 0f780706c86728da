package io.safeops.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.NodeKind;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunSnapshot;
import io.safeops.run.event.RunSnapshot.NodeSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an operator reads at the end of a run. */
class EndSummaryTest {

  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

  private final EndSummary summary = new EndSummary();
  private int seconds;

  private void happens(RunEvent event) {
    summary.event(
        RecordedEvent.of(event).with("at", BEGIN.plusSeconds(seconds).toString()), Instant.EPOCH);
    seconds += 10;
  }

  private static NodeSnapshot node(String name, String state, Duration silent) {
    return new NodeSnapshot(
        name, NodeKind.VOTER, state, Optional.of(silent), Optional.empty(), Optional.empty(), "");
  }

  @Test
  void aRunThatTurnedBackTellsWhatWasBegunAndWhy() {
    happens(new RunEvent.ArmingBegan("arming"));
    happens(new RunEvent.GoGiven("step-1: go, says kim", "step-1", "kim"));
    happens(new RunEvent.StepBegan("step-1 runs", "step-1"));
    happens(new RunEvent.StepHolds("step-1 holds", "step-1"));
    happens(new RunEvent.StepBegan("step-2 runs", "step-2"));
    happens(new RunEvent.RollbackBegan("undoing", "net has not answered in band for 15 s"));
    happens(new RunEvent.Undone("undone"));
    RunSnapshot nodes =
        new RunSnapshot(
            3,
            Duration.ofSeconds(15),
            List.of(
                node("ctl", "REVERTED", Duration.ZERO),
                node("net", "ARMED", Duration.ofSeconds(20)),
                node("cmp", "REVERTED", Duration.ZERO)),
            Optional.empty());
    assertThat(summary.lines(End.NOT_PROVEN, Optional.of(nodes)))
        .containsExactly(
            "  steps: 1 of 3 done and checked; begun, and its checks did not pass: step-2",
            "  said:  kim: go to step-1; turned back: net has not answered in band for 15 s",
            "  nodes, as last heard: net ARMED, silent; ctl, cmp REVERTED",
            "  time:  1:00 since arming");
  }

  @Test
  void aRunThatDidNotStartTellsThatNothingWasDone() {
    happens(new RunEvent.Checking("asking every node whether it can be guarded"));
    assertThat(summary.lines(End.NOT_STARTED, Optional.empty()))
        .containsExactly("  steps: 0 done and checked");
  }

  /** The nodes told last before the end: what they told then must not deny the end. */
  @Test
  void aProvenEndIsNotDeniedByWhatNodesToldBefore() {
    happens(new RunEvent.StepBegan("step-1 runs", "step-1"));
    happens(new RunEvent.StepHolds("step-1 holds", "step-1"));
    RunSnapshot before =
        new RunSnapshot(
            1,
            Duration.ofSeconds(15),
            List.of(node("ctl", "CONFIRMED", Duration.ZERO), node("cmp", "ARMED", Duration.ZERO)),
            Optional.empty());
    for (End end : List.of(End.CONFIRMED, End.ROLLED_BACK, End.NOT_STARTED)) {
      assertThat(String.join("\n", summary.lines(end, Optional.of(before))))
          .doesNotContain("ARMED", "last heard");
    }
    for (End end : List.of(End.NOT_PROVEN, End.SPLIT)) {
      assertThat(summary.lines(end, Optional.of(before)))
          .contains("  nodes, as last heard: cmp ARMED; ctl CONFIRMED");
    }
  }

  @Test
  void whoTookItBackIsNotSentToLookForAFaultOfThePlan() {
    happens(new RunEvent.StepBegan("step-1 runs", "step-1"));
    happens(new RunEvent.StepHolds("step-1 holds", "step-1"));
    happens(new RunEvent.RollbackBegan("undoing", RunEvent.RollbackBegan.ASKED_FOR + "kim"));
    Outcome undone = new Outcome(End.ROLLED_BACK, "undone");
    assertThat(summary.lines(End.ROLLED_BACK, Optional.empty()))
        .contains("  steps: 1 done and checked; all of it was undone");
    assertThat(SessionHints.after(undone, "r", summary.wasAskedToTurnBack()))
        .contains("you took it back")
        .doesNotContain("review");
    happens(new RunEvent.RollbackBegan("undoing", "net has not answered in band for 15 s"));
    assertThat(SessionHints.after(undone, "r", summary.wasAskedToTurnBack())).contains("review");
  }

  @Test
  void wrongCodesAreCounted() {
    happens(new RunEvent.CodeRefused("wrong code, tries left: 4"));
    happens(new RunEvent.CodeAccepted("the code is right"));
    assertThat(summary.lines(End.CONFIRMED, Optional.empty()))
        .contains("  said:  the code was typed; 1 wrong code(s)");
  }
}
