package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardRequest.Verb;
import io.safeops.guard.GuardState;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.simulation.SimNetwork;
import io.safeops.run.simulation.SimNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The coordinator against simulated nodes, network and time: the same code that runs in production.
 */
class RunUnderSimulationTest {

  @ParameterizedTest
  @CsvSource({"1,0", "1,2", "2,0", "2,1", "3,0"})
  void aRunConfirmedByTheCodeStays(int voters, int soft) {
    World world = new World(1, voters, soft, 2);
    world.operatorConfirms(Duration.ofSeconds(5));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.allKept()).isTrue();
    world.loop.pass(Duration.ofMinutes(40));
    assertThat(world.nodes()).allMatch(node -> node.state(World.RUN) == GuardState.SEALED);
    assertThat(world.answers).containsExactly(outcome.text());
  }

  /**
   * The connection that a confirm stands on is not ended by a heartbeat that found the old one
   * closed and opened another. Seen on the lab once in some hundred confirms.
   */
  @Test
  void heartbeatsDoNotEndTheConnectionsThatAConfirmStandsOn() {
    for (long seed = 0; seed < 300; seed++) {
      World world = new World(seed, 1 + (int) (seed % 2), 2, 1);
      world.operatorConfirms(Duration.ofMillis(3000 + 7 * seed));
      Outcome outcome = world.apply();
      assertThat(outcome.end()).as("seed " + seed + ": " + outcome).isEqualTo(End.CONFIRMED);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,0", "1,2", "2,1", "3,0"})
  void withoutACodeEveryNodeUndoesAtTheDeadline(int voters, int soft) {
    World world = new World(2, voters, soft, 1);
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.allUndone()).as(world.standing()).isTrue();
    assertThat(outcome.text()).contains("deadline");
  }

  @Test
  void afterFiveWrongCodesNoCodeCountsAndTheDeadlineUndoes() {
    World world = new World(3, 1, 1, 1);
    world.on(
        RunEvent.CodeShown.class,
        () -> {
          for (int i = 0; i < 6; i++) {
            world.confirm("AAAAA" + (i + 2));
          }
          world.loop.after(Duration.ofSeconds(3), () -> world.confirm("K7M2QX"));
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.allUndone()).isTrue();
    assertThat(world.answers.get(0)).contains("tries left: 4");
    assertThat(world.answers.get(6)).contains("no longer be confirmed");
  }

  /** A code that no guard can show costs no try: it is a typing error. */
  @Test
  void anImpossibleCodeIsNotTried() {
    World world = new World(3, 1, 1, 1);
    world.on(
        RunEvent.CodeShown.class,
        () -> {
          for (String slip : List.of("K7M2QO", "K7M2Q0", "K7M2Q1", "K7M2QI", "K7M2QL", "K7M2Q")) {
            world.confirm(slip);
          }
          world.loop.after(Duration.ofSeconds(3), () -> world.confirm(" k7m2qx "));
        });
    assertThat(world.apply().end()).isEqualTo(End.CONFIRMED);
    assertThat(world.answers).filteredOn(told -> told.contains("it was not tried")).hasSize(6);
  }

  @Test
  void aSilentNodeMakesTheOthersUndoWithinTheLease() {
    World world = new World(4, 2, 1, 1);
    long[] cutAt = new long[1];
    world.on(
        RunEvent.QuietBegan.class,
        () -> {
          cutAt[0] = world.loop.now();
          world.network.cut("n1");
        });
    world.on(
        RunEvent.RollbackBegan.class,
        () ->
            assertThat(Duration.ofNanos(world.loop.now() - cutAt[0]))
                .isLessThan(Duration.ofSeconds(17)));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.NOT_PROVEN);
    assertThat(outcome.text()).contains("n1");
    assertThat(world.nodes()).noneMatch(SimNode::isChanged);
    assertThat(world.nodes().get(2).isLocalHolding())
        .as("n2 cannot know that n1 undid: its local part is held ready")
        .isTrue();
    world.loop.pass(Duration.ofMinutes(10));
    assertThat(world.allUndone()).as(world.standing()).isTrue();
  }

  @Test
  void anExpectationThatNeverHoldsRollsBack() {
    World world = new World(5, 1, 1, 1);
    world.expectationFails();
    Outcome outcome = world.apply();
    assertThat(outcome.end()).isEqualTo(End.ROLLED_BACK);
    assertThat(outcome.text()).contains("no patch pair");
    assertThat(world.allUndone()).isTrue();
  }

  @Test
  void aCommitReplyLostForAMinuteStillEndsConfirmed() {
    World world = new World(6, 3, 0, 1);
    world.operatorConfirms(Duration.ofSeconds(1));
    long[] since = new long[1];
    world.network.loseReplies(
        (node, request) -> {
          if (request.verb() != Verb.COMMIT || !node.equals("n2")) {
            return false;
          }
          if (since[0] == 0) {
            since[0] = world.loop.now();
          }
          return world.loop.now() - since[0] < Duration.ofSeconds(60).toNanos();
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.allKept()).isTrue();
  }

  @Test
  void aVoterLostAfterPrepareBeforeItsCommitLeavesNoSplit() {
    World world = new World(7, 2, 0, 1);
    world.operatorConfirms(Duration.ofSeconds(1));
    world.on(RunEvent.PrepareBegan.class, () -> world.network.cut("n1"));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isIn(End.NOT_PROVEN, End.ROLLED_BACK);
    world.network.heal();
    world.loop.pass(Duration.ofMinutes(2));
    assertThat(world.allUndone()).as(world.standing()).isTrue();
  }

  @Test
  void aLinkCutWithACommitInFlightIsASplitUntilItHeals() {
    World world = new World(8, 2, 0, 1);
    world.operatorConfirms(Duration.ofSeconds(1));
    world.network.loseReplies(
        (node, request) -> node.equals("n1") && request.verb() == Verb.COMMIT);
    world.network.loseRequests(
        (node, request) -> node.equals("n1") && request.verb() == Verb.COMMIT);
    world.network.onSend(
        (node, request) -> {
          if (request.verb() == Verb.COMMIT
              && node.equals("n1")
              && request.fields().get("epoch").equals("1")) {
            world.network.cut("n1");
            world.kill();
          }
        });
    assertThat(world.applyOrDie()).isNull();
    assertThat(world.recover(2).exit()).isEqualTo(7);
    world.network.heal();
    Outcome outcome = world.recover(3);
    assertThat(outcome.end()).as(outcome.text()).isIn(End.CONFIRMED, End.ROLLED_BACK);
    assertThat(world.allKept() || world.allUndone()).as(world.standing()).isTrue();
  }

  @Test
  void aProcessStoppedPastTheLeaseIsRefusedByTheGuards() {
    World world = new World(9, 1, 2, 1);
    world.on(RunEvent.QuietBegan.class, () -> world.loop.freeze(Duration.ofSeconds(40)));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.allUndone()).isTrue();
  }

  @Test
  void anExtendedRunLivesPastItsFirstDeadline() {
    World world = new World(10, 1, 1, 1);
    world.on(RunEvent.CodeShown.class, () -> world.extend(Duration.ofMinutes(3)));
    world.operatorConfirms(Duration.ofMinutes(4));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.answers.get(0)).startsWith("extended");
  }

  @Test
  void aDeadlineCanBeMovedUpToItsCap() {
    for (long seed = 0; seed < 20; seed++) {
      World world = new World(seed, 1, 2, 1);
      world.on(RunEvent.CodeShown.class, () -> world.extend(Duration.ofMinutes(30)));
      world.operatorConfirms(Duration.ofMinutes(29));
      Outcome outcome = world.apply();
      assertThat(world.answers.get(0)).startsWith("extended");
      assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    }
  }

  @Test
  void undoThatFailsIsNeverCalledProven() {
    World world = new World(11, 1, 1, 1);
    world.nodes().get(0).failUndo(true);
    world.on(RunEvent.CodeShown.class, world::rollback);
    Outcome outcome = world.apply();
    assertThat(outcome.exit()).isEqualTo(5);
    assertThat(outcome.text()).contains("n0").contains("REVERT_FAILED");
    world.nodes().get(0).failUndo(false);
    assertThat(world.recover(2).end()).isEqualTo(End.ROLLED_BACK);
  }

  @Test
  void confirmAgainstRollbackHasOneOutcomeToldToBoth() {
    World world = new World(12, 2, 1, 1);
    world.on(
        RunEvent.CodeShown.class,
        () -> {
          world.confirm("K7M2QX");
          world.confirm("K7M2QX");
          world.rollback();
        });
    Outcome outcome = world.apply();
    assertThat(world.answers).hasSize(3).allMatch(outcome.text()::equals);
    assertThat(outcome.end()).isIn(End.CONFIRMED, End.ROLLED_BACK);
  }

  @Test
  void replayedMessagesOfAFinishedRunChangeNothing() {
    World world = new World(14, 2, 1, 2);
    world.operatorConfirms(Duration.ofSeconds(1));
    assertThat(world.apply().exit()).isZero();
    String before = world.standing();
    for (SimNetwork.Sent message : world.network.sent()) {
      world.network.replay(message);
      world.loop.pass(Duration.ofMillis(100));
    }
    world.loop.pass(Duration.ofMinutes(10));
    assertThat(world.standing()).isEqualTo(before);
  }
}
