package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import org.junit.jupiter.api.Test;

/** One key of a file on a node: written by the step, every byte put back by the undo. */
class FileIT extends Bench {
  private static final String FILE = "/etc/ovn-test.ini";

  @Test
  void keyIsWrittenAndTheFilePutBack() {
    LAB.script(
        "net",
        "printf '# by hand\\n[ovn]\\novn_sb_connection=tcp:192.0.2.11:6642' >"
            + FILE
            + "; chmod 640 "
            + FILE
            + "; chown 0:8 "
            + FILE);
    String before = look();
    OpenRun run =
        operator.applies(
            operator.file(
                "file.yaml",
                Plans.plan(
                    "deadline: 120s, lease: 30s",
                    "{file.ini: {file: "
                        + FILE
                        + ", section: ovn, key: ovn_sb_connection, value: 'tcp:192.0.2.12:6642'},"
                        + " nodes: {names: [net]}}")));
    run.reaches("CODE");
    assertThat(look())
        .contains("640 0 8")
        .contains("# by hand\n[ovn]\novn_sb_connection = tcp:192.0.2.12:6642");
    Ended rolledBack = operator.types("rollback", run.id());
    assertThat(rolledBack.exit()).as(rolledBack.all()).isEqualTo(4);
    assertThat(look()).isEqualTo(before);
    LAB.exec("net", "rm", FILE);
  }

  /** Mode, owner and group, the bytes, and what stands beside it. */
  private static String look() {
    Lab.Answer seen =
        LAB.script(
            "net",
            "stat -c '%a %u %g %s' FILE; cat FILE; echo; ls -A /etc | grep -e safeops- -e ovn-test"
                .replace("FILE", FILE));
    assertThat(seen.exit()).as(seen.err()).isZero();
    return seen.out();
  }
}
