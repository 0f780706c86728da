package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.Standstill;
import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The set-up for tests that let incident 000 happen on purpose and check how it ends. */
abstract class StormBench extends Bench {
  /** Each class that extends this gets a new one each time that it runs. */
  private static Standstill machine;

  static Standstill machine() {
    return machine;
  }

  @BeforeAll
  static void beginControl() {
    machine = new Standstill();
  }

  @AfterAll
  static void endControl() {
    machine.close();
  }

  private static final List<String> WAIVED =
      List.of("--waive", "paths/no-loop", "--because", "to see the nodes end it");

  /**
   * Applies the second localnet, with broadcasts on the LAN, and returns when the storm has begun.
   */
  OpenRun storms(String guard, StormMeter meter, List<String> options, String... waivedToo) {
    Path plan = operator.file("storm.yaml", Plans.storm(guard));
    List<String> all = new ArrayList<>(WAIVED);
    all.addAll(options);
    for (String rule : waivedToo) {
      all.addAll(List.of("--waive", rule, "--because", "to see the lease end it"));
    }
    OpenRun run = operator.applies(plan, all.toArray(String[]::new)).reaches("DOING");
    meter.stir(LAB);
    assertThat(Lab.eventually(Lab.PATIENCE, meter::isStorm))
        .as("a storm: " + meter.most() + " packets/s; " + run.said())
        .isTrue();
    return run;
  }

  void isOver(Ended ended, int exit) {
    assertThat(ended.exit()).as(ended.all()).isEqualTo(exit);
    assertThat(ended.out()).contains("footprint equal");
  }

  void isQuietAndClean() {
    assertThat(hasPort(Plans.SECOND)).isFalse();
    for (String node : Lab.NODES) {
      assertThat(hasPatchPair(node, Plans.SECOND)).as("patch pair on " + node).isFalse();
    }
    assertThat(LAB.rate()).isLessThan(1_000);
    answers("vm1");
    answers("vm2");
  }

  /** For a VM that does not answer, finds where its frames go. */
  private static void answers(String vm) {
    long since = Standstill.now();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping(vm)))
        .as(() -> vm + " answers; " + whereFramesGo())
        .isTrue();
    machine.assertOnTime(vm + " after the undo", since, Standstill.now(), 2_000);
  }

  private static String whereFramesGo() {
    StringBuilder all = new StringBuilder(LAB.run("exec", "outside", "--", "ip", "neigh").out());
    for (String node : Lab.NODES) {
      all.append("\n== ")
          .append(node)
          .append('\n')
          .append(
              LAB.script(
                      node,
                      "ovs-appctl fdb/show br-ex; ovs-vsctl show;"
                          + " ovn-appctl -t ovn-controller connection-status; ip neigh;"
                          + " tail -n 20 /var/log/ovn/ovn-controller.log")
                  .out());
    }
    return all.toString();
  }
}
