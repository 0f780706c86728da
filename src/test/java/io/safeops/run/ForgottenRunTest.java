package io.safeops.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardState;
import io.safeops.run.coordinate.LostNodes;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A node that was armed and whose state directory is gone: after a reboot on a volatile file
 * system, or deleted. It answers like a node that was never armed, and has no undo any more.
 */
class ForgottenRunTest {

  private static World confirmed(long seed, int voters) {
    World world = new World(seed, voters, 1, 1);
    world.operatorConfirms(Duration.ofSeconds(1));
    world.on(RunEvent.Confirmed.class, world::kill);
    assertThat(world.applyOrDie()).isNull();
    return world;
  }

  private static void forgets(World world, int node) {
    world.nodes().get(node).losesItsDisk();
    world.loop.await(() -> false, world.loop.now() + Duration.ofSeconds(5).toNanos());
  }

  @Test
  void aLostStateUndoesNothingThatTheOthersConfirmed() {
    World world = confirmed(61, 2);
    forgets(world, 1);
    Outcome outcome = world.recover(2);
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.SPLIT);
    assertThat(outcome.text())
        .contains("n1", "knows nothing of the run any more", "--lost NODE --because TEXT");
    assertThat(world.nodes().get(0).state(World.RUN)).isEqualTo(GuardState.CONFIRMED);
    assertThat(world.nodes().get(0).isChanged()).isTrue();

    Outcome ended = world.recover(3, new LostNodes(Set.of("n1"), "its disk burned, says tester"));
    assertThat(ended.end()).as(ended.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.nodes().get(0).state(World.RUN)).isEqualTo(GuardState.SEALED);
  }

  @Test
  void aNodeThatLostItsStateIsNotCalledUndone() {
    World world = new World(62, 2, 1, 1);
    world.on(RunEvent.CodeShown.class, world::kill);
    assertThat(world.applyOrDie()).isNull();
    forgets(world, 1);
    Outcome outcome = world.recover(2);
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.NOT_PROVEN);
    assertThat(outcome.text()).contains("n1 knows nothing of the run any more");
    assertThat(world.nodes().get(0).isChanged()).isFalse();
  }

  /** The run is killed while it arms: a node that was not armed yet has lost nothing. */
  @Test
  void aNodeThatWasNeverArmedHasLostNothing() {
    World world = new World(63, 2, 1, 1);
    world.network.onSend(
        (to, request) -> {
          if (request.verb() == io.safeops.guard.GuardRequest.Verb.ARM && to.equals("n1")) {
            world.network.cut("n1");
            world.loop.after(Duration.ofMillis(500), world::kill);
          }
        });
    assertThat(world.applyOrDie()).isNull();
    world.network.heal();
    Outcome outcome = world.recover(2);
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(outcome.text()).doesNotContain("knows nothing");
  }
}
