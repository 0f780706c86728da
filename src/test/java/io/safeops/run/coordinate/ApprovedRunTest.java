package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.ApprovalUse;
import io.safeops.guard.GuardRequest.Verb;
import io.safeops.guard.RunApprovals;
import io.safeops.guard.RunEpoch;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.RunSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs that use an approval: it is counted by every node, and must be valid by its clock. */
class ApprovedRunTest {

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = FROM.plus(Duration.ofHours(12));

  private static final RunApprovals NIGHT =
      new RunApprovals(List.of(new ApprovalUse("night", 1, FROM, UNTIL)), 0);

  private static Outcome apply(World world) {
    return world.apply(spec -> spec.toBuilder(spec.nodes()).approvals(NIGHT).build(), same -> same);
  }

  @Test
  void theUseIsOnEveryNodeBeforeAnyStepIsStaged() {
    World world = new World(31, 2, 1, 2);
    world.operatorConfirms(Duration.ofSeconds(5));
    Outcome outcome = apply(world);
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    List<Verb> verbs =
        world.network.sent().stream()
            .map(sent -> sent.request().verb())
            .filter(verb -> verb == Verb.SPEND || verb == Verb.STAGE)
            .toList();
    assertThat(verbs.subList(0, 3)).containsOnly(Verb.SPEND);
    assertThat(verbs.subList(3, verbs.size())).containsOnly(Verb.STAGE);
  }

  @Test
  void aNodeWhoseClockIsPastTheEndRefusesForAll() {
    World world = new World(32, 1, 2, 1);
    world.nodes().get(2).timeOfDay(UNTIL.plusSeconds(1));
    Outcome outcome = apply(world);
    assertThat(outcome.end()).isEqualTo(End.NOT_STARTED);
    assertThat(outcome.text())
        .contains("n2: approval night expired at 2026-01-01T12:00:00Z")
        .contains("by the clock of this node it is 2026-01-01T12:00:")
        .contains("Nothing was armed");
  }

  @Test
  void aNodeWhoseClockIsAnHourBehindRefusesForAll() {
    World world = new World(33, 1, 2, 1);
    world.nodes().get(0).timeOfDay(FROM.minus(Duration.ofHours(1)));
    Outcome outcome = apply(world);
    assertThat(outcome.end()).isEqualTo(End.NOT_STARTED);
    assertThat(outcome.text())
        .contains("n0: approval night is valid only from 2026-01-01T00:00:00Z");
  }

  @Test
  void anApprovalThatOneNodeKnowsAsUsedUpStartsNothing() {
    World world = new World(34, 2, 1, 1);
    world.operatorConfirms(Duration.ofSeconds(5));
    assertThat(apply(world).end()).isEqualTo(End.CONFIRMED);
    world.nodes().get(0).losesItsDisk();
    world.nodes().get(1).losesItsDisk();
    world.loop.await(() -> false, world.loop.now() + Duration.ofSeconds(10).toNanos());
    Outcome again =
        world.apply(
            spec ->
                RunSpec.builder(new RunEpoch("run-9", 1, "nonce9"), spec.nodes(), spec.readCount())
                    .times(spec.times())
                    .approvals(NIGHT)
                    .build(),
            same -> same);
    assertThat(again.end()).isEqualTo(End.NOT_STARTED);
    assertThat(again.text()).contains("n2: approval night is used up: run run-1 has used it");
  }

  @Test
  void aRunThatIsRefusedBeforeItsFirstStepDoesNotCount() {
    World world = new World(35, 2, 1, 1);
    world.on(RunEvent.UndoStaging.class, world::rollback);
    assertThat(apply(world).end()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.network.sent())
        .filteredOn(sent -> sent.request().verb() == Verb.ABORT)
        .isNotEmpty()
        .allMatch(sent -> "1".equals(sent.request().fields().get("unspent")));
  }
}
