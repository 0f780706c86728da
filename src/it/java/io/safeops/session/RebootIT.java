package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Tests that a node that boots between the step and the confirm undoes the change, whatever time is
 * left.
 */
class RebootIT extends Bench {
  private static final String GUARD = "deadline: 600s, lease: 60s";

  // An uptime that starts at 100 s is mounted over the real one before anything else starts.
  private static final String YOUNG =
      """
      cat >/etc/young.sh <<'END'
      tell() { printf '%d.00 0.00\\n' "$((100 + $(date +%s) - began))"; }
      began=$(date +%s)
      tell >/run/uptime
      mount --bind /run/uptime /proc/uptime
      systemd-notify --ready
      while :; do tell | dd of=/run/uptime conv=notrunc status=none; sleep 0.2; done
      END
      cat >/etc/systemd/system/young.service <<'END'
      [Unit]
      DefaultDependencies=no
      Before=sysinit.target
      [Service]
      Type=notify
      NotifyAccess=all
      ExecStart=/bin/sh /etc/young.sh
      [Install]
      WantedBy=sysinit.target
      END
      systemctl enable young.service
      """;
  private static final String REAL =
      "systemctl disable --now young.service; umount /proc/uptime;"
          + " rm -f /etc/systemd/system/young.service /etc/young.sh";

  @Test
  void rebootOfTheNodeThatMadeTheChange() {
    OpenRun run = appliesQuietly(GUARD).reaches("CODE");
    LAB.reboot("ctl");
    isUndone(run, "ctl");
  }

  @Test
  void powerCutOfANodeThatOnlyProtectsItself() {
    OpenRun run = appliesQuietly(GUARD).reaches("CODE");
    LAB.powerCut("net");
    LAB.start("net");
    isUndone(run, "net");
  }

  @Test
  void powerCutWithAnUptimeThatBeginsAnew() {
    try {
      assertThat(LAB.script("ctl", YOUNG).exit()).isZero();
      OpenRun run = appliesQuietly(GUARD).reaches("CODE");
      long deadline = Long.parseLong(guards.state("ctl", run.id(), "deadline"));
      // Only the node itself can undo the change.
      run.die();
      LAB.powerCut("ctl");
      LAB.start("ctl");
      assertThat(LAB.script("ctl", "cat /proc/uptime").out()).matches("1\\d\\d\\.00 0\\.00\\s*");
      assertThat(deadline).as("far ahead of the new uptime").isGreaterThan(30_000);
      guards.areOver(run.id(), Duration.ofSeconds(60), "ctl");
      assertThat(guards.state("ctl", run.id(), "reason")).isEqualTo("reboot");
      Ended recovered = operator.types("recover", run.id());
      assertThat(recovered.exit()).as(recovered.all()).isEqualTo(4);
      assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
    } finally {
      LAB.script("ctl", REAL);
    }
  }

  private void isUndone(OpenRun run, String node) {
    Ended ended = run.ended();
    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    guards.areOver(run.id(), Duration.ofSeconds(60), Lab.NODES.toArray(String[]::new));
    assertThat(guards.state(node, run.id(), "reason")).isEqualTo("reboot");
    assertThat(Lab.eventually(Lab.PATIENCE, () -> !hasPort(Plans.QUIET_PORT))).isTrue();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.answersSsh(node))).isTrue();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm1"))).isTrue();
  }
}
