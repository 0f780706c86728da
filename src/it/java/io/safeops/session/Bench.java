package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.terminal.TmuxTerminal;
import io.safeops.lab.Lab;
import io.safeops.lab.NeedsLab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * The set-up for a class of tests: a lab, converged unless they need a LAN of their own, and an
 * operator for each test. A test must leave the lab as it found it: no guard, the same Northbound.
 */
@NeedsLab
abstract class Bench {
  static final Lab LAB = Lab.ofThisRun();

  final Guards guards = new Guards(LAB);
  Operator operator;
  private String northbound = "";

  @BeforeAll
  static void makeQuietSwitch() {
    ovn("--may-exist", "ls-add", Plans.QUIET_SWITCH);
  }

  @AfterAll
  static void removeQuietSwitch() {
    ovn("--if-exists", "ls-del", Plans.QUIET_SWITCH);
  }

  @BeforeEach
  void makeOperator() {
    northbound = northbound();
    operator = new Operator(LAB);
  }

  @AfterEach
  void leaveAsFound() {
    operator.close();
    guards.areGone();
    assertThat(northbound()).isEqualTo(northbound);
  }

  /**
   * The rows of the Northbound that a plan could touch, without UUIDs and without the mark of the
   * run that made them.
   */
  static String northbound() {
    return LAB.script(
            "ctl",
            """
            ovn-nbctl --timeout=10 show | sort
            ovn-nbctl --timeout=10 --format=csv --data=bare --no-headings \
              --columns=name,type,options,tag,addresses,external_ids list Logical_Switch_Port |
              sed 's/ *safeops-run=[^ ]*//' | sort
            """)
        .out();
  }

  static String ovn(String... argv) {
    String[] command = new String[argv.length + 2];
    command[0] = "ovn-nbctl";
    command[1] = "--timeout=10";
    System.arraycopy(argv, 0, command, 2, argv.length);
    Lab.Answer answer = LAB.exec("ctl", command);
    assertThat(answer.exit()).as(answer.err()).isZero();
    return answer.out();
  }

  static boolean hasPort(String port) {
    return LAB.exec("ctl", "ovn-nbctl", "--timeout=10", "lsp-get-type", port).ok();
  }

  static boolean hasPatchPair(String node, String port) {
    return LAB.exec(node, "ovs-vsctl", "list-ports", "br-int")
            .out()
            .contains("patch-br-int-to-" + port)
        && LAB.exec(node, "ovs-vsctl", "list-ports", "br-ex")
            .out()
            .contains("patch-" + port + "-to-br-int");
  }

  /** Renews the lease of one node from its own shell, twice a second. */
  void beats(String node, OpenRun run) {
    String beat = "BEAT run=RUN epoch=EPOCH nonce=NONCE leaseuntil=NEVER";
    Lab.Answer made =
        LAB.script(
            node,
            "cat >/run/beats <<'END'\nwhile :; do\n"
                + guards.asking(node, run.id(), beat)
                + "\nsleep 0.5\ndone\nEND\n"
                + "systemd-run --quiet --collect --unit=beats.service /bin/sh /run/beats");
    assertThat(made.exit()).as(made.err()).isZero();
  }

  static void endBeats(String node) {
    LAB.script(node, "systemctl stop beats.service");
  }

  /** Applies the harmless plan, which arms all nodes. */
  OpenRun appliesQuietly(String guard, String... options) {
    return operator.applies(quietPlan(guard), options);
  }

  Path quietPlan(String guard) {
    return operator.file("quiet.yaml", Plans.quiet(guard));
  }

  /**
   * Requires that the time on the screen is that of the nodes. The screen shows whole seconds, once
   * a second: within the time that looking takes, it is at most 1 s off.
   */
  void isThatOfTheNodes(TmuxTerminal terminal, String run) {
    LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
    double before = guards.untilUndo(run);
    Matcher shown =
        Pattern.compile("undo by themselves in (\\d+):(\\d\\d)")
            .matcher(String.join("\n", terminal.screen()));
    assertThat(shown.find()).as(terminal.shown()).isTrue();
    double after = guards.untilUndo(run);
    double seconds = 60 * Double.parseDouble(shown.group(1)) + Double.parseDouble(shown.group(2));
    assertThat(seconds).as(terminal.shown()).isBetween(after - 1, before + 1);
  }

  /**
   * A run that rolls back waits at least 90 s for a silent node (the patience of {@code
   * RunSpec.Times}). A node that came back within that time has proven its undo.
   */
  static void isProvenIfBackInTime(Ended ended, String node, Duration silent) {
    assertThat(ended.out()).contains(node);
    if (silent.compareTo(Duration.ofSeconds(90)) < 0) {
      assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    } else {
      assertThat(ended.exit()).as(ended.all()).isIn(4, 5);
    }
  }
}
