package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardState;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.simulation.SimNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node whose disk is full or hangs, or whose clock goes back, in a simulated run. */
class NodeFaultsTest {

  private static World confirming(long seed, int voters) {
    World world = new World(seed, voters, 1, 1);
    world.operatorConfirms(Duration.ofSeconds(1));
    return world;
  }

  /**
   * What was being written when the disk hung is there in the end, or not; the outcome is right in
   * both cases.
   */
  @ParameterizedTest
  @CsvSource({"1,true", "1,false", "2,true", "2,false"})
  void aDiskThatHangsDuringTheCommitEndsAsReported(int voters, boolean lands) {
    World world = confirming(1, voters);
    SimNode node = world.nodes().get(0);
    world.on(RunEvent.CommitDecided.class, () -> node.diskHangs(Duration.ofSeconds(40), lands));
    Outcome outcome = world.apply();
    String trace = outcome + " " + world.standing();
    assertThat(outcome.end()).as(trace).isEqualTo(lands ? End.CONFIRMED : End.ROLLED_BACK);
    assertThat(lands ? world.allKept() : world.allUndone()).as(trace).isTrue();
  }

  /**
   * The undo waits for no disk: it is done while that hangs, and proven when it answers. Found
   * here: a run that turned back went on renewing the leases of nodes that could not take its
   * abort, and they waited for the deadline.
   */
  @Test
  void aDiskThatHangsHoldsUpNoUndo() {
    World world = new World(2, 1, 1, 1);
    SimNode node = world.nodes().get(0);
    boolean[] undoneMeanwhile = new boolean[1];
    world.on(
        RunEvent.QuietBegan.class,
        () -> {
          node.diskHangs(Duration.ofSeconds(80), true);
          world.loop.after(Duration.ofSeconds(60), () -> undoneMeanwhile[0] = !node.isChanged());
        });
    Outcome outcome = world.apply();
    assertThat(undoneMeanwhile[0]).as("undone before the disk answered").isTrue();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.allUndone()).as(world.standing()).isTrue();
  }

  @Test
  void aDiskThatIsFullConfirmsNothingAndProvesNothing() {
    World world = confirming(3, 1);
    SimNode node = world.nodes().get(0);
    world.on(RunEvent.CommitDecided.class, () -> node.diskIsFull(true));
    Outcome outcome = world.apply();
    assertThat(outcome.exit()).as(outcome.text()).isEqualTo(5);
    assertThat(outcome.text()).contains("n0");
    assertThat(node.isChanged()).as("undone all the same").isFalse();
    node.diskIsFull(false);
    Outcome recovered = world.recover(2);
    assertThat(recovered.end()).as(recovered.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.allUndone()).as(world.standing()).isTrue();
  }

  /** An uptime that goes back is a reboot: the node undoes, and the others hear of it at once. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aClockThatGoesBackUndoesOnAllNodes(int which) {
    World world = new World(4, 2, 1, 1);
    SimNode node = world.nodes().get(which);
    long[] at = new long[2];
    world.on(
        RunEvent.QuietBegan.class,
        () -> {
          at[0] = world.loop.now();
          node.timeGoesBack(Duration.ofMinutes(10));
        });
    world.on(RunEvent.RollbackBegan.class, () -> at[1] = world.loop.now());
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome + " " + world.standing()).isEqualTo(End.ROLLED_BACK);
    assertThat(outcome.text()).contains(node.name() + " has restarted: its uptime went back");
    assertThat(Duration.ofNanos(at[1] - at[0])).isLessThan(Duration.ofSeconds(3));
    assertThat(world.allUndone()).as(world.standing()).isTrue();
    assertThat(world.nodes()).noneMatch(each -> each.state(World.RUN) == GuardState.ARMED);
  }
}
