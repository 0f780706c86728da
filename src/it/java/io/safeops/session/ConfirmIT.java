package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests incident 001: the repair is kept by the code on the console, and the cause is undone. */
class ConfirmIT extends Bench {

  @Tag("main")
  @Test
  void recreatedLocalnetIsKeptByTheCodeOnTheConsole() {
    LAB.breakBy("001");
    try {
      OpenRun run =
          operator.applies(
              Plans.RECREATE, "-p", "switch=" + Lab.SWITCH, "-p", "name=" + Lab.LOCALNET);
      String code = run.code();
      assertThat(guards.runs("net")).contains(run.id());

      Ended confirmed = run.confirm(code);
      assertThat(confirmed.exit()).as(confirmed.all()).isZero();
      assertThat(confirmed.out()).contains("confirmed; nothing of the guard is left on any node");

      Ended applied = run.ended();
      assertThat(applied.exit()).as(applied.all()).isZero();
      assertThat(applied.out()).contains("\"end\":\"CONFIRMED\"").doesNotContain(code);

      for (String node : new String[] {"net", "cmp"}) {
        assertThat(hasPatchPair(node, Lab.LOCALNET)).as("patch pair on " + node).isTrue();
      }
      assertThat(LAB.ping("vm1")).isTrue();
      assertThat(LAB.ping("vm2")).isTrue();
      guards.areGone();
      assertThat(Lab.NODES)
          .allSatisfy(
              node -> assertThat(guards.state(node, run.id(), "state")).isEqualTo("SEALED"));

      Ended shown = operator.types("show", run.id());
      assertThat(shown.exit()).as(shown.all()).isZero();
      assertThat(shown.out()).contains("CONFIRMED", "SEALED", "ENDED").doesNotContain(code);
      assertThat(operator.types("runs").out()).contains(run.id() + "  CONFIRMED");
    } finally {
      LAB.heal("001");
    }
  }

  /**
   * The change that causes incident 001 runs and is not confirmed. Then the row, the patch pairs
   * and the packets come back.
   */
  @Tag("main")
  @Test
  void localnetThatWasTakenAwayComesBackByItself() {
    String delete =
        "ovn.localnet.delete: {switch: \"" + Lab.SWITCH + "\", name: \"" + Lab.LOCALNET + "\"}";
    OpenRun run =
        operator.applies(
            operator.file("delete.yaml", Plans.plan("deadline: 45s, hold: 2s, lease: 15s", delete)),
            "--waive",
            "paths/stay",
            "--because",
            "to see it taken back",
            "--waive",
            "neutron-ownership/rows-stay",
            "--because",
            "to see it taken back");
    Ended ended = run.ended();
    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    assertThat(ended.out()).contains("footprint equal");
    assertThat(hasPort(Lab.LOCALNET)).isTrue();
    for (String vm : new String[] {"vm1", "vm2"}) {
      assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping(vm))).as(vm).isTrue();
    }
  }
}
