package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.guard.GuardRequest.Verb;
import io.safeops.guard.GuardState;
import io.safeops.guard.RunEpoch;
import io.safeops.run.coordinate.RunWork.NodeOrders;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lines of the run that keep it from going on: each is met here, and without it the run would go on
 * or say something else.
 */
class LinesOfTheRunTest {

  /** What a node answers, by the way that it was asked. */
  interface Answers {
    GuardReply said(
        String node, GuardNetwork.GuardPath guardPath, GuardRequest request, GuardReply reply);
  }

  private static UnaryOperator<GuardNetwork> answering(Answers answers) {
    return network ->
        new GuardNetwork() {
          @Override
          public CompletableFuture<GuardLink> open(String node, GuardPath guardPath) {
            return network
                .open(node, guardPath)
                .thenApply(link -> through(node, guardPath, link, answers));
          }

          @Override
          public boolean has(String node, GuardPath guardPath) {
            return network.has(node, guardPath);
          }
        };
  }

  private static GuardLink through(
      String node, GuardNetwork.GuardPath guardPath, GuardLink link, Answers answers) {
    return new GuardLink() {
      @Override
      public CompletableFuture<GuardReply> ask(GuardRequest request) {
        return link.ask(request).thenApply(reply -> answers.said(node, guardPath, request, reply));
      }

      @Override
      public boolean isOpen() {
        return link.isOpen();
      }

      @Override
      public CompletableFuture<Boolean> isAlive() {
        return link.isAlive();
      }

      @Override
      public void close() {
        link.close();
      }
    };
  }

  private static GuardReply with(GuardReply reply, String field, String value) {
    Map<String, String> fields = new LinkedHashMap<>(reply.fields());
    fields.put(field, value);
    return new GuardReply(reply.ok(), fields);
  }

  private static void nothingWasSent(World world, Verb verb) {
    assertThat(world.network.sent()).noneMatch(sent -> sent.request().verb() == verb);
  }

  private static World confirming(int voters, int soft) {
    World world = new World(71, voters, soft, 1);
    world.operatorConfirms(Duration.ofSeconds(1));
    return world;
  }

  // --- at any time ---

  /** An answer about another run is no answer: this run's commit has never arrived there. */
  @Test
  void anAnswerAboutAnotherRunConfirmsNothing() {
    World world = confirming(2, 0);
    Outcome outcome = world.apply(spec -> spec, network -> elsewhere(network, Verb.COMMIT, "n1"));
    assertThat(world.nodes().get(1).wasConfirmed()).isFalse();
    assertThat(outcome.end()).as(outcome.text()).isNotEqualTo(End.CONFIRMED);
  }

  /** Requests of one kind to one node are answered by what it says of another run. */
  private static GuardNetwork elsewhere(GuardNetwork network, Verb verb, String name) {
    return new GuardNetwork() {
      @Override
      public CompletableFuture<GuardLink> open(String node, GuardPath guardPath) {
        return network
            .open(node, guardPath)
            .thenApply(
                link ->
                    new GuardLink() {
                      @Override
                      public CompletableFuture<GuardReply> ask(GuardRequest request) {
                        if (request.verb() != verb || !node.equals(name)) {
                          return link.ask(request);
                        }
                        return link.ask(GuardRequest.hello())
                            .thenApply(
                                reply ->
                                    with(with(reply, "run", "another-run"), "state", "CONFIRMED"));
                      }

                      @Override
                      public boolean isOpen() {
                        return link.isOpen();
                      }

                      @Override
                      public CompletableFuture<Boolean> isAlive() {
                        return link.isAlive();
                      }

                      @Override
                      public void close() {
                        link.close();
                      }
                    });
      }

      @Override
      public boolean has(String node, GuardPath guardPath) {
        return network.has(node, guardPath);
      }
    };
  }

  // --- before arming ---

