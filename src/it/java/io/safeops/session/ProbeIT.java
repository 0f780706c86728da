package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import org.junit.jupiter.api.Test;

/** Tests the probes that the nodes run by themselves until the end. */
class ProbeIT extends Bench {

  @Test
  void probeThatFailsFromTheStartIsNotCountedAndOneThatTripsUndoesAtOnce() {
    OpenRun run =
        appliesQuietly(
            "deadline: 120s, lease: 15s, probes: [storm,"
                + " {ping: {from: net, to: 192.0.2.99}}, {ping: {from: net, to: 192.0.2.200}}]");
    run.reaches("CODE");
    assertThat(run.said()).contains("net: probe", "fails already, so it does not count");
    assertThat(hasPort(Plans.QUIET_PORT)).isTrue();

    outsideAnswers(false);
    try {
      assertThat(
              Lab.eventually(
                  Lab.PATIENCE, () -> !guards.state("net", run.id(), "state").equals("ARMED")))
          .isTrue();
      Ended ended = run.ended();
      assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
      assertThat(ended.out()).contains("net is REVERT");
      assertThat(guards.state("net", run.id(), "reason")).startsWith("trip");
      assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
    } finally {
      outsideAnswers(true);
    }
  }

  private static void outsideAnswers(boolean yes) {
    String value = "net.ipv4.icmp_echo_ignore_all=" + (yes ? "0" : "1");
    Lab.Answer answer = LAB.exec("outside", "sysctl", "-q", "-w", value);
    assertThat(answer.exit()).as(answer.err()).isZero();
  }
}
