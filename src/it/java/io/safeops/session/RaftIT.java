package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.Standstill;
import io.safeops.lab.Lab;
import io.safeops.lab.NeedsLab;
import io.safeops.session.Operator.Ended;
import io.safeops.session.Operator.OpenCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests runs whose Northbound is a cluster of three: the undo finds the leader and waits for a
 * quorum.
 */
@NeedsLab("--raft")
class RaftIT {
  private static final Lab LAB = Lab.ofThisRun();
  private static final String GUARD = "deadline: 180s, lease: 30s";

  private final Guards guards = new Guards(LAB);
  private Operator operator;

  @BeforeAll
  static void makeQuietSwitch() {
    Lab.Answer made = LAB.exec(leader(), "ovn-nbctl", "--timeout=10", "ls-add", Plans.QUIET_SWITCH);
    assertThat(made.exit()).as(made.err()).isZero();
  }

  @BeforeEach
  void makeOperator() {
    operator = new Operator(LAB);
  }

  @AfterEach
  void leaveAsFound() {
    operator.close();
    Lab.NODES.forEach(node -> northbound(node, "start"));
    guards.areGone();
  }

  @Test
  void nothingIsFoundWhereNothingIsWrong() {
    new HealthyDoctor(operator, "RAFT").findsNothing();
  }

  @Test
  void theUndoFindsTheNextLeader() {
    OpenRun run = open();
    String leader = leader();
    northbound(leader, "stop");
    Ended rolledBack = operator.types("rollback", run.id());
    assertThat(rolledBack.exit()).as(rolledBack.all()).isEqualTo(4);
    assertThat(run.ended().out()).contains("footprint equal");
    assertThat(leader()).isNotEqualTo(leader);
    northbound(leader, "start");
    assertIsGone();
  }

  @Test
  void theUndoWaitsForAQuorum() {
    OpenRun run = open();
    String leader = leader();
    List<String> followers = Lab.NODES.stream().filter(node -> !node.equals(leader)).toList();
    followers.forEach(node -> northbound(node, "stop"));
    try (OpenCommand rollback = operator.start("rollback", run.id())) {
      boolean begun =
          Lab.eventually(
              Lab.PATIENCE, () -> guards.state(leader, run.id(), "state").equals("REVERTING"));
      assertThat(begun).as(guards.log(leader, run.id()).toString()).isTrue();
      LAB.exec(leader, "sleep", "15");
      assertThat(guards.state(leader, run.id(), "state")).isEqualTo("REVERTING");
      assertThat(rollback.isRunning()).as("nothing is proven yet").isTrue();
      followers.forEach(node -> northbound(node, "start"));
      Ended rolledBack = rollback.ended(Lab.PATIENCE);
      assertThat(rolledBack.exit()).as(rolledBack.all()).isEqualTo(4);
    }
    assertIsGone();
  }

  /** One member is down and is started, the others are restarted. No write is lost meanwhile. */
  @Test
  void theQuorumIsKeptWhileAllMembersAreRestarted() {
    northbound("net", "stop");
    Ended found = operator.types("doctor");
    assertThat(found.exit()).as(found.all()).isEqualTo(3);
    assertThat(found.out())
        .contains("paths/central: northbound on net: ")
        .contains("mend: safeops apply ");
    List<String> before = servers();
    beginWriting();
    OpenRun run = operator.applies(Path.of("playbooks/restart-ovn-central.yaml").toAbsolutePath());
    run.reaches("CODE");
    Matcher witness = Pattern.compile("on the console of (ctl|net|cmp)").matcher(run.said());
    assertThat(witness.find()).as(run.said()).isTrue();
    Ended confirmed = run.confirm(run.code(witness.group(1)));
    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    String writes = endWriting();
    System.out.println("writes through the restart of all members: " + writes);
    assertThat(writes).contains("lost 0").doesNotContain("written 0");
    assertThat(servers()).as("every server was restarted").doesNotContainAnyElementsOf(before);
    Ended clean = operator.types("doctor");
    assertThat(clean.exit()).as(clean.all()).isZero();
  }

