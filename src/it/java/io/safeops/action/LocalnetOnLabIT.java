package io.safeops.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.bridge.BridgePortEdit;
import io.safeops.action.bridge.BridgePorts;
import io.safeops.action.exec.CommandReader;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.northbound.LocalnetCreate;
import io.safeops.action.northbound.LocalnetDelete;
import io.safeops.action.northbound.LocalnetRecreate;
import io.safeops.facts.model.Cluster;
import io.safeops.lab.NeedsLab;
import io.safeops.transport.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests the scripts of the localnet actions on a real OVN, one after the other. */
@NeedsLab
class LocalnetOnLabIT extends LocalnetLab {

  @Test
  void recreateAndUndo() throws Exception {
    Cluster before = facts();
    LocalnetRecreate action =
        new LocalnetRecreate(SWITCH, Optional.empty(), Optional.empty(), Optional.empty());
    OnNodes operation = done(action, before, "r1");
    assertThat(operation.voters()).containsExactly("ctl");
    assertThat(operation.softNodes()).containsExactly("cmp", "net");
    assertThat(failures(operation)).isEmpty();
    Cluster after = facts();
    assertThat(operation.footprint().diff(action.effect(before), after)).isEmpty();
    assertThat(after.getLocalnets().get(0).uuid())
        .isNotEqualTo(before.getLocalnets().get(0).uuid());
    assertThat(after.getLocalnets().get(0).externalIds()).containsEntry("safeops-run", "r1");
    undo(operation, "r1");
    assertThat(operation.footprint().diff(before, facts())).isEmpty();
    assertThat(facts().getLocalnets().get(0).externalIds()).isEmpty();
    undo(operation, "r1");
  }

  @Test
  void deleteRecreateAsIncident001() throws Exception {
    Cluster before = facts();
    OnNodes deleted = done(new LocalnetDelete(SWITCH, PROVNET), before, "d1");
    assertThat(failures(deleted)).isEmpty();
    Cluster without = facts();
    assertThat(
            deleted.footprint().diff(new LocalnetDelete(SWITCH, PROVNET).effect(before), without))
        .as("only a young ovn-controller keeps the empty pair")
        .allMatch(line -> line.startsWith("port patch-"));
    LocalnetRecreate recreate =
        new LocalnetRecreate(SWITCH, Optional.of(PROVNET), Optional.empty(), Optional.empty());
    OnNodes recreated = done(recreate, without, "c1");
    assertThat(failures(recreated)).isEmpty();
    assertThat(recreated.footprint().diff(recreate.effect(without), facts())).isEmpty();
    // The undo of another run does not touch what that run did not make.
    assertRuns(3, "ctl", recreated.undo().get("ctl"), "other");
    undo(recreated, "c1");
    assertThat(recreated.footprint().diff(without, facts())).isEmpty();
    undo(deleted, "d1");
    assertThat(failure(pairCheck(before)).orElse("")).isEmpty();
    assertThat(deleted.footprint().diff(before, facts())).isEmpty();
  }

