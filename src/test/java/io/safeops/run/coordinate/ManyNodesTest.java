package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.simulation.SimMachine;
import io.safeops.run.simulation.SimNode;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many nodes on few processors: a run takes longer there, and ends as it would elsewhere. Sent at
 * once to all, a message would wait for its answer as long as all of them take together.
 */
class ManyNodesTest {

  /** Each is a run of some minutes on 50 nodes. */
  private static final int SEEDS = 6;

  private static World world(long seed, int voters, int soft) {
    World world = new World(seed, voters, soft, 1);
    world.deadline(Duration.ofMinutes(20));
    world.onOneMachine(2);
    return world;
  }

  @ParameterizedTest
  @CsvSource({"1,24", "25,0", "1,49", "50,0"})
  void aRunOnManyNodesIsConfirmed(int voters, int soft) {
    World world = world(1, voters, soft);
    world.operatorConfirms(Duration.ofSeconds(5));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.allKept()).as(world.standing()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1,24", "25,0", "1,49", "50,0"})
  void aRunOnManyNodesIsRolledBack(int voters, int soft) {
    World world = world(2, voters, soft);
    world.on(RunEvent.CodeShown.class, world::rollback);
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.allUndone()).as(world.standing()).isTrue();
  }

  /** Seen on the rig: what the check had measured was five times too little for the promises. */
  @Test
  void busyProcessorsDoNotEndAConfirm() {
    World world = new World(5, 25, 0, 1);
    world.deadline(Duration.ofMinutes(20));
    SimMachine machine = world.onOneMachine(2);
    world.on(RunEvent.CodeShown.class, () -> machine.becomes(0.3));
    world.operatorConfirms(Duration.ofSeconds(5));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.allKept()).as(world.standing()).isTrue();
  }

  @Test
  void manyNodesThatAreCutOffInBandAreUndoneOutOfBand() {
    World world = world(4, 50, 0);
    world.nodes().forEach(node -> world.network.giveOutOfBand(node.name()));
    world.on(
        RunEvent.CodeShown.class,
        () -> {
          world.nodes().forEach(node -> world.network.cut(node.name()));
          world.rollback();
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.allUndone()).as(world.standing()).isTrue();
  }

  /** An answer comes from a queue at the other end or from a node at work; more at once is vain. */
  @Test
  void noMoreIsAskedAtOnceThanTheProcessorsAnswer() {
    World world = new World(3, 50, 0, 1);
    world.deadline(Duration.ofMinutes(20));
    SimMachine machine = world.onOneMachine(2);
    world.on(RunEvent.CodeShown.class, world::rollback);
    assertThat(world.apply().end()).isEqualTo(End.ROLLED_BACK);
    assertThat(machine.most()).isLessThan(25);
  }

  /** Some of many are cut off for a while, half-open, slow, or lose their power; then all heals. */
  @Test
  void faultsAmongManyNodesLeaveNobodyStuckAndNothingFalse() {
    int[] ends = new int[8];
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      World world = world(seed, random.nextBoolean() ? 50 : 1, 0);
      if (world.nodes().size() == 1) {
        world = world(seed, 1, 49);
      }
      world.operatorConfirms(Duration.ofSeconds(random.nextInt(20)));
      for (int i = random.nextInt(4); i > 0; i--) {
        fault(world, random);
      }
      Outcome outcome = world.apply();
      String trace = "seed " + seed + ": " + outcome + " " + world.standing();
      ends[outcome.exit()]++;
      if (outcome.exit() == 0) {
        assertThat(world.allKept()).as(trace).isTrue();
      }
      if (outcome.exit() == 4) {
        assertThat(world.allUndone()).as(trace).isTrue();
      }
      if (outcome.exit() == 6) {
        assertThat(world.nodes()).as(trace).noneMatch(node -> node.state(World.RUN).isOpen());
      }
      world.network.heal();
      Outcome last = outcome;
      for (int epoch = 2; epoch < 9 && last.exit() != 0 && last.exit() != 4; epoch++) {
        last = world.recover(epoch);
        world.loop.pass(Duration.ofSeconds(20));
      }
      trace += " -> " + last + " " + world.standing();
      assertThat(world.allKept() || world.allUndone()).as(trace).isTrue();
    }
    assertThat(ends[0]).as("confirmed").isPositive();
    assertThat(ends[4]).as("rolled back").isPositive();
  }

  private static void fault(World world, Random random) {
    int first = random.nextInt(world.nodes().size());
    int many = 1 + random.nextInt(5);
    int kind = random.nextInt(6);
    Duration length = Duration.ofMillis(100 + random.nextInt(40_000));
    world.loop.after(
        Duration.ofMillis(random.nextInt(300_000)),
        () -> {
          for (int i = first; i < Math.min(world.nodes().size(), first + many); i++) {
            SimNode node = world.nodes().get(i);
            switch (kind) {
              case 0 -> world.network.cut(node.name());
              case 1 -> world.network.mute(node.name());
              case 2 -> world.network.slow(node.name(), length.dividedBy(10));
              case 3 -> world.network.breakOff(node.name());
              case 4 -> node.diskHangs(length, true);
              default -> node.powerCut(Duration.ofSeconds(5));
            }
            world.loop.after(length, () -> world.network.heal(node.name()));
          }
        });
  }
}
