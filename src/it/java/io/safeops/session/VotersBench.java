package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The set-up for changes on two nodes. net and cmp each get a bridge without traffic, and an
 * interface that can become its port. Both nodes are voters then; ctl is not involved.
 */
abstract class VotersBench extends Bench {
  static final List<String> VOTERS = List.of("net", "cmp");
  static final String BOTH =
      "ovs.bridge.port.add: {bridge: br-quiet, port: quiet0}\n    nodes: {names: [net, cmp]}";

  @BeforeEach
  void layOut() {
    for (String node : VOTERS) {
      Lab.Answer made =
          LAB.script(
              node,
              """
              [ -e /sys/class/net/quiet0 ] || ip link add quiet0 type veth peer name quiet1 || exit
              ip link set quiet0 up
              ovs-vsctl --timeout=10 --may-exist add-br br-quiet \
                -- set Bridge br-quiet datapath_type=netdev \
                -- --if-exists del-port br-quiet quiet0
              """);
      assertThat(made.exit()).as(made.err()).isZero();
    }
  }

  /** Plugs in the cables that a failed test left unplugged. The bridges go with the lab. */
  @AfterEach
  void plugIn() {
    for (String node : VOTERS) {
      connected(node, true);
    }
  }

  OpenRun applies(String guard) {
    return operator.applies(operator.file("both.yaml", Plans.plan(guard, BOTH)), "-i", reachable());
  }

  /**
   * An inventory without consoles, so that a node whose two cables are pulled cannot be reached.
   */
  String reachable() {
    Path inventory =
        operator.inventory(
            "reachable.yaml",
            text ->
                text.replaceAll("(?m)^ +- name: console\\n +command: .*\\n +survives: .*\\n", ""));
    return inventory.toString();
  }

  /** Pulls or plugs both cables of a node. */
  static void connected(String node, boolean yes) {
    LAB.link(node, "in-band", yes);
    LAB.link(node, "oob", yes);
  }

  /**
   * Ends the sessions on a node whose other end died while the cables were out. TCP would tell sshd
   * about that only hours later.
   */
  static void hangUp(String node) {
    LAB.script(node, "pkill -f '[g]uard serve'");
  }

  static boolean isChanged(String node) {
    return LAB.exec(node, "ovs-vsctl", "--timeout=10", "list-ports", "br-quiet")
        .out()
        .contains("quiet0");
  }

  void awaitState(String node, OpenRun run, String state) {
    boolean reached =
        Lab.eventually(Lab.PATIENCE, () -> guards.state(node, run.id(), "state").equals(state));
    assertThat(reached).as(node + " " + state + ": " + guards.log(node, run.id())).isTrue();
  }

  void bothAre(String state, OpenRun run) {
    for (String node : VOTERS) {
      awaitState(node, run, state);
      assertThat(isChanged(node)).as("changed: " + node).isEqualTo(!state.equals("REVERTED"));
    }
  }
}
