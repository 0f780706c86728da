package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One key of a file on a node: written by the step, every byte put back by the undo. Nobody knows
 * what reads the file, so that it asks for an approval, and nothing is proven.
 */
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
                        + " nodes: {names: [net]}}")),
            "--waive",
            "understood/opaque",
            "--because",
            "nothing reads it");
    run.reaches("CODE");
    assertThat(look())
        .contains("640 0 8")
        .contains("# by hand\n[ovn]\novn_sb_connection = tcp:192.0.2.12:6642");
    Ended rolledBack = operator.types("rollback", run.id());
    assertThat(rolledBack.exit()).as(rolledBack.all()).isEqualTo(5);
    assertThat(rolledBack.all()).contains("on net something was done that safeops has no model of");
    assertThat(look()).isEqualTo(before);
    LAB.exec("net", "rm", FILE);
  }

  /** By its own name it is refused before anything runs; by another one on the node. */
  @Test
  void fileThatLetsInIsWrittenByNoName() {
    LAB.script("net", "ln -s /etc/ssh/sshd_config " + FILE);
    String before = LAB.exec("net", "sha256sum", "/etc/ssh/sshd_config").out();
    for (String file : List.of("/etc/ssh/sshd_config", FILE)) {
      Ended ended =
          operator.types(
              "apply",
              operator
                  .file(
                      "sshd.yaml",
                      Plans.plan(
                          "deadline: 120s, lease: 30s",
                          "{file.ini: {file: "
                              + file
                              + ", section: a, key: PermitRootLogin, value: 'no'},"
                              + " nodes: {names: [net]}}"))
                  .toString(),
              "--no-input",
              "--waive",
              "understood/opaque",
              "--because",
              "to see it refused");
      assertThat(ended.exit()).as(ended.all()).isEqualTo(file.equals(FILE) ? 5 : 3);
      assertThat(ended.all()).contains("decides who gets in and who is root");
      assertThat(LAB.exec("net", "sha256sum", "/etc/ssh/sshd_config").out()).isEqualTo(before);
    }
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
