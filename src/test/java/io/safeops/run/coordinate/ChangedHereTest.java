package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardRequest.Verb;
import io.safeops.run.coordinate.Outcome.End;
import io.safeops.run.coordinate.RunWork.NodeOrders;
import io.safeops.run.coordinate.sim.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A change that the run makes itself, and that no node undoes. */
class ChangedHereTest {

  private final World world = new World(1, 1, 0, 1);

  ChangedHereTest() {
    world.own.takesPart();
  }

  @Test
  void itStaysWhenTheRunIsConfirmed() {
    world.operatorConfirms(Duration.ofSeconds(5));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.own.isChanged()).isTrue();
    assertThat(world.own.isKept()).as("the undo is let go of").isTrue();
  }

  @Test
  void itIsMadeWhenTheNodesHaveDoneTheirPart() {
    world.on(RunEvent.Kind.STAGING, () -> assertThat(world.own.isChanged()).isFalse());
    world.on(RunEvent.Kind.DONE, () -> assertThat(world.own.isChanged()).isTrue());
    world.apply();
  }

  @Test
  void itIsUndoneWithTheNodesAtTheDeadline() {
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.own.isChanged()).isFalse();
    assertThat(world.own.isKept()).isFalse();
  }

  @Test
  void whatItDidBeforeItFailedIsUndone() {
    world.own.refuses();
    Outcome outcome = world.apply();
    assertThat(outcome.end()).isEqualTo(End.ROLLED_BACK);
    assertThat(outcome.text()).contains("step-1 failed: 409: in use");
    assertThat(world.own.isChanged()).isFalse();
  }

  @Test
  void anApiThatDoesNotAnswerIsAskedAgain() {
    world.own.isDeafTo(20);
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.own.isChanged()).isFalse();
  }

  @Test
  void anApiThatNeverAnswersLeavesItToAHumanWhoIsToldWhere() {
    world.own.isDeafTo(1_000);
    Outcome outcome = world.apply();
    assertThat(outcome.exit()).isEqualTo(5);
    assertThat(outcome.text())
        .contains("undone on every node")
        .contains("not proven to be undone: no answer from Neutron")
        .contains("from this machine with `safeops recover " + World.RUN + "`");
  }

  @Test
  void aStepThatTheRulesRefuseChangesNothingHere() {
    world.isRefused("router r1: floating IP");
    assertThat(world.apply().end()).isEqualTo(End.REFUSED);
    assertThat(world.own.isChanged()).isFalse();
  }

  @Test
  void whoeverRecoversARunThatDiedUndoesItWhereverItDied() {
    for (Verb at : new Verb[] {Verb.DO, Verb.WITNESS, Verb.WORD, Verb.SEAL, Verb.COMMIT}) {
      World dying = new World(7, 1, 0, 1);
      dying.own.takesPart();
      dying.operatorConfirms(Duration.ofSeconds(3));
      dying.network.onSend(
          (node, request) -> {
            if (request.verb() == at && request.fields().get("epoch").equals("1")) {
              dying.kill();
            }
          });
      assertThat(dying.applyOrDie()).as(at.name()).isNull();
      dying.loop.pass(Duration.ofSeconds(30));
      Outcome outcome = dying.recover(2);
      if (outcome.end() == End.CONFIRMED) {
        assertThat(dying.own.isChanged()).as(at + ": kept everywhere").isTrue();
        assertThat(dying.allKept()).isTrue();
      } else {
        assertThat(outcome.end()).as(at + ": " + outcome).isEqualTo(End.ROLLED_BACK);
        assertThat(dying.own.isChanged()).as(at + ": undone everywhere").isFalse();
        assertThat(dying.allUndone()).isTrue();
      }
    }
  }

  /** A step through the API alone: the node that is armed for it counts it, and runs nothing. */
  private static World throughApiAlone(long seed) {
    World world = new World(seed, 1, 0, 1);
    world.own.takesPart();
    world.needs(parts -> Map.of("n0", NodeOrders.NO_SCRIPTS));
    return world;
  }

  @Test
  void aStepWithoutScriptsIsConfirmedAndNoNodeRunsAny() {
    World alone = throughApiAlone(2);
    List<Verb> sent = new ArrayList<>();
    alone.network.onSend((node, request) -> sent.add(request.verb()));
    List<String> doing = new ArrayList<>();
    alone.on(RunEvent.Kind.STAGING, () -> doing.add("staging"));
    alone.on(RunEvent.Kind.DOING, () -> doing.add("doing"));
    alone.operatorConfirms(Duration.ofSeconds(5));
    Outcome outcome = alone.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(alone.own.isChanged()).isTrue();
    assertThat(sent).contains(Verb.ARM, Verb.STAGE, Verb.SEAL).doesNotContain(Verb.DO);
    assertThat(doing).containsExactly("staging", "doing");
  }

  @Test
  void aStepWithoutScriptsIsUndoneAtTheDeadline() {
    World alone = throughApiAlone(3);
    Outcome outcome = alone.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(alone.own.isChanged()).isFalse();
    assertThat(alone.allUndone()).isTrue();
  }

  @Test
  void aStepWithoutScriptsIsNotBegunWhereTheNodeNoLongerWaits() {
    World alone = throughApiAlone(4);
    alone.network.onSend(
        (node, request) -> {
          if (request.verb() == Verb.STAGE) {
            alone.network.node("n0").powerCut(Duration.ofSeconds(5));
          }
        });
    Outcome outcome = alone.apply();
    assertThat(outcome.end()).as(outcome.text()).isNotEqualTo(End.CONFIRMED);
    assertThat(alone.own.isChanged()).isFalse();
  }

  @Test
  void whoeverRecoversARunWithoutScriptsUndoesItWhereverItDied() {
    for (Verb at : new Verb[] {Verb.STAGE, Verb.WITNESS, Verb.WORD, Verb.SEAL, Verb.COMMIT}) {
      World dying = throughApiAlone(8);
      dying.operatorConfirms(Duration.ofSeconds(3));
      dying.network.onSend(
          (node, request) -> {
            if (request.verb() == at && request.fields().get("epoch").equals("1")) {
              dying.kill();
            }
          });
      assertThat(dying.applyOrDie()).as(at.name()).isNull();
      dying.loop.pass(Duration.ofSeconds(30));
      Outcome outcome = dying.recover(2);
      assertThat(dying.own.isChanged())
          .as(at + ": " + outcome)
          .isEqualTo(outcome.end() == End.CONFIRMED);
      assertThat(outcome.end()).as(at.name()).isIn(End.CONFIRMED, End.ROLLED_BACK);
    }
  }
}
