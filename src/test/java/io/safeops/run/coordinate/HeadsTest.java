package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.audit.AuditFinding.Kind;
import io.safeops.audit.AuditReport;
import io.safeops.audit.Head;
import io.safeops.audit.HeadSigner;
import io.safeops.audit.SignedHead;
import io.safeops.guard.GuardRequest.Verb;
import io.safeops.run.coordinate.sim.ChainedJournal;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The heads of a run's journal are on its nodes at every phase, and hold nothing up: whatever
 * happens to them, the run ends as it would without them.
 */
class HeadsTest {

  private static final int SEEDS = Integer.getInteger("safeops.heads.seeds", 200);

  private final ChainedJournal journal = new ChainedJournal();

  private World world(long seed, int voters, int soft, int steps) {
    World world = new World(seed, voters, soft, steps);
    world.operatorConfirms(Duration.ofSeconds(2));
    world.chains(journal, HeadSettings.NONE);
    return world;
  }

  private static Set<String> phases(World world, String node) {
    Set<String> phases = new LinkedHashSet<>();
    world.network.sent().stream()
        .filter(sent -> sent.node().equals(node) && sent.request().verb() == Verb.HEAD)
        .forEach(sent -> phases.add(sent.request().fields().get("phase")));
    return phases;
  }

  private static void nothingWasChanged(AuditReport report) {
    assertThat(report.isChanged()).as(report.findings().toString()).isFalse();
    assertThat(report.findings())
        .filteredOn(each -> each.kind() != Kind.UNWITNESSED)
        .as(report.findings().toString())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1,0", "1,2", "3,1"})
  void aConfirmedRunIsWitnessedAtEveryPhase(int voters, int soft) {
    World world = world(1, voters, soft, 2);
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(phases(world, "n0")).containsExactly("armed", "staged", "done", "decided", "ended");
    AuditReport report = journal.audit(world);
    nothingWasChanged(report);
    assertThat(report.extents().get(0).unwitnessed()).as("the journal").isZero();
    assertThat(report.lastHead().map(Head::phase)).contains("ended");
    assertThat(report.headNodes()).hasSize(voters + soft);
    assertThat(world.journal).anyMatch(event -> event instanceof RunEvent.HeadStored);
  }

  @Test
  void aRolledBackRunIsWitnessedToo() {
    World world = world(2, 2, 1, 1);
    world.on(RunEvent.CodeShown.class, world::rollback);
    assertThat(world.apply().end()).isEqualTo(End.ROLLED_BACK);
    assertThat(phases(world, "n2")).containsExactly("armed", "staged", "done", "undoing", "ended");
    AuditReport report = journal.audit(world);
    nothingWasChanged(report);
    assertThat(report.extents().get(0).unwitnessed()).isZero();
  }

  @Test
  void aRunThatDiedIsWitnessedByItsRecovery() {
    World world = world(3, 2, 0, 1);
    world.on(RunEvent.StepDone.class, world::kill);
    assertThat(world.applyOrDie()).isNull();
    AuditReport open = journal.audit(world);
    nothingWasChanged(open);
    assertThat(open.extents().get(0).unwitnessed()).isPositive();
    Outcome outcome = world.recover(2);
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    AuditReport report = journal.audit(world);
    nothingWasChanged(report);
    assertThat(report.extents().get(0).unwitnessed()).isZero();
    assertThat(phases(world, "n0")).contains("takeover", "ended");
  }

  @Test
  void aRunThatIsNotStartedSendsNoHead() {
    World world = world(4, 1, 1, 1);
    world.network.cut("n1");
    assertThat(world.apply().end()).isEqualTo(End.NOT_STARTED);
    assertThat(world.network.sent()).noneMatch(sent -> sent.request().verb() == Verb.HEAD);
  }

  /** No head comes between a node and its commit or its abort. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHeadOfTheDecisionComesAfterTheCommit(boolean confirms) {
    World world = world(5, 2, 1, 1);
    if (!confirms) {
      world.on(RunEvent.QuietBegan.class, world::rollback);
    }
    assertThat(world.apply().end()).isEqualTo(confirms ? End.CONFIRMED : End.ROLLED_BACK);
    Verb decision = confirms ? Verb.COMMIT : Verb.ABORT;
    String phase = confirms ? "decided" : "undoing";
    for (String voter : List.of("n0", "n1")) {
      List<String> told =
          world.network.sent().stream()
              .filter(sent -> sent.node().equals(voter))
              .map(
                  sent ->
                      sent.request().verb() == Verb.HEAD
                          ? sent.request().fields().get("phase")
                          : sent.request().verb().name())
              .toList();
      assertThat(told.indexOf(decision.name()))
          .as(told.toString())
          .isPositive()
          .isLessThan(told.indexOf(phase));
    }
  }

  // --- heads that are not stored ---

  /** The way in which a node takes no head. */
  enum Refusal {
    REQUEST_LOST,
    REPLY_LOST,
    SLOW
  }

  @ParameterizedTest
  @CsvSource({"REQUEST_LOST", "REPLY_LOST", "SLOW"})
  void aNodeThatTakesNoHeadIsNotedAndTheRunGoesOn(Refusal refusal) {
    World world = world(6, 2, 1, 1);
    switch (refusal) {
      case REQUEST_LOST ->
          world.network.loseRequests(
              (node, request) -> request.verb() == Verb.HEAD && node.equals("n1"));
      case REPLY_LOST ->
          world.network.loseReplies(
              (node, request) -> request.verb() == Verb.HEAD && node.equals("n1"));
      case SLOW -> world.network.busy("n1", Duration.ofMillis(400));
    }
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.allKept()).isTrue();
    if (refusal != Refusal.SLOW) {
      assertThat(world.journal)
          .filteredOn(event -> event.text().startsWith("n1 did not store the head of the journal"))
          .as("once")
          .hasSize(1);
    }
    nothingWasChanged(journal.audit(world));
  }

