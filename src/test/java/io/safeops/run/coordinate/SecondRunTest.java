package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.Arming;
import io.safeops.guard.GuardRequest;
import io.safeops.guard.NodeKind;
import io.safeops.guard.RunEpoch;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunEvent;
import io.safeops.run.simulation.SimNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node that holds one run takes no other. */
class SecondRunTest {

  @Test
  void aSecondRunIsRefusedWhileOneIsOpen() {
    World world = new World(13, 1, 1, 1);
    boolean[] refused = new boolean[1];
    world.on(
        RunEvent.CodeShown.class,
        () ->
            world
                .network
                .node("n1")
                .handle(
                    GuardRequest.arm(
                        new RunEpoch("run-2", 1, "zzzz"),
                        world.nodes().get(1).boot(),
                        world.nodes().get(1).uptime() + 1000,
                        arming(world.nodes().get(1).uptime() + 1000)),
                    reply -> {
                      assertThat(reply.ok()).isFalse();
                      assertThat(reply.why()).isEqualTo("held");
                      refused[0] = true;
                      world.rollback();
                    }));
    world.apply();
    assertThat(refused[0]).isTrue();
  }

  /** Two runs that are armed at once must not both give up. The id begins with the time. */
  @Test
  void aRunWaitsForAYoungerOneThatGivesUp() {
    World world = new World(14, 2, 0, 1);
    hold(world, "run-2");
    world.loop.after(
        Duration.ofSeconds(4),
        () ->
            world
                .nodes()
                .get(1)
                .handle(GuardRequest.abort(new RunEpoch("run-2", 1, "zzzz")), reply -> {}));
    world.operatorConfirms(Duration.ofSeconds(5));
    assertThat(world.apply().end()).isEqualTo(Outcome.End.CONFIRMED);
    assertThat(world.allKept()).isTrue();
  }

  @Test
  void aRunDoesNotWaitForAnOlderOne() {
    World world = new World(14, 2, 0, 1);
    hold(world, "run-0");
    long begin = world.loop.now();
    Outcome outcome = world.apply();
    assertThat(outcome.end()).isEqualTo(Outcome.End.NOT_STARTED);
    assertThat(outcome.text()).contains("n1: held by run run-0");
    assertThat(Duration.ofNanos(world.loop.now() - begin)).isLessThan(Duration.ofSeconds(8));
  }

  /** The younger one was faster: it is armed everywhere and does not give up. */
  @Test
  void aRunWaitsForAYoungerOneForTwelveSeconds() {
    World world = new World(14, 2, 0, 1);
    hold(world, "run-2");
    long begin = world.loop.now();
    Outcome outcome = world.apply();
    assertThat(outcome.end()).isEqualTo(Outcome.End.NOT_STARTED);
    assertThat(outcome.text()).contains("n1: held by run run-2");
    assertThat(Duration.ofNanos(world.loop.now() - begin))
        .isBetween(Duration.ofSeconds(12), Duration.ofSeconds(20));
  }

  private static void hold(World world, String run) {
    SimNode node = world.nodes().get(1);
    node.handle(
        GuardRequest.arm(
            new RunEpoch(run, 1, "zzzz"),
            node.boot(),
            node.uptime() + 1000,
            arming(node.uptime() + 100_000)),
        reply -> assertThat(reply.ok()).isTrue());
  }

  private static Arming arming(long until) {
    return Arming.builder(NodeKind.VOTER, Map.of("n1", NodeKind.VOTER))
        .steps(1)
        .deadline(until)
        .cap(until)
        .lease(100_000)
        .leaseUntil(until)
        .hold(1000)
        .confirmationMode(Arming.ConfirmationMode.NONE)
        .digest("digest")
        .user("tester")
        .host("desk")
        .build();
  }
}
