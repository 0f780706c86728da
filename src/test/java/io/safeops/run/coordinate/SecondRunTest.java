package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.Arming;
import io.safeops.guard.GuardRequest;
import io.safeops.guard.NodeKind;
import io.safeops.guard.RunEpoch;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.RunEvent;
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

  private static Arming arming(long until) {
    return Arming.builder(NodeKind.VOTER, Map.of("n1", NodeKind.VOTER))
        .steps(1)
        .deadline(until)
        .cap(until)
        .lease(1000)
        .leaseUntil(until)
        .hold(1000)
        .confirmationMode(Arming.ConfirmationMode.NONE)
        .digest("digest")
        .user("tester")
        .host("desk")
        .build();
  }
}
