package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunSnapshot;
import io.safeops.run.event.RunSnapshot.NodeSnapshot;
import io.safeops.run.simulation.SimNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session is told of the nodes is what the nodes count. */
class SnapshotTest {

  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private final List<String> wrong = new ArrayList<>();
  private int compared;

  @Test
  void whereTheConsoleIsStandsBesideTheCode() {
    World world = new World(1, 1, 0, 1);
    world.operatorConfirms(Duration.ofSeconds(2));
    world.apply(
        spec -> spec.toBuilder(spec.nodes()).console("Proxmox > 122").build(), same -> same);
    assertThat(world.journal)
        .anyMatch(
            event ->
                event.text().contains("The code is shown on the console of n0 (Proxmox > 122); "));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theTimeLeftIsThatOfEachNodeAlsoAfterItWasMovedAndBehindASlowNetwork(long seed) {
    World world = new World(seed, 2, 1, 2);
    world.on(
        RunEvent.CodeShown.class,
        () -> {
          world.network.slow("n1", Duration.ofMillis(1500));
          world.extend(Duration.ofMinutes(2));
        });
    world.operatorConfirms(Duration.ofMinutes(1));
    everySecond(world, () -> compare(world));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(Outcome.End.CONFIRMED);
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThan(60);
  }

  @Test
  void aSilentNodeIsNamedWithTheEndOfItsLease() {
    World world = new World(7, 2, 0, 1);
    List<NodeSnapshot> silent = new ArrayList<>();
    world.on(RunEvent.CodeShown.class, () -> world.network.cut("n1"));
    world.on(RunEvent.RollbackBegan.class, world.network::heal);
    everySecond(
        world,
        () ->
            world.operatorCommandQueue.snapshot().stream()
                .flatMap(snapshot -> snapshot.silentNodes().stream())
                .forEach(silent::add));
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(Outcome.End.ROLLED_BACK);
    // The simulated network loses a message now and then, so another one may be silent for a
    // moment.
    assertThat(silent).filteredOn(node -> node.name().equals("n1")).hasSizeGreaterThan(8);
    Duration lease = world.spec(1).times().lease();
    for (NodeSnapshot node : silent) {
      Duration together = node.silent().orElseThrow().plus(node.untilUndo().orElse(Duration.ZERO));
      assertThat(together).isBetween(lease.minus(A_SECOND), lease.plus(A_SECOND));
    }
  }

  private static void everySecond(World world, Runnable look) {
    world.loop.after(
        A_SECOND,
        () -> {
          look.run();
          everySecond(world, look);
        });
  }

  private void compare(World world) {
    RunSnapshot snapshot = world.operatorCommandQueue.snapshot().orElse(null);
    if (snapshot == null) {
      return;
    }
    for (NodeSnapshot told : snapshot.nodes()) {
      SimNode node = world.network.node(told.name());
      Duration real = node.untilUndo(World.RUN);
      if (told.untilUndo().isPresent() && !real.isZero() && !told.isSilent()) {
        compared++;
        Duration off = told.untilUndo().get().minus(real).abs();
        // While the deadline is being moved, a node may know it before its answer is here.
        if (off.compareTo(A_SECOND) > 0 && off.compareTo(Duration.ofSeconds(100)) < 0) {
          wrong.add(told.name() + ": told " + told.untilUndo().get() + ", counts " + real);
        }
      }
    }
  }
}
