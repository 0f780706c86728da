package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardRequest.Verb;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.simulation.SimNode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A step that waits for the operator's go is judged on the cluster after it. */
class GoTest {

  private static World stepwise(int steps, Consumer<World> meanwhile) {
    World world = new World(41, 1, 2, steps);
    world.goesStepByStep();
    AtomicInteger proposed = new AtomicInteger();
    world.on(
        RunEvent.StepProposed.class,
        () -> {
          String step = "step-" + proposed.incrementAndGet();
          world.loop.after(Duration.ofSeconds(20), () -> meanwhile.accept(world));
          world.loop.after(Duration.ofSeconds(25), () -> world.go(step));
        });
    return world;
  }

  @Test
  void everyStepIsDoneAfterItsGo() {
    World world = stepwise(2, same -> {});
    world.operatorConfirms(Duration.ofSeconds(5));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.answers).startsWith("going on with step-1", "going on with step-2");
  }

  /** A go that was typed twice, or came late, must not do a step that nobody has looked at. */
  @Test
  void aGoCountsForTheStepThatItNamesAndForNoOther() {
    World world = new World(71, 1, 0, 2);
    world.goesStepByStep();
    world.on(
        RunEvent.StepProposed.class,
        () -> {
          world.go("step-1");
          world.go("step-1");
        });
    Outcome outcome = world.apply();
    assertThat(outcome.text()).contains("the deadline passed without a confirm");
    assertThat(outcome.end()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.network.sent())
        .filteredOn(sent -> sent.request().verb() == Verb.DO)
        .hasSize(1);
    assertThat(world.answers)
        .contains(
            "going on with step-1",
            "this go was for step-1 and does not count: step-2 waits now, look at it first");
  }

  @Test
  void aClusterThatChangesWhileTheGoIsAwaitedIsRefused() {
    World world = stepwise(1, changed -> changed.isRefused("a second localnet"));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.REFUSED);
    assertThat(outcome.text()).contains("a second localnet");
    nothingWasDone(world);
  }

  @Test
  void aChangeOfSomeoneElseInTheFootprintStopsTheStep() {
    World world = stepwise(1, changed -> changed.drifts("br-ex on n1 has a new port"));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.NOT_STARTED);
    assertThat(outcome.text()).contains("since this step was reviewed").contains("a new port");
    nothingWasDone(world);
  }

  private static void nothingWasDone(World world) {
    assertThat(world.network.sent())
        .noneMatch(sent -> sent.request().verb() == Verb.STAGE || sent.request().verb() == Verb.DO);
    assertThat(world.nodes()).noneMatch(SimNode::isChanged);
    assertThat(world.allUndone()).as(world.standing()).isTrue();
  }
}
