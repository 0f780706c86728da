package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.Standstill;
import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Tests test 11 of the guard protocol: the lease of a node that only protects itself ends while the
 * change stands elsewhere. The node protects itself as long as the change stands, and ends by
 * itself when no other node is armed.
 */
@Isolated("storms and lateness run alone")
class SoftNodesIT extends Bench {
  private static final long SECOND = 100; // centiseconds of uptime
  private static final Standstill MACHINE = new Standstill();

  @AfterAll
  static void endControl() {
    MACHINE.close();
  }

  @Test
  void softNodesProtectThemselvesUntilNoNodeIsArmed() {
    LAB.breakBy("001");
    try {
      OpenRun run =
          operator.applies(
              operator.file(
                  "late.yaml",
                  Plans.plan(
                      "deadline: 60s, lease: 5s",
                      Plans.create(Lab.SWITCH, Lab.LOCALNET, "physnet2", ""))));
      run.reaches("CODE");
      assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm2"))).isTrue();
      // Only one client is left, and it reaches only the voter.
      beats("ctl", run);
      run.die();

      awaitReverting("net", run);
      awaitReverting("cmp", run);
      assertThat(guards.state("ctl", run.id(), "state")).isEqualTo("ARMED");
      assertThat(isSilenced("net")).isTrue();
      assertThat(LAB.ping("vm2")).isFalse();

      // The patch pair is made again, several times.
      for (int i = 0; i < 3; i++) {
        LAB.exec(
            "net",
            "ovs-vsctl",
            "--timeout=10",
            "del-port",
            "patch-" + Lab.LOCALNET + "-to-br-int",
            "--",
            "del-port",
            "patch-br-int-to-" + Lab.LOCALNET);
        assertThat(Lab.eventually(Lab.PATIENCE, () -> hasPatchPair("net", Lab.LOCALNET)))
            .as("ovn-controller makes the pair again")
            .isTrue();
        long returned = Standstill.now();
        assertThat(Lab.eventually(Lab.PATIENCE, () -> isSilenced("net")))
            .as("and the guard silences it again")
            .isTrue();
        MACHINE.assertOnTime("silence again", returned, Standstill.now(), 5 * SECOND);
      }
      assertThat(guards.state("ctl", run.id(), "state")).isEqualTo("ARMED");

      // The voter's deadline comes. Then no node is left that could tell the others that the run is
      // over.
      guards.areOver(run.id(), Duration.ofSeconds(90), "ctl");
      assertThat(hasPort(Lab.LOCALNET)).isFalse();
      assertThat(guards.state("net", run.id(), "state")).isEqualTo("REVERTING");
      assertThat(guards.state("cmp", run.id(), "state")).isEqualTo("REVERTING");
      for (String node : new String[] {"net", "cmp"}) {
        guards.areOver(run.id(), Duration.ofSeconds(120), node);
        long end =
            Long.parseLong(guards.state(node, run.id(), "hfrom"))
                + Long.parseLong(guards.state(node, run.id(), "hold"));
        MACHINE.assertOnTime(
            "the end of the hold of " + node,
            end,
            guards.when(node, run.id(), "REVERTED"),
            5 * SECOND);
        assertThat(hasPatchPair(node, Lab.LOCALNET)).isFalse();
      }
      Ended recovered = operator.types("recover", run.id());
      assertThat(recovered.exit()).as(recovered.all()).isEqualTo(4);
    } finally {
      endBeats("ctl");
      LAB.heal("001");
    }
  }

  private void awaitReverting(String node, OpenRun run) {
    assertThat(
            Lab.eventually(
                Lab.PATIENCE, () -> guards.state(node, run.id(), "state").equals("REVERTING")))
        .as(node + ": " + guards.log(node, run.id()))
        .isTrue();
    assertThat(guards.state(node, run.id(), "reason")).isEqualTo("lease");
  }

  /**
   * Whether packets from the end of the patch pair on br-ex are dropped, with the pair as it is
   * now.
   */
  private static boolean isSilenced(String node) {
    return LAB.script(
            node,
            """
            port=$(ovs-vsctl --timeout=10 get Interface 'patch-PORT-to-br-int' ofport) || exit
            ovs-ofctl -O OpenFlow13 dump-flows br-ex |
              grep -q "priority=65535,in_port=\\(\\"[^ ]*\\"\\|$port\\) actions=drop"
            """
                .replace("PORT", Lab.LOCALNET))
        .ok();
  }
}
