package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests a step that sets one key of a file on a node. The undo restores every byte. safeops does
 * not know which program reads the file, so the step needs an approval, and the result is not
 * proven.
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

  /**
   * Under its own name the file is refused before anything runs. Under another name the node
   * refuses it.
   */
  @Test
  void fileThatGrantsAccessIsRefusedUnderEveryName() {
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
      assertThat(ended.all()).contains("decides who can log in and who is root");
      assertThat(LAB.exec("net", "sha256sum", "/etc/ssh/sshd_config").out()).isEqualTo(before);
    }
    LAB.exec("net", "rm", FILE);
  }

  /** The mode, owner, group and content of the file, and the other files beside it. */
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
