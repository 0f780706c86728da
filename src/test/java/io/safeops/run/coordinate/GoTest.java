package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardRequest.Verb;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.simulation.SimNode;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A step that waits for the operator's go is judged on the cluster after it. */
class GoTest {

  private static World stepwise(int steps, Consumer<World> meanwhile) {
    World world = new World(41, 1, 2, steps);
    world.goesStepByStep();
    world.on(
        RunEvent.StepProposed.class,
        () -> {
          world.loop.after(Duration.ofSeconds(20), () -> meanwhile.accept(world));
          world.loop.after(Duration.ofSeconds(25), world::go);
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
