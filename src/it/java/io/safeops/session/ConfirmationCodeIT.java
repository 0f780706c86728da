package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import io.safeops.session.Operator.OpenCommand;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests that a change is kept only with the code, and only over the in-band path. */
class ConfirmationCodeIT extends Bench {

  @Test
  void fiveWrongCodesMakeTheRightCodeInvalid() {
    OpenRun run = appliesQuietly("deadline: 120s, lease: 15s").reaches("CODE");
    String code = run.code();

    Ended unknown = operator.types("confirm", "20200101-000000-abcd", "--code", code);
    assertThat(unknown.exit()).as(unknown.all()).isEqualTo(2);
    assertThat(run.confirm("A").out()).contains("it was not tried");
    for (int left = 4; left >= 0; left--) {
      Ended wrong = run.confirm(OpenRun.notThe(code));
      assertThat(wrong.exit()).as(wrong.all()).isEqualTo(3);
      assertThat(wrong.out()).contains("wrong code, tries left: " + left);
    }
    Ended right = run.confirm(code);
    assertThat(right.exit()).as(right.all()).isEqualTo(3);
    assertThat(right.out()).contains("this run can no longer be confirmed");
    assertThat(guards.state("ctl", run.id(), "state")).isEqualTo("ARMED");

    Ended undone = operator.types("rollback", run.id());
    assertThat(undone.exit()).as(undone.all()).isEqualTo(4);
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();

    Ended late = run.confirm(code);
    assertThat(late.exit()).as(late.all()).isEqualTo(4);
    assertThat(run.ended().exit()).isEqualTo(4);
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
  }

  /**
   * Messages that someone on a node's own shell, who knows the run's epoch, can send to its guard.
   */
  @Test
  void guardRefusesMessagesOutOfOrder() {
    OpenRun run = appliesQuietly("deadline: 120s, lease: 15s").reaches("CODE");
    String wrong = OpenRun.notThe(run.code());
    String late = "run=RUN epoch=1 nonce=NONCE boot=BOOT notafter=1 ";
    String good = "run=RUN epoch=1 nonce=NONCE boot=BOOT notafter=NEVER ";
    String reboot = good.replace("BOOT", "00000000-0000-0000-0000-000000000000");
    refuses(run, "ctl", "COMMIT " + good, "no-word");
    refuses(run, "ctl", "WORD " + good + "code=" + wrong, "wrong-code");
    refuses(run, "ctl", "COMMIT " + good, "no-word");
    refuses(run, "ctl", "COMMIT " + late, "late");
    refuses(run, "ctl", "COMMIT " + reboot, "boot");
    refuses(run, "ctl", "COMMIT " + good.replace("epoch=1", "epoch=2"), "epoch");
    refuses(run, "ctl", "COMMIT " + good.replace("NONCE", "mine"), "epoch");
    refuses(run, "ctl", "DO " + good + "step=2 do=dHJ1ZQo= timeout=100", "step");
    refuses(run, "ctl", "STAGE " + good + "step=3 act=1 undo=dHJ1ZQo=", "step");
    refuses(run, "ctl", "SEAL " + good, "state");
    refuses(run, "net", "COMMIT " + good, "voters");
    refuses(run, "net", "SEAL " + good, "state");
    refuses(run, "net", "REVERT " + good + "proof=1", "voters");

    assertThat(operator.types("rollback", run.id()).exit()).isEqualTo(4);
    assertThat(run.ended().exit()).isEqualTo(4);
    // A recorded message after the end changes nothing.
    assertThat(guards.answer("ctl", run.id(), "COMMIT " + good)).startsWith("NO why=state ");
    assertThat(guards.state("ctl", run.id(), "state")).isEqualTo("REVERTED");
  }

  private void refuses(OpenRun run, String node, String line, String why) {
    assertThat(guards.answer(node, run.id(), line)).as(line).startsWith("NO why=" + why + " ");
    assertThat(guards.state(node, run.id(), "state")).as("after " + line).isEqualTo("ARMED");
  }

  @Test
  void confirmNeedsTheInBandPath() {
    OpenRun run = appliesQuietly("deadline: 120s, lease: 20s").reaches("CODE");
    String code = run.code();
    Ended confirmed;
    long cut = System.nanoTime();
    Duration silent;
    LAB.link("net", "in-band", false);
    try (OpenCommand confirm = operator.start("confirm", run.id(), "--code", code)) {
      try {
        guards.areOver(run.id(), Duration.ofSeconds(60), "ctl", "cmp");
        assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
      } finally {
        LAB.link("net", "in-band", true);
        silent = Duration.ofNanos(System.nanoTime() - cut);
      }
      confirmed = confirm.ended(Lab.PATIENCE);
    }
    isProvenIfBackInTime(confirmed, "net", silent);
    assertThat(run.ended().exit()).isEqualTo(confirmed.exit());
    assertThat(Lab.NODES)
        .allSatisfy(
            node -> assertThat(guards.state(node, run.id(), "state")).isEqualTo("REVERTED"));
  }
}