  /** A full disk refuses a head, and every state; the run is rolled back for the state. */
  @Test
  void aHeadThatTheDiskDoesNotTakeIsNoReasonToRollBack() {
    World world = world(7, 1, 1, 1);
    world.on(RunEvent.CodeShown.class, () -> world.nodes().get(1).diskIsFull(true));
    world.on(RunEvent.CommitDecided.class, () -> world.nodes().get(1).diskIsFull(false));
    world.apply();
    nothingWasChanged(journal.audit(world));
  }

  @Test
  void aFaultOfASignerOrAStoreIsNotedOnce() {
    World world = world(8, 1, 1, 2);
    HeadSigner broken =
        head -> {
          throw new IOException("the agent is gone");
        };
    world.chains(
        journal,
        new HeadSettings(
            broken,
            new EvidenceStore() {
              @Override
              public void head(SignedHead head) throws IOException {
                throw new IOException("No space left on device");
              }

              @Override
              public void ofNode(String node, byte[] log, byte[] heads) throws IOException {
                throw new IOException("No space left on device");
              }
            }));
    assertThat(world.apply().end()).isEqualTo(End.CONFIRMED);
    assertThat(world.journal)
        .extracting(RunEvent::text)
        .containsOnlyOnce(
            "the heads of the journal are not signed: the agent is gone",
            "the heads of the journal are kept by the nodes only: No space left on device");
    nothingWasChanged(journal.audit(world));
  }

  /** Even an error of safeops itself in signing is no reason to roll back. */
  @Test
  void anErrorInSigningFailsNoRun() {
    World world = world(9, 1, 0, 1);
    world.chains(
        journal,
        new HeadSettings(
            head -> {
              throw new IllegalStateException("made up");
            },
            EvidenceStore.NONE));
    assertThat(world.apply().end()).isEqualTo(End.CONFIRMED);
    assertThat(world.journal)
        .extracting(RunEvent::text)
        .filteredOn(text -> text.contains("safeops itself failed"))
        .hasSize(1);
  }

