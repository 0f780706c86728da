package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardRequest.Verb;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.RunSpec.ConfirmationInput;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that confirm themselves: quiet, and every node reached anew twice on both paths. */
class UnattendedRunTest {

  private static World world(Predicate<String> hasOutOfBand) {
    World world = new World(61, 2, 1, 1);
    world.deadline(Duration.ofMinutes(5));
    world.nodes().stream()
        .map(node -> node.name())
        .filter(hasOutOfBand)
        .forEach(world.network::giveOutOfBand);
    return world;
  }

  private static Outcome apply(World world) {
    return world.apply(
        spec ->
            spec.toBuilder(
                    spec.nodes().stream()
                        .map(node -> node.toBuilder().witness(false).build())
                        .toList())
                .confirmationInput(ConfirmationInput.HOLD)
                .times(spec.times().toBuilder().hold(Duration.ofSeconds(60)).build())
                .build(),
        same -> same);
  }

  @Test
  void itConfirmsItselfAfterTheHoldWithoutACode() {
    World world = world(node -> true);
    long[] quiet = new long[1];
    world.on(RunEvent.QuietBegan.class, () -> quiet[0] = world.loop.now());
    Outcome outcome = apply(world);
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.allKept()).isTrue();
    assertThat(world.journal)
        .filteredOn(event -> event.text().contains("on new connections, in band and out of band"))
        .hasSize(2);
    assertThat(world.network.sent()).noneMatch(sent -> sent.request().verb() == Verb.WITNESS);
    assertThat(Duration.ofNanos(world.loop.now() - quiet[0])).isGreaterThan(Duration.ofSeconds(60));
  }

  @Test
  void aNodeWithoutAnOutOfBandPathStartsNothing() {
    Outcome outcome = apply(world(node -> !node.equals("n2")));
    assertThat(outcome.end()).isEqualTo(End.NOT_STARTED);
    assertThat(outcome.text())
        .contains("needs an out-of-band path")
        .contains("the inventory has none for n2. Nothing was armed");
  }

  /** The old connections live: only a new one shows that nobody else gets in any more. */
  @ParameterizedTest
  @EnumSource(GuardPath.class)
  void aNodeThatTakesNoNewConnectionTurnsItBack(GuardPath path) {
    World world = world(node -> true);
    world.on(
        RunEvent.QuietBegan.class,
        () ->
            world.loop.after(
                Duration.ofSeconds(30),
                () ->
                    world.network.takesNoLogin(
                        (node, guardPath) -> node.equals("n2") && guardPath == path)));
    Outcome outcome = apply(world);
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(outcome.text())
        .contains(
            "n2 cannot be reached "
                + (path == GuardPath.IN_BAND ? "in band" : "out of band")
                + " on a new connection");
    assertThat(world.allUndone()).isTrue();
  }

  @Test
  void aClusterThatIsNotQuietTurnsItBack() {
    World world = world(node -> true);
    world.on(
        RunEvent.QuietBegan.class,
        () ->
            world.loop.after(
                Duration.ofSeconds(50), () -> world.isQuietNoMore("vm1 does not answer")));
    Outcome outcome = apply(world);
    assertThat(outcome.end()).isEqualTo(End.ROLLED_BACK);
    assertThat(outcome.text()).contains("vm1 does not answer");
  }

  @Test
  void theOperatorCanStillTurnItBack() {
    World world = world(node -> true);
    world.on(
        RunEvent.QuietBegan.class, () -> world.loop.after(Duration.ofSeconds(59), world::rollback));
    assertThat(apply(world).end()).isEqualTo(End.ROLLED_BACK);
    assertThat(world.allUndone()).isTrue();
  }
}
