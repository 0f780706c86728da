package io.safeops.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.footprint.Footprint;
import io.safeops.action.northbound.LocalnetRecreate;
import io.safeops.facts.model.Cluster;
import io.safeops.transport.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;

/** A lab in which the scripts of localnet actions run as a guard would run them. */
abstract class LocalnetLab {

  static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  static final String PROVNET = "provnet-33333333-3333-4333-8333-333333333333";

  /** Makes sure that the lab has its own localnet and no other, whatever the test before left. */
  @BeforeEach
  void healthy() {
    LabNodes.forgetSteps();
    Result healed =
        LabNodes.shell(
            "ctl",
            "for port in $(ovn-nbctl --timeout=5 --bare --columns=name find Logical_Switch_Port type=localnet); do"
                + " [ $port = PROVNET ] || ovn-nbctl --timeout=5 lsp-del $port; done;"
                    .replace("PROVNET", PROVNET)
                + "ovn-nbctl --timeout=5 --may-exist lsp-add SWITCH PROVNET -- lsp-set-type PROVNET localnet -- lsp-set-addresses PROVNET unknown -- lsp-set-options PROVNET network_name=physnet2 mcast_flood=false mcast_flood_reports=true -- clear Logical_Switch_Port PROVNET external_ids"
                    .replace("PROVNET", PROVNET)
                    .replace("SWITCH", SWITCH));
    assertThat(healed.exit()).as(healed.errorText()).isZero();
    for (String node : LabNodes.NAMES) {
      LabNodes.shell(
          node,
          "for port in $(ovs-vsctl --timeout=5 --bare --columns=name find Port external_ids:ovn-localnet-port!=PROVNET); do"
                  .replace("PROVNET", PROVNET)
              + " case $port in patch-*) ovs-vsctl --no-wait --timeout=5 --if-exists del-port $port ;; esac; done");
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (rate() > 1000
        || LabNodes.lab("ping", "vm1", "1").exit() != 0
        || LabNodes.lab("ping", "vm2", "1").exit() != 0) {
      assertThat(System.nanoTime()).as("the lab is quiet and answers").isLessThan(end);
    }
  }

  static Cluster facts() {
    return LabNodes.collect("ssh");
  }

  /**
   * Reads by the console: with a loop in place, a storm may have begun, and then ssh does not work.
   */
  static List<String> differences(Footprint footprint, Cluster predicted) {
    return footprint.diff(predicted, LabNodes.collect("exec")).stream()
        .filter(line -> !line.startsWith("management path of "))
        .toList();
  }

  static void assertRuns(int exit, String node, Script script, String run, String... shell) {
    Result result = LabNodes.run(node, script, run, shell);
    assertThat(result.exit())
        .as("%s: %s%s", node, result.outputText(), result.errorText())
        .isEqualTo(exit);
  }

  static void undo(OnNodes operation, String run) {
    for (String node : LabNodes.NAMES) {
      assertThat(revert(operation, node, run)).as("undo on " + node).isZero();
    }
  }

  static OnNodes done(Action action, Cluster before, String run) throws Exception {
    OnNodes operation = (OnNodes) action.operation(LabNodes.whole(action, before));
    LabNodes.begins(operation, run);
    operation.act().forEach((node, script) -> assertRuns(0, node, script, run));
    return operation;
  }

  static List<String> failures(OnNodes operation) {
    List<String> failures = new ArrayList<>();
    for (Expectation expectation : operation.expect()) {
      if (expectation instanceof CheckExpectation check) {
        Optional<String> failure = failure(check);
        failure.ifPresent(failures::add);
      }
    }
    return failures;
  }

  static Optional<String> failure(CheckExpectation check) {
    long end = System.nanoTime() + check.within().toNanos();
    while (true) {
      Result result = LabNodes.run(check.node(), check.script(), "test");
      if (result.exit() == 0) {
        return Optional.empty();
      }
      if (System.nanoTime() >= end) {
        return Optional.of(check.node() + ": " + result.outputText() + result.errorText());
      }
    }
  }

  static long rate() {
    return Long.parseLong(LabNodes.lab("rate").outputText().trim());
  }

  static CheckExpectation pairCheck(Cluster before) throws Exception {
    return (CheckExpectation)
        new LocalnetRecreate(SWITCH, Optional.empty(), Optional.empty(), Optional.empty())
            .operation(before)
            .expect()
            .get(1);
  }

  /**
   * Undoes as the guard does: the local part and the undo of a voter, repeated until both have
   * proven it.
   */
  static int revert(OnNodes operation, String node, String run) {
    Script local = operation.local().get(node);
    Script undo = operation.undo().get(node);
    for (int i = 0; i < 20; i++) {
      boolean quiet = local == null || LabNodes.run(node, local, run).exit() == 0;
      boolean undone = undo == null || LabNodes.run(node, undo, run).exit() == 0;
      if (quiet && undone) {
        return 0;
      }
    }
    return 1;
  }
}
