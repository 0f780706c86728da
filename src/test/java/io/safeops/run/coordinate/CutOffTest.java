package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardState;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rollback that some node never answers: reported early, and ended within a stated time. */
class CutOffTest {

  // The lease of a World, the time for an undo, and that for an answer.
  private static final Duration LONGEST = Duration.ofSeconds(15 + 60 + 10);
  // One more round of asking.
  private static final Duration ROUND = Duration.ofSeconds(5);

  @ParameterizedTest
  @CsvSource({"1,2,n0", "1,2,n2", "2,1,n1", "3,0,n0"})
  void aNodeCutOffForGoodIsNamedEarlyAndNeverCalledUndone(int voters, int soft, String node) {
    World world = new World(21, voters, soft, 1);
    long[] cut = new long[1];
    long[] noted = new long[1];
    world.on(
        RunEvent.CodeShown.class,
        () -> {
          cut[0] = world.loop.now();
          world.network.cut(node);
          world.rollback();
        });
    world.onEvent(
        event -> {
          if (event instanceof RunEvent.Note && event.text().contains("no answer from")) {
            assertThat(event.text()).contains("no answer from " + node);
            noted[0] = world.loop.now();
          }
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.NOT_PROVEN);
    assertThat(outcome.text()).contains(node + " (last known");
    assertThat(Duration.ofNanos(noted[0] - cut[0])).isLessThan(Duration.ofSeconds(16));
    assertThat(Duration.ofNanos(world.loop.now() - cut[0])).isLessThan(LONGEST.plus(ROUND));
  }

  @Test
  void aNodeThatComesBackWhileItIsWaitedForIsProven() {
    World world = new World(22, 1, 2, 1);
    world.on(
        RunEvent.CodeShown.class,
        () -> {
          world.network.cut("n1");
          world.rollback();
          world.loop.after(Duration.ofSeconds(70), () -> world.network.heal("n1"));
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
  }

  @Test
  void aNodeThatAnswersButCannotUndoIsWaitedForInFull() {
    World world = new World(23, 2, 0, 1);
    world.nodes().get(1).failUndo(true);
    world.on(
        RunEvent.CodeShown.class,
        () -> {
          world.rollback();
          world.loop.after(Duration.ofSeconds(120), () -> world.nodes().get(1).failUndo(false));
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.nodes().get(1).state(World.RUN)).isEqualTo(GuardState.REVERTED);
  }
}
