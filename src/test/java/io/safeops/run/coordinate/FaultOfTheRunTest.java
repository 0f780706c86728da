package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunEventCodec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A fault of safeops itself during a run: no armed node is left to its lease. */
class FaultOfTheRunTest {

  /** Fails once, when it has journaled so many events. */
  private static World failingAfter(int events) {
    World world = new World(7, 2, 1, 2);
    world.operatorConfirms(Duration.ofSeconds(1));
    int[] left = {events};
    world.onEvent(
        event -> {
          if (--left[0] == 0) {
            throw new IllegalStateException("made up, at " + RunEventCodec.kind(event));
          }
        });
    return world;
  }

  /** How many events there are up to the decision, that one included. */
  private static int untilDecided() {
    World world = new World(7, 2, 1, 2);
    world.operatorConfirms(Duration.ofSeconds(1));
    assertThat(world.apply().end()).isEqualTo(End.CONFIRMED);
    return world.journal.stream()
            .map(Object::getClass)
            .toList()
            .indexOf(RunEvent.CommitDecided.class)
        + 1;
  }

  @Test
  void beforeTheDecisionItRollsBackAtOnce() {
    int decided = untilDecided();
    assertThat(decided).isGreaterThan(10);
    for (int events = 1; events < decided; events++) {
      World world = failingAfter(events);
      Outcome outcome = world.apply();
      String trace = "after " + events + " events: " + outcome + " " + world.standing();
      assertThat(outcome.end()).as(trace).isIn(End.NOT_STARTED, End.ROLLED_BACK);
      assertThat(outcome.text()).as(trace).contains("safeops itself failed").contains("made up");
      assertThat(world.nodes()).as(trace).allMatch(node -> !node.isChanged());
      assertThat(world.nodes()).as(trace).noneMatch(node -> node.state(World.RUN).isOpen());
      assertThat(world.journal.get(world.journal.size() - 1))
          .as(trace)
          .isInstanceOf(RunEvent.Ended.class);
    }
  }

  /** A listener that fails is no reason to leave a node alone. */
  @Test
  void duringARollbackOnlyTheReportIsMissing() {
    World world = new World(7, 2, 1, 1);
    world.on(RunEvent.StepHolds.class, world::rollback);
    world.onEvent(
        event -> {
          if (world.journal.stream().anyMatch(e -> e instanceof RunEvent.RollbackBegan)) {
            throw new IllegalStateException("made up, at " + RunEventCodec.kind(event));
          }
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(outcome.text()).contains("a line may be missing").contains("made up");
    assertThat(world.allUndone()).isTrue();
    assertThat(world.journal.get(world.journal.size() - 1)).isInstanceOf(RunEvent.Ended.class);
  }

  /** All is undone by then: what is not known is only whether everything is as it was. */
  @Test
  void duringTheComparisonTheEndIsNotProven() {
    World world = new World(7, 2, 1, 1);
    world.comparingIsFaulty();
    world.on(RunEvent.StepHolds.class, world::rollback);
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.NOT_PROVEN);
    assertThat(outcome.text()).contains("undone on every node", "made up");
    assertThat(world.journal.get(world.journal.size() - 1)).isInstanceOf(RunEvent.Ended.class);
  }

  @Test
  void afterTheDecisionItGoesOnForward() {
    World world = failingAfter(untilDecided());
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.allKept()).isTrue();
    assertThat(world.journal).noneMatch(event -> event instanceof RunEvent.RollbackBegan);
    assertThat(world.journal)
        .filteredOn(event -> event.text().contains("the decision stands"))
        .singleElement()
        .satisfies(event -> assertThat(event.text()).contains("made up"));
  }
}