  /**
   * What is wrong with the databases is named within the time that an operator waits. Where the
   * other members are enough for a change, the paths pass.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "raft-northbound-no-leader      | northbound on cmp: its process is stopped by a signal",
        "raft-southbound-no-leader      | southbound on cmp: its process is stopped by a signal",
        "raft-northbound-member-stopped | northbound on cmp: its process is stopped by a signal",
        "raft-southbound-member-stopped | southbound on cmp: its process is stopped by a signal",
        "raft-northbound-leader-stopped | its process is stopped by a signal",
        "raft-southbound-leader-stopped | its process is stopped by a signal",
        "raft-northbound-member-cut     | OVN_Northbound on cmp: it has no connection to the other",
        "raft-southbound-member-cut     | OVN_Southbound on cmp: it has no connection to the other",
        "raft-northbound-member-nobody  | member of OVN_Northbound at tcp:192.0.2.13:6699: it is",
        "raft-southbound-member-nobody  | member of OVN_Southbound at tcp:192.0.2.13:6699: it is"
      })
  void doctorNamesWhatIsWrongWithTheDatabases(String breakage, String cause) {
    LAB.breakBy(breakage);
    try (Standstill standstill = new Standstill()) {
      long begin = Standstill.now();
      Ended found = operator.types("doctor");
      long end = Standstill.now();
      System.out.printf("%-30s exit %d, %d0 ms%n", breakage, found.exit(), end - begin);
      assertThat(found.exit()).as(found.all()).isEqualTo(3);
      assertThat(found.out().lines().findFirst().orElse(""))
          .as(found.all())
          .startsWith("FAULT paths/central: ")
          .contains(cause);
      standstill.assertOnTime("doctor", begin, end, 800);
    } finally {
      LAB.heal(breakage);
    }
    assertThat(Lab.eventually(Lab.PATIENCE, () -> operator.types("doctor").exit() == 0)).isTrue();
  }

  /** The identities of the server processes of the Northbound that run now. */
  private static List<String> servers() {
    return Lab.NODES.stream()
        .map(node -> LAB.script(node, "cat /run/ovn/ovnnb_db.pid").out().strip())
        .filter(pid -> !pid.isEmpty())
        .toList();
  }

  /**
   * A client beside the nodes that writes to the leader again and again. A write that is under way
   * when the leader stops gets an error (seen: one in 130). The same write must succeed when it is
   * repeated at once.
   */
  private static void beginWriting() {
    Lab.Answer begun =
        LAB.script(
            "cmp",
            """
            cat >/run/writes.sh <<'END'
            written=0 repeated=0 lost=0 longest=0
            writes() { ovn-nbctl --timeout=20 --db=REMOTES set NB_Global . external_ids:writes="$written"; }
            while [ ! -e /run/writes.end ]; do
              before=$(date +%s)
              if writes; then
                written=$((written + 1))
              elif writes; then
                repeated=$((repeated + 1))
              else
                lost=$((lost + 1))
              fi
              took=$(($(date +%s) - before))
              [ "$took" -le "$longest" ] || longest=$took
              echo "written $written, repeated $repeated, lost $lost, the longest took $longest s" >/run/writes
              sleep 0.2
            done
            END
            rm -f /run/writes /run/writes.end
            systemd-run --quiet --collect --unit=writes.service /bin/sh /run/writes.sh
            """
                .replace("REMOTES", "tcp:192.0.2.11:6641,tcp:192.0.2.12:6641,tcp:192.0.2.13:6641"));
    assertThat(begun.exit()).as(begun.err()).isZero();
  }

  private static String endWriting() {
    return LAB.script(
            "cmp",
            """
            touch /run/writes.end
            while systemctl --quiet is-active writes.service; do sleep 0.2; done
            cat /run/writes
            """)
        .out()
        .strip();
  }

  private OpenRun open() {
    assertIsGone();
    OpenRun run = operator.applies(operator.file("quiet.yaml", Plans.quiet(GUARD)));
    run.reaches("CODE");
    assertThat(ports(leader())).contains(Plans.QUIET_PORT);
    return run;
  }

  /** Whether every member has it, and keeps it. */
  private static void assertIsGone() {
    for (String node : Lab.NODES) {
      assertThat(Lab.eventually(Lab.PATIENCE, () -> !ports(node).contains(Plans.QUIET_PORT)))
          .as("on " + node)
          .isTrue();
    }
  }

  private static String ports(String node) {
    return LAB.exec(
            node,
            "ovn-nbctl",
            "--timeout=5",
            "--no-leader-only",
            "--bare",
            "--columns=name",
            "list",
            "Logical_Switch_Port")
        .out();
  }

  private static void northbound(String node, String verb) {
    LAB.exec(node, "systemctl", verb, "ovn-ovsdb-server-nb");
  }

  /** Waits for a leader and returns that member. */
  private static String leader() {
    String[] found = {""};
    boolean led =
        Lab.eventually(
            Lab.PATIENCE,
            () -> {
              for (String node : Lab.NODES) {
                Lab.Answer status =
                    LAB.exec(
                        node,
                        "ovs-appctl",
                        "-t",
                        "/run/ovn/ovnnb_db.ctl",
                        "cluster/status",
                        "OVN_Northbound");
                if (status.out().contains("Role: leader")) {
                  found[0] = node;
                }
              }
              return !found[0].isEmpty();
            });
    assertThat(led).as("a leader").isTrue();
    return found[0];
  }
}
