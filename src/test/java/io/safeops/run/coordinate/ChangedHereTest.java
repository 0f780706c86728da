package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardRequest.Verb;
import io.safeops.run.coordinate.RunWork.NodeOrders;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A change that the run makes itself, and that no node undoes. */
class ChangedHereTest {

  private final World world = new World(1, 1, 0, 1);

  ChangedHereTest() {
    world.apiState.takesPart();
  }

  @Test
  void itStaysWhenTheRunIsConfirmed() {
    world.operatorConfirms(Duration.ofSeconds(5));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.apiState.isChanged()).isTrue();
    assertThat(world.apiState.isKept()).as("the undo is let go of").isTrue();
  }

  @Test
  void itIsMadeWhenTheNodesHaveDoneTheirPart() {
    world.on(RunEvent.UndoStaging.class, () -> assertThat(world.apiState.isChanged()).isFalse());
    world.on(RunEvent.StepDone.class, () -> assertThat(world.apiState.isChanged()).isTrue());
    world.apply();
  }

  @Test
  void itIsUndoneWithTheNodesAtTheDeadline() {
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.apiState.isChanged()).isFalse();
    assertThat(world.apiState.isKept()).isFalse();
  }

  @Test
  void whatItDidBeforeItFailedIsUndone() {
    world.apiState.refuses();
    Outcome outcome = world.apply();
    assertThat(outcome.end()).isEqualTo(End.ROLLED_BACK);
    assertThat(outcome.text()).contains("step-1 failed: 409: in use");
    assertThat(world.apiState.isChanged()).isFalse();
  }

  @Test
  void anApiThatDoesNotAnswerIsAskedAgain() {
    world.apiState.isDeafTo(20);
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.apiState.isChanged()).isFalse();
  }

  @Test
  void anApiThatNeverAnswersLeavesItToAHumanWhoIsToldWhere() {
    world.apiState.isDeafTo(1_000);
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
    assertThat(world.apiState.isChanged()).isFalse();
  }

  @Test
  void whoeverRecoversARunThatDiedUndoesItWhereverItDied() {
    for (Verb at : new Verb[] {Verb.DO, Verb.WITNESS, Verb.WORD, Verb.SEAL, Verb.COMMIT}) {
      World dying = new World(7, 1, 0, 1);
      dying.apiState.takesPart();
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
        assertThat(dying.apiState.isChanged()).as(at + ": kept everywhere").isTrue();
        assertThat(dying.allKept()).isTrue();
      } else {
        assertThat(outcome.end()).as(at + ": " + outcome).isEqualTo(End.ROLLED_BACK);
        assertThat(dying.apiState.isChanged()).as(at + ": undone everywhere").isFalse();
        assertThat(dying.allUndone()).isTrue();
      }
    }
  }

  /** A step through the API alone: the node that is armed for it counts it, and runs nothing. */
  private static World throughApiAlone(long seed) {
    World world = new World(seed, 1, 0, 1);
    world.apiState.takesPart();
    world.needs(parts -> Map.of("n0", NodeOrders.NO_SCRIPTS));
    return world;
  }

  @Test
  void aStepWithoutScriptsIsConfirmedAndNoNodeRunsAny() {
    World alone = throughApiAlone(2);
    List<Verb> sent = new ArrayList<>();
    alone.network.onSend((node, request) -> sent.add(request.verb()));
    List<String> doing = new ArrayList<>();
    alone.on(RunEvent.UndoStaging.class, () -> doing.add("staging"));
    alone.on(RunEvent.StepBegan.class, () -> doing.add("doing"));
    alone.operatorConfirms(Duration.ofSeconds(5));
    Outcome outcome = alone.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(alone.apiState.isChanged()).isTrue();
    assertThat(sent).contains(Verb.ARM, Verb.STAGE, Verb.SEAL).doesNotContain(Verb.DO);
    assertThat(doing).containsExactly("staging", "doing");
  }

  @Test
  void aStepWithoutScriptsIsUndoneAtTheDeadline() {
    World alone = throughApiAlone(3);
    Outcome outcome = alone.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(alone.apiState.isChanged()).isFalse();
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
    assertThat(alone.apiState.isChanged()).isFalse();
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
      assertThat(dying.apiState.isChanged())
          .as(at + ": " + outcome)
          .isEqualTo(outcome.end() == End.CONFIRMED);
      assertThat(outcome.end()).as(at.name()).isIn(End.CONFIRMED, End.ROLLED_BACK);
    }
  }
}