  @Test
  void aRescuePathToAnotherMachineIsRefused() {
    World world = confirming(1, 1);
    world.network.giveOutOfBand("n1");
    Outcome outcome =
        world.apply(
            spec -> spec,
            answering(
                (node, guardPath, request, reply) ->
                    guardPath == GuardNetwork.GuardPath.OUT_OF_BAND
                        ? with(reply, "boot", "another-boot")
                        : reply));
    assertThat(outcome.end()).isEqualTo(End.NOT_STARTED);
    assertThat(outcome.text())
        .isEqualTo(
            "not started: n1: its out-of-band path leads to another machine. Nothing was armed.");
    nothingWasSent(world, Verb.ARM);
  }

  @ParameterizedTest
  @CsvSource({"yes, CONFIRMED", "no, NOT_STARTED", "'', NOT_STARTED"})
  void aGuardThatDoesNotSurviveARebootIsRefusedWhereTheReviewCountsOnIt(String reboot, End end) {
    World world = confirming(1, 1);
    Outcome outcome =
        world.apply(
            spec ->
                spec.toBuilder(
                        spec.nodes().stream()
                            .map(node -> node.toBuilder().survivesReboot(true).build())
                            .toList())
                    .build(),
            answering((node, guardPath, request, reply) -> with(reply, "reboot", reboot)));
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(end);
    if (end == End.NOT_STARTED) {
      assertThat(outcome.text())
          .contains("would not survive a reboot, and the review counts on that");
      nothingWasSent(world, Verb.ARM);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "network, on a device behind the network",
    "volatile, is lost at a reboot: nothing undoes the change after one",
    "local, ''"
  })
  void storageThatTheChangeMayCutOffIsNoted(String storage, String told) {
    World world = confirming(1, 0);
    Outcome outcome =
        world.apply(
            spec -> spec,
            answering((node, guardPath, request, reply) -> with(reply, "storage", storage)));
    assertThat(outcome.end()).isEqualTo(End.CONFIRMED);
    List<String> notes =
        world.journal.stream()
            .map(RunEvent::text)
            .filter(text -> text.startsWith("n0: its state directory"))
            .toList();
    assertThat(notes).hasSize(told.isEmpty() ? 0 : 1).allMatch(text -> text.contains(told));
  }

  // --- on the way ---

