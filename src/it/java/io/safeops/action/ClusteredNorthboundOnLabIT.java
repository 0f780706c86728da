package io.safeops.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.northbound.LocalnetCreate;
import io.safeops.facts.model.Cluster;
import io.safeops.lab.Lab;
import io.safeops.lab.NeedsLab;
import io.safeops.transport.Result;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests the scripts of a Northbound change on a database with three RAFT members. */
@NeedsLab("--raft")
class ClusteredNorthboundOnLabIT {

  private static final String PORT = "ln-ghost";

  /**
   * A leader that has lost its followers accepts an insert but cannot commit it, so the client
   * times out. When the followers are back, it may still commit the insert. The undo ends only
   * after a write of its own has committed after the insert.
   */
  @Test
  void anInsertThatTimedOutDoesNotComeBackAfterTheUndo() throws Exception {
    Cluster before = LabNodes.collectClustered();
    assertThat(before.northbound().orElseThrow().clustered()).isTrue();
    assertThat(before.northbound().orElseThrow().leader()).isTrue();
    LabNodes.shell(before.northbound().orElseThrow().node(), "ovn-nbctl --timeout=5 ls-add quiet");
    before = LabNodes.collectClustered();
    OnNodes operation =
        (OnNodes)
            new LocalnetCreate("quiet", Optional.of(PORT), "physnet2", Optional.of(77L))
                .operation(before);
    String voter = operation.voters().get(0);
    assertThat(operation.voters()).hasSize(1);
    List<String> followers = LabNodes.NAMES.stream().filter(node -> !node.equals(voter)).toList();
    try {
      signal(followers, "STOP");
      Result act = LabNodes.run(voter, operation.act().get(voter), "g1");
      assertThat(act.exit()).as(act.outputText()).isEqualTo(1);
      assertThat(act.outputText()).contains("not known whether the change was written");
      Result undo = LabNodes.run(voter, operation.undo().get(voter), "g1");
      assertThat(undo.exit()).as("without a quorum nothing is proven").isNotIn(0, 3);
    } finally {
      signal(followers, "CONT");
    }
    boolean undone =
        Lab.eventually(
            Lab.PATIENCE, () -> LabNodes.run(voter, operation.undo().get(voter), "g1").exit() == 0);
    assertThat(undone).isTrue();
    everyMemberHasCaughtUp();
    for (int i = 0; i < 5; i++) {
      for (String node : LabNodes.NAMES) {
        assertThat(ports(node)).as("on " + node).doesNotContain(PORT);
      }
      LabNodes.shell(voter, "sleep 1");
    }
    Cluster after = LabNodes.collectClustered();
    assertThat(operation.footprint().diff(before, after)).isEmpty();
  }

  /**
   * A follower applies the leader's log in its order, but later: until then it still shows the port
   * that the undo has deleted. Once it shows what was written after the undo, it has applied all
   * that came before, the late insert too.
   */
  private static void everyMemberHasCaughtUp() throws InterruptedException {
    write("set NB_Global . external_ids:written-after-the-undo=yes");
    for (String node : LabNodes.NAMES) {
      boolean caughtUp =
          Lab.eventually(
              Lab.PATIENCE,
              () -> read(node, "get NB_Global . external_ids").contains("written-after-the-undo"));
      assertThat(caughtUp).as(node + " has what was written after the undo").isTrue();
    }
    write("remove NB_Global . external_ids written-after-the-undo");
  }

  /** The members may have elected another leader meanwhile; any of them passes a write on to it. */
  private static void write(String words) throws InterruptedException {
    boolean written =
        Lab.eventually(
            Lab.PATIENCE,
            () ->
                LabNodes.shell("ctl", "ovn-nbctl --timeout=5 --no-leader-only " + words).exit()
                    == 0);
    assertThat(written).as(words).isTrue();
  }

  private static void signal(List<String> nodes, String name) {
    for (String node : nodes) {
      LabNodes.shell(node, "kill -" + name + " $(cat /run/ovn/ovnnb_db.pid)");
    }
  }

  private static String ports(String node) {
    return read(node, "--bare --columns=name list Logical_Switch_Port");
  }

  private static String read(String node, String words) {
    Result read = LabNodes.shell(node, "ovn-nbctl --timeout=5 --no-leader-only " + words);
    assertThat(read.exit()).as(read.errorText()).isZero();
    return read.outputText();
  }
}
