package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests disks that fail while a node is armed. */
class DiskIT extends Bench {
  private static final String STATE = "/var/lib/safeops";

  /** The disk becomes read-only, as the kernel makes a file system that has errors. */
  @Test
  void guardUndoesOnADiskThatBecameReadOnly() {
    root("mount --bind " + STATE + " " + STATE);
    try {
      OpenRun run =
          operator
              .applies(operator.file("quiet.yaml", Plans.quiet("deadline: 40s, lease: 5s")))
              .reaches("CODE");
      assertThat(hasPort(Plans.QUIET_PORT)).isTrue();
      root("mount -o remount,bind,ro " + STATE);
      run.die();

      boolean undone = Lab.eventually(Lab.PATIENCE, () -> !hasPort(Plans.QUIET_PORT));
      assertThat(undone).as(guards.log("ctl", run.id()).toString()).isTrue();
      assertThat(guards.state("ctl", run.id(), "state")).isEqualTo("ARMED");

      root("mount -o remount,bind,rw " + STATE);
      guards.areOver(run.id(), Duration.ofSeconds(30), "ctl");
      Ended recovered = operator.types("recover", run.id());
      assertThat(recovered.exit()).as(recovered.all()).isEqualTo(4);
    } finally {
      root("umount -l " + STATE);
    }
  }

  private static void root(String command) {
    Lab.Answer answer = LAB.script("ctl", "mkdir -p " + STATE + " && " + command);
    assertThat(answer.exit()).as(command + ": " + answer.err()).isZero();
  }
}