  @Test
  void insertIsRefusedIfAnotherLocalnetCameFirst() throws Exception {
    Cluster before = facts();
    OnNodes operation =
        (OnNodes)
            new LocalnetCreate(SWITCH, Optional.of("ln-late"), "physnet9", Optional.of(7L))
                .operation(before);
    LabNodes.shell(
        "ctl",
        "ovn-nbctl --timeout=5 ls-add other -- lsp-add other ln-race -- lsp-set-type ln-race localnet -- lsp-set-options ln-race network_name=physnet8");
    try {
      Result result = LabNodes.run("ctl", operation.act().get("ctl"), "x1");
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.outputText()).contains("changed since the review");
      assertRuns(0, "ctl", operation.undo().get("ctl"), "x1");
    } finally {
      LabNodes.shell("ctl", "ovn-nbctl --timeout=5 ls-del other");
    }
    assertThat(operation.footprint().diff(before, facts())).isEmpty();
  }

  @Test
  void aSecondLocalnetIsSeenByTheTraceAndUndone() throws Exception {
    Cluster before = facts();
    LocalnetCreate action =
        new LocalnetCreate(SWITCH, Optional.of("ln-physnet2"), "physnet2", Optional.empty());
    OnNodes operation = done(action, before, "s1");

    List<String> seen = new ArrayList<>();
    try {
      for (Expectation expectation : operation.expect()) {
        // ctl has no VM of the switch, so it has no patch pair and no loop.
        if (expectation instanceof CheckExpectation check
            && check.description().contains("trace")
            && !check.node().equals("ctl")) {
          Result result = LabNodes.run(check.node(), check.script(), "s1");
          assertThat(result.exit()).as(check.node()).isEqualTo(1);
          assertThat(result.outputText()).contains("loops for ever");
          seen.add(check.node());
        }
      }
      assertThat(seen).containsExactlyInAnyOrder("net", "cmp");
      assertThat(differences(operation.footprint(), action.effect(before))).isEmpty();
    } finally {
      undo(operation, "s1");
    }
    assertThat(operation.footprint().diff(before, facts())).isEmpty();
  }

  /**
   * Each of the note's four commands is a step of its own. Together they make one localnet, and one
   * undo removes it.
   */
  @Test
  void fourCommandsOfTheNoteAreUnderstoodOneByOne() throws Exception {
    Cluster before = facts();
    List<List<String>> lines =
        List.of(
            List.of("ovn-nbctl", "lsp-add", SWITCH, "ln-phynet2"),
            List.of("ovn-nbctl", "lsp-set-type", "ln-phynet2", "localnet"),
            List.of("ovn-nbctl", "lsp-set-options", "ln-phynet2", "network_name=physnet2"),
            List.of("ovn-nbctl", "lsp-set-addresses", "ln-phynet2", "unknown"));
    Cluster predicted = before;
    List<OnNodes> operations = new ArrayList<>();
    Footprint footprint = Footprint.EMPTY;
    try {
      for (List<String> argv : lines) {
        Action action = CommandReader.read(argv, Optional.empty(), List.of());
        predicted = action.effect(predicted);
        OnNodes operation = done(action, LabNodes.collect("exec"), "n1");
        operations.add(operation);
        footprint = footprint.and(operation.footprint());
      }
      assertThat(predicted.switchNamed(SWITCH).orElseThrow().getLocalnets()).hasSize(2);
      assertThat(operations.get(2).softNodes()).containsExactly("cmp", "net");
      assertThat(differences(footprint, predicted)).isEmpty();
    } finally {
      for (int i = operations.size() - 1; i >= 0; i--) {
        operations.get(i).undo().forEach((node, script) -> assertRuns(0, node, script, "n1"));
      }
      for (OnNodes operation : operations) {
        undo(operation, "n1");
      }
    }
    assertThat(footprint.diff(before, facts())).isEmpty();
  }

  /** A chassis whose lease ends alone is silent while the change stands, and heals by itself. */
  @Test
  void aRecreatedLocalnetIsSilencedOnOneChassisOnlyWhileItIsOurs() throws Exception {
    Cluster before = facts();
    OnNodes operation =
        done(
            new LocalnetRecreate(SWITCH, Optional.empty(), Optional.empty(), Optional.empty()),
            before,
            "h1");
    assertThat(failures(operation)).isEmpty();
    assertRuns(10, "net", operation.local().get("net"), "h1");
    assertThat(LabNodes.lab("ping", "vm2", "2").exit()).as("silenced").isNotZero();
    assertThat(LabNodes.lab("ping", "vm1", "2").exit()).as("vm1 is on cmp").isZero();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (LabNodes.lab("ping", "vm2", "2").exit() != 0) {
      assertThat(System.nanoTime()).as("it heals by itself").isLessThan(end);
    }
    assertRuns(10, "net", operation.local().get("net"), "h1");
    undo(operation, "h1");
    assertThat(LabNodes.lab("ping", "vm2", "3").exit()).isZero();
    assertThat(operation.footprint().diff(before, facts())).isEmpty();
  }

  /** ovs-vsctl takes a word with a colon as a map, unless it is quoted. */
  @Test
  void aLocalnetWithAColonInItsNameIsUndone() throws Exception {
    LabNodes.shell("ctl", "ovn-nbctl --timeout=5 --may-exist ls-add quiet");
    try {
      Cluster before = facts();
      OnNodes operation =
          done(
              new LocalnetCreate("quiet", Optional.of("ln:1"), "physnet2", Optional.of(77L)),
              before,
              "k1");
      assertThat(operation.local()).containsOnlyKeys("ctl", "net", "cmp");
      assertRuns(0, "ctl", operation.undo().get("ctl"), "k1");
      operation.local().forEach((node, script) -> assertRuns(0, node, script, "k1"));
      assertThat(operation.footprint().diff(before, facts())).isEmpty();
    } finally {
      LabNodes.shell("ctl", "ovn-nbctl --timeout=5 --if-exists ls-del quiet");
    }
  }

  /** OVS accepts a port of that name, although no kernel interface can have it. */
  @Test
  void aBridgePortWithAColonInItsNameIsUndone() throws Exception {
    OnNodes operation =
        (OnNodes)
            new BridgePorts(
                    BridgePorts.ADD,
                    List.of("net"),
                    List.of(BridgePortEdit.add("br-ex", "tap:7", Optional.of(7L), false)),
                    List.of("add"))
                .operation(facts());
    try {
      LabNodes.run("net", operation.act().get("net"), "k2");
      assertThat(LabNodes.shell("net", "ovs-vsctl port-to-br tap:7").outputText().trim())
          .isEqualTo("br-ex");
      assertRuns(0, "net", operation.undo().get("net"), "k2");
      assertThat(LabNodes.shell("net", "ovs-vsctl port-to-br tap:7").exit()).isEqualTo(1);
    } finally {
      LabNodes.shell("net", "ovs-vsctl --timeout=5 --if-exists del-port tap:7");
    }
  }

  @Test
  void bridgePortsComeAndGo() throws Exception {
    LabNodes.shell("net", "ip tuntap add dev tap7 mode tap; ip link set tap7 up");
    try {
      Cluster before = facts();
      Action add =
          new BridgePorts(
              BridgePorts.ADD,
              List.of("net"),
              List.of(BridgePortEdit.add("br-ex", "tap7", Optional.of(7L), false)),
              List.of("add"));
      OnNodes added = done(add, before, "b1");
      assertThat(failures(added)).isEmpty();
      Cluster with = facts();
      assertThat(added.footprint().diff(add.effect(before), with)).isEmpty();
      assertRuns(3, "net", added.undo().get("net"), "other");
      Action remove =
          new BridgePorts(
              BridgePorts.REMOVE,
              List.of("net"),
              List.of(BridgePortEdit.remove(Optional.of("br-ex"), "tap7", false)),
              List.of("remove"));
      // Another run: a run that added the port would not bring it back.
      OnNodes removed = done(remove, with, "b2");
      assertThat(removed.footprint().diff(remove.effect(with), facts())).isEmpty();
      undo(removed, "b2");
      assertThat(removed.footprint().diff(with, facts())).isEmpty();
      undo(added, "b1");
      undo(added, "b1");
      assertThat(added.footprint().diff(before, facts())).isEmpty();
    } finally {
      LabNodes.shell("net", "ovs-vsctl --timeout=5 --if-exists del-port tap7; ip link del tap7");
    }
  }
}