  // --- the copies ---

  @Test
  void theLogsAreCopiedAtTheEnd() {
    World world = world(10, 2, 1, 1);
    List<String> kept = new ArrayList<>();
    List<SignedHead> heads = new ArrayList<>();
    world.chains(
        journal,
        new HeadSettings(
            HeadSigner.NONE,
            new EvidenceStore() {
              @Override
              public void head(SignedHead head) {
                heads.add(head);
              }

              @Override
              public void ofNode(String node, byte[] log, byte[] nodeHeads) {
                assertThat(log).isEqualTo(nodeOf(world, node).get(0));
                assertThat(nodeHeads).isEqualTo(nodeOf(world, node).get(1));
                kept.add(node);
              }
            }));
    assertThat(world.apply().end()).isEqualTo(End.CONFIRMED);
    assertThat(kept).containsExactlyInAnyOrder("n0", "n1", "n2");
    assertThat(heads)
        .extracting(signed -> signed.head().phase())
        .containsExactly("armed", "staged", "done", "decided", "ended");
  }

  private static List<byte[]> nodeOf(World world, String name) {
    return world.network.node(name).evidence(World.RUN);
  }

  /** A node that is cut off at the end is left out, and the operator does not wait for it. */
  @Test
  void aSilentNodeHoldsUpTheEndForAMoment() {
    World world = world(11, 2, 1, 1);
    world.on(RunEvent.Sealed.class, () -> world.network.mute("n1"));
    long[] sealed = new long[1];
    world.on(RunEvent.Sealed.class, () -> sealed[0] = world.loop.now());
    assertThat(world.apply().end()).isEqualTo(End.CONFIRMED);
    assertThat(Duration.ofNanos(world.loop.now() - sealed[0])).isLessThan(Duration.ofSeconds(4));
  }

  // --- many nodes, and any faults ---

  /** With and without heads, on processors that all nodes share. */
  @ParameterizedTest
  @CsvSource({"40,0", "1,49"})
  void headsMakeARunOnManyNodesHardlySlower(int voters, int soft) {
    double without = seconds(voters, soft, false);
    double with = seconds(voters, soft, true);
    assertThat(with).as("without heads: %.1f s", without).isLessThan(without * 1.05);
  }

  private double seconds(int voters, int soft, boolean heads) {
    World world = new World(1, voters, soft, 2);
    world.deadline(Duration.ofMinutes(25));
    world.onOneMachine(2);
    world.operatorConfirms(Duration.ofSeconds(5));
    if (heads) {
      world.chains(journal, HeadSettings.NONE);
    }
    long begun = world.loop.now();
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    if (heads) {
      AuditReport report = journal.audit(world);
      nothingWasChanged(report);
      assertThat(report.extents().get(0).unwitnessed()).isZero();
    }
    return (world.loop.now() - begun) / 1e9;
  }

  /** As {@link AnyFaultsTest}: the run ends as it must, and an audit blames nobody. */
  @Test
  void underAnyFaultsNobodyIsBlamed() {
    int[] ends = new int[8];
    int witnessed = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      ChainedJournal chained = new ChainedJournal();
      World world =
          AnyFaultsTest.schedule(seed, ends, made -> made.chains(chained, HeadSettings.NONE));
      AuditReport report = chained.audit(world);
      assertThat(report.isChanged()).as("seed %d: %s", seed, report.findings()).isFalse();
      witnessed += report.extents().get(0).witnessed() > 0 ? 1 : 0;
    }
    assertThat(ends[0]).isGreaterThan(SEEDS / 20);
    assertThat(ends[4]).isGreaterThan(SEEDS / 20);
    assertThat(witnessed).isGreaterThan(SEEDS / 2);
  }
}
