package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardRequest.Verb;
import io.safeops.guard.GuardState;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.simulation.SimNode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A node that is slow or silent for a while is not dead, and one that was armed is not forgotten.
 */
class SlowNodesTest {

  private static World confirming(long seed, int voters) {
    World world = new World(seed, voters, 1, 1);
    world.operatorConfirms(Duration.ofSeconds(1));
    return world;
  }

  /** Found on the rig: the connection was closed for a beat, and the change lost its answer. */
  @Test
  void aLateBeatEndsNoChangeThatIsRunning() {
    World world = confirming(1, 1);
    world.nodes().get(0).stepTakes(Duration.ofSeconds(20));
    world.on(
        RunEvent.StepBegan.class,
        () -> {
          world.loop.after(Duration.ofMillis(500), () -> world.network.mute("n0"));
          world.loop.after(Duration.ofSeconds(8), () -> world.network.heal("n0"));
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.allKept()).isTrue();
  }

  /** Each way takes so long; a lease is 15 s. */
  @ParameterizedTest
  @ValueSource(ints = {500, 1500, 2000})
  void aNodeThatAnswersLateKeepsItsLease(int millis) {
    World world = confirming(2, 1);
    world.on(RunEvent.Armed.class, () -> world.network.slow("n0", Duration.ofMillis(millis)));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
  }

  /** On the rig each late beat would have cost a login, on nodes that were slow already. */
  @Test
  void aNodeThatIsOnlySlowGetsNoFurtherConnection() {
    World world = confirming(10, 1);
    world.on(RunEvent.Armed.class, () -> world.network.busy("n0", Duration.ofSeconds(5)));
    int[] opened = new int[1];
    world.on(RunEvent.CodeShown.class, () -> opened[0] = world.network.opened());
    world.on(RunEvent.CodeShown.class, () -> world.network.busy("n0", Duration.ZERO));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(opened[0]).isEqualTo(2);
  }

  /** What keeps the leases is not what makes the nodes slow. */
  @Test
  void nodesThatAnswerSlowlyAreAskedLessOften() {
    assertThat(beats(Duration.ofMillis(700))).isLessThan(beats(Duration.ZERO) / 2);
  }

  /** Seen on the rig with a fifth of a processor: a lease lapsed while 50 nodes did their step. */
  @ParameterizedTest
  @CsvSource({"1500,true", "20,false"})
  void whateverMayWaitGivesWayToBeatsThatComeLate(int millis, boolean late) {
    World world = confirming(11, 1);
    world.on(
        RunEvent.Armed.class,
        () ->
            world
                .nodes()
                .forEach(node -> world.network.slow(node.name(), Duration.ofMillis(millis))));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.network.gaveWay()).isEqualTo(late);
  }

  private static int beats(Duration slow) {
    World world = confirming(9, 1);
    AtomicInteger beats = new AtomicInteger();
    world.on(
        RunEvent.Armed.class,
        () -> world.nodes().forEach(node -> world.network.slow(node.name(), slow)));
    world.network.onSend(
        (to, request) -> {
          if (request.verb() == Verb.BEAT) {
            beats.incrementAndGet();
          }
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    return beats.get();
  }

  @Test
  void whatWasArmedAndNeverSaidSoIsTakenBackWhenItCanBeReached() {
    World world = new World(3, 2, 0, 1);
    SimNode node = world.nodes().get(1);
    cutOffWhenArmed(world, "n1");
    world.loop.after(Duration.ofSeconds(23), () -> world.network.heal());
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.NOT_STARTED);
    assertThat(node.state(World.RUN)).isEqualTo(GuardState.REVERTED);
    assertThat(world.nodes()).noneMatch(each -> each.state(World.RUN).isOpen());
  }

  @Test
  void whatWasArmedIsTakenBackByTheOtherWay() {
    World world = new World(4, 2, 0, 1);
    world.network.giveOutOfBand("n1");
    cutOffWhenArmed(world, "n1");
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.NOT_STARTED);
    assertThat(world.nodes()).noneMatch(each -> each.state(World.RUN).isOpen());
  }

  /** Whether its guard undid at the end of its lease, nobody here can know. */
  @Test
  void whatMayBeArmedStillIsNamedAndNeverCalledNotStarted() {
    World world = new World(5, 2, 0, 1);
    cutOffWhenArmed(world, "n1");
    long begun = world.loop.now();
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.NOT_PROVEN);
    assertThat(outcome.text()).contains("Not known to be disarmed: n1 (last known");
    assertThat(Duration.ofNanos(world.loop.now() - begun)).isGreaterThan(Duration.ofSeconds(35));
    assertThat(world.nodes()).noneMatch(each -> each.state(World.RUN).isOpen());
  }

  @Test
  void aNodeThatWasNeverToldToArmIsNotArmed() {
    World world = new World(6, 2, 0, 1);
    world.on(RunEvent.ArmingBegan.class, () -> world.network.cut("n1"));
    world.on(RunEvent.ArmingBegan.class, () -> world.network.breakOff("n1"));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.NOT_STARTED);
    assertThat(outcome.text()).contains("n1").contains("no route to host");
    assertThat(world.nodes()).noneMatch(each -> each.state(World.RUN).isOpen());
  }

  private static void cutOffWhenArmed(World world, String node) {
    world.network.loseReplies((to, request) -> request.verb() == Verb.ARM && to.equals(node));
    world.network.onSend(
        (to, request) -> {
          if (request.verb() == Verb.ARM && to.equals(node)) {
            world.loop.after(Duration.ofSeconds(1), () -> world.network.cut(node));
          }
        });
  }

  /** A change that has been decided against does not leave any more, however long it waited. */
  @Test
  void nothingThatWaitsForItsTurnLeavesAfterTheRunHasTurned() {
    World world = new World(7, 50, 0, 1);
    world.deadline(Duration.ofMinutes(20));
    world.onOneMachine(2);
    AtomicInteger late = new AtomicInteger();
    boolean[] turned = new boolean[1];
    world.on(RunEvent.RollbackBegan.class, () -> turned[0] = true);
    world.network.onSend(
        (to, request) -> {
          if (turned[0] && (request.verb() == Verb.DO || request.verb() == Verb.STAGE)) {
            late.incrementAndGet();
          }
        });
    world.on(
        RunEvent.StepBegan.class, () -> world.loop.after(Duration.ofMillis(700), world::rollback));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(late).hasValue(0);
  }

  @Test
  void aDeadlineThatCannotHoldTheRunIsRefusedBeforeAnythingIsArmed() {
    World world = new World(8, 50, 0, 2);
    world.deadline(Duration.ofSeconds(60));
    world.onOneMachine(2);
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.REFUSED);
    assertThat(outcome.text())
        .contains("the deadline of 60 s cannot hold this run on 50 nodes")
        .containsPattern("arming [0-9]+ s")
        .containsPattern("a look takes 0\\.4[0-9] s a node with [0-9]+ at once")
        .contains("Nothing was armed");
    assertThat(world.network.sent()).noneMatch(sent -> sent.request().verb() == Verb.ARM);
  }
}
