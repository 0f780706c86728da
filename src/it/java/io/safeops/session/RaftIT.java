package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.lab.Lab.Topology;
import io.safeops.lab.NeedsLab;
import io.safeops.session.Operator.Ended;
import io.safeops.session.Operator.OpenCommand;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A run whose Northbound is a cluster of three: its undo finds the leader, and waits for a quorum.
 */
@NeedsLab
class RaftIT {
  private static final Lab LAB = Lab.ofThisRun();
  private static final String GUARD = "deadline: 180s, lease: 30s";

  private final Guards guards = new Guards(LAB);
  private Operator operator;

  @BeforeAll
  static void up() {
    LAB.up(Topology.CONVERGED, "--raft");
    Lab.Answer made = LAB.exec(leader(), "ovn-nbctl", "--timeout=10", "ls-add", Plans.QUIET_SWITCH);
    assertThat(made.exit()).as(made.err()).isZero();
  }

  @AfterAll
  static void down() {
    LAB.down();
  }

  @BeforeEach
  void sitDown() {
    operator = new Operator(LAB);
  }

  @AfterEach
  void leaveAsFound() {
    operator.close();
    Lab.NODES.forEach(node -> northbound(node, "start"));
    guards.areGone();
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
              Duration.ofSeconds(60),
              () -> guards.state(leader, run.id(), "state").equals("REVERTING"));
      assertThat(begun).as(guards.log(leader, run.id()).toString()).isTrue();
      LAB.exec(leader, "sleep", "15");
      assertThat(guards.state(leader, run.id(), "state")).isEqualTo("REVERTING");
      assertThat(rollback.isRunning()).as("nothing is proven yet").isTrue();
      followers.forEach(node -> northbound(node, "start"));
      Ended rolledBack = rollback.ended(Operator.PATIENCE);
      assertThat(rolledBack.exit()).as(rolledBack.all()).isEqualTo(4);
    }
    assertIsGone();
  }

  private OpenRun open() {
    assertIsGone();
    OpenRun run = operator.applies(operator.file("quiet.yaml", Plans.quiet(GUARD)));
    run.reaches("CODE");
    assertThat(ports(leader())).contains(Plans.QUIET_PORT);
    return run;
  }

  /** On every member, and it stays so. */
  private static void assertIsGone() {
    for (String node : Lab.NODES) {
      assertThat(
              Lab.eventually(Duration.ofSeconds(20), () -> !ports(node).contains(Plans.QUIET_PORT)))
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

  /** The member that leads, once there is one. */
  private static String leader() {
    String[] found = {""};
    Lab.eventually(
        Duration.ofSeconds(30),
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
    assertThat(found[0]).as("a leader").isNotEmpty();
    return found[0];
  }
}