  @Test
  void aStepThatNeedsANodeWhichIsNotArmedIsNotDone() {
    World world = confirming(1, 1);
    world.needs(
        parts -> {
          Map<String, NodeOrders> more = new LinkedHashMap<>(parts);
          more.put("n9", new NodeOrders("act", "undo", ""));
          return more;
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).isEqualTo(End.ROLLED_BACK);
    assertThat(outcome.text())
        .startsWith("undone before any step: ")
        .contains("the step now needs nodes that are not armed");
    nothingWasSent(world, Verb.STAGE);
    assertThat(world.allUndone()).isTrue();
  }

  /** A node that was armed for a step and took no part in it would wait for that step. */
  @Test
  void aNodeThatTookNoPartRollsTheRunBack() {
    World world = confirming(2, 0);
    world.needs(
        parts -> {
          Map<String, NodeOrders> fewer = new LinkedHashMap<>(parts);
          fewer.remove("n1");
          return fewer;
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).isEqualTo(End.ROLLED_BACK);
    assertThat(outcome.text()).contains("n1 was armed for 1 steps and took part in 0");
    nothingWasSent(world, Verb.PREPARE);
  }

  @Test
  void aStepThatIsAnotherOneAfterTheGoIsNotDone() {
    World world = confirming(1, 0);
    world.goesStepByStep();
    world.on(
        RunEvent.StepProposed.class,
        () -> {
          world.isCalled("another change");
          world.go("step-1");
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).isEqualTo(End.NOT_STARTED);
    assertThat(outcome.text()).contains("the step would now be: another change");
    nothingWasSent(world, Verb.DO);
  }

  @Test
  void aClusterThatDoesNotStayQuietIsUndone() {
    World world = confirming(1, 1);
    world.on(
        RunEvent.QuietBegan.class,
        () -> world.loop.after(Duration.ofSeconds(10), () -> world.isQuietNoMore("100 % loss")));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).isEqualTo(End.ROLLED_BACK);
    assertThat(outcome.text()).contains("the cluster did not stay quiet: 100 % loss");
    nothingWasSent(world, Verb.WITNESS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aCoordinatorThatWasTakenOverStopsAndReportsNoResult(int which) {
    World world = confirming(2, 0);
    world.on(
        RunEvent.QuietBegan.class,
        () ->
            world
                .nodes()
                .get(which)
                .handle(GuardRequest.fence(new RunEpoch(World.RUN, 2, "nonce2")), reply -> {}));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).isEqualTo(End.SUPERSEDED);
    assertThat(outcome.text()).contains("n" + which + " obeys epoch 2 of this run, not 1");
    nothingWasSent(world, Verb.COMMIT);
    nothingWasSent(world, Verb.ABORT);
  }

  // --- return, and the decision ---

  @Test
  void withoutANewConnectionToEveryNodeNothingIsConfirmed() {
    World world = confirming(2, 1);
    world.on(RunEvent.PrepareBegan.class, () -> world.network.cut("n2"));
    Outcome outcome = world.apply();
    assertThat(outcome.text()).contains("n2 cannot be reached in band on a new connection");
    assertThat(outcome.end()).isEqualTo(End.NOT_PROVEN);
    nothingWasSent(world, Verb.PREPARE);
    nothingWasSent(world, Verb.COMMIT);
  }

  /** A promise of which little is left could end before the commit arrives. */
  @ParameterizedTest
  @CsvSource({"1000, true", "3000, false"})
  void aPromiseThatTookLongIsNotUsed(long millis, boolean relied) {
    World world = confirming(2, 0);
    world.network.onSend(
        (to, request) -> {
          if (request.verb() == Verb.PREPARE && to.equals("n1")) {
            world.network.slow("n1", Duration.ofMillis(millis));
          }
        });
    Outcome outcome = world.apply();
    if (relied) {
      assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    } else {
      assertThat(outcome.text()).contains("promising to commit took longer than 5 s");
      nothingWasSent(world, Verb.COMMIT);
      assertThat(world.allUndone()).as(world.standing()).isTrue();
    }
  }

  @Test
  void aVoterThatUndoesBeforeItsCommitMakesTheOthersUndo() {
    World world = confirming(2, 0);
    world.network.onSend(
        (to, request) -> {
          if (request.verb() == Verb.COMMIT && to.equals("n1")) {
            world.nodes().get(1).trip(World.RUN);
          }
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(outcome.text()).contains("the commit came too late for n1");
    assertThat(world.allUndone()).isTrue();
  }

  @Test
  void aRunConfirmedMeanwhileIsNotCalledUndone() {
    World world = confirming(1, 0);
    world.on(RunEvent.Confirmed.class, world::kill);
    assertThat(world.applyOrDie()).isNull();
    world.network.cut("n0");
    world.on(RunEvent.RollbackBegan.class, () -> world.network.heal("n0"));
    Outcome outcome = world.recover(2);
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.journal)
        .extracting(RunEvent::text)
        .contains("too late to undo: it had been confirmed");
    assertThat(world.allKept()).isTrue();
  }

  @Test
  void aNodeThatWasNotToldTheEndIsNamed() {
    World world = confirming(2, 1);
    world.network.onSend(
        (to, request) -> {
          if (request.verb() == Verb.SEAL && to.equals("n1")) {
            world.network.cut("n1");
          }
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).isEqualTo(End.CONFIRMED);
    assertThat(outcome.text()).startsWith("confirmed; n1 could not be told that the run is over");
    assertThat(world.nodes().get(1).state(World.RUN)).isEqualTo(GuardState.CONFIRMED);
  }

  @Test
  void anApiUndoThatIsNotRemovedIsReported() {
    World world = confirming(1, 0);
    world.apiState.takesPart();
    world.apiState.clingsToItsUndo();
    assertThat(world.apply().end()).isEqualTo(End.CONFIRMED);
    assertThat(world.journal)
        .extracting(RunEvent::text)
        .contains("the undo on this machine is not removed: undo-1.json: read-only file system");
  }
}
