package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests a Southbound over TLS. ovn-controller gets its keys from its command line, and the guards
 * use the same keys.
 */
class TlsIT extends Bench {
  private static TlsSouthbound southbound;

  @BeforeAll
  static void switchToTls() {
    southbound = new TlsSouthbound(LAB);
  }

  @AfterAll
  static void speakPlainly() {
    southbound.close();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm1") && LAB.ping("vm2"))).isTrue();
  }

  /**
   * A bug that was found: after a good rollback, both ends of a chassis stayed silenced until its
   * horizon.
   */
  @Test
  void chassisHealsAfterRollback() {
    OpenRun run = appliesQuietly("deadline: 60s, lease: 10s").reaches("CODE");
    assertThat(run.said())
        .contains("net: the Southbound at ssl:192.0.2.11:6642 was asked with the keys of")
        .contains("command line of ovn-controller", TlsSouthbound.KEY);
    Ended undone = operator.types("rollback", run.id());
    assertThat(undone.exit()).as(undone.all()).isEqualTo(4);
    guards.areOver(run.id(), Duration.ofSeconds(30), "ctl", "net", "cmp");
    assertThat(run.ended().exit()).isEqualTo(4);
  }

  @Test
  void chassisWithoutItsKeyIsNotArmed() {
    // The running ovn-controller has already read its key, so it stays connected.
    assertThat(LAB.exec("net", "mv", TlsSouthbound.KEY, TlsSouthbound.KEY + ".away").ok()).isTrue();
    try {
      Ended ended = operator.types("apply", quietPlan("lease: 5s").toString(), "--no-input");
      assertThat(ended.exit()).as(ended.all()).isEqualTo(6);
      assertThat(ended.out())
          .contains("not started: net: it would not heal by itself")
          .contains("ssl:192.0.2.11:6642 was asked with the keys of", TlsSouthbound.KEY)
          .contains("Nothing was armed");
      assertThat(ended.all()).doesNotContain("PRIVATE KEY");
    } finally {
      assertThat(LAB.exec("net", "mv", TlsSouthbound.KEY + ".away", TlsSouthbound.KEY).ok())
          .isTrue();
    }
  }
}
