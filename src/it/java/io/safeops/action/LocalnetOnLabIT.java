package io.safeops.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.safeops.cluster.Cluster;
import io.safeops.transport.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of the localnet actions on a real OVN, run as a guard would run them. */
class LocalnetOnLabIT {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  private static final String PROVNET = "provnet-33333333-3333-4333-8333-333333333333";

  @BeforeAll
  static void up() {
    assumeTrue(LabNodes.missing().isEmpty(), () -> LabNodes.missing().orElse(""));
    Result up = LabNodes.lab("up", "--topology", "converged");
    assertThat(up.exit()).as(up.errorText()).isZero();
  }

  /** A lab that was named by hand is somebody's, and stays up. */
  @AfterAll
  static void down() {
    if (LabNodes.missing().isEmpty() && System.getenv("SAFEOPS_LAB") == null) {
      LabNodes.lab("down");
    }
  }

  /** The lab's own localnet and no other, whatever the test before left. */
  @BeforeEach
  void healthy() {
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

  private static Cluster facts() {
    return LabNodes.collect("ssh");
  }

  /** Read by the console: with a loop in place, a storm may have begun, and ssh is dead. */
  private static List<String> differences(Footprint footprint, Cluster predicted) {
    return footprint.diff(predicted, LabNodes.collect("exec")).stream()
        .filter(line -> !line.startsWith("management path of "))
        .toList();
  }

  private static void assertRuns(
      int exit, String node, Script script, String run, String... shell) {
    Result result = LabNodes.run(node, script, run, shell);
    assertThat(result.exit())
        .as("%s: %s%s", node, result.outputText(), result.errorText())
        .isEqualTo(exit);
  }

  private static void undo(Operation operation, String run) {
    for (String node : LabNodes.NAMES) {
      assertThat(revert(operation, node, run)).as("undo on " + node).isZero();
    }
  }

  private static Operation done(Action action, Cluster before, String run) throws Exception {
    Operation operation = action.operation(before);
    operation.act().forEach((node, script) -> assertRuns(0, node, script, run));
    return operation;
  }

  private static List<String> failures(Operation operation) {
    List<String> failures = new ArrayList<>();
    for (Expectation expectation : operation.expect()) {
      if (expectation instanceof CheckExpectation check) {
        Optional<String> failure = failure(check);
        failure.ifPresent(failures::add);
      }
    }
    return failures;
  }

  private static Optional<String> failure(CheckExpectation check) {
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

  @Test
  void recreateAndUndo() throws Exception {
    Cluster before = facts();
    LocalnetRecreate action =
        new LocalnetRecreate(SWITCH, Optional.empty(), Optional.empty(), Optional.empty());
    Operation operation = done(action, before, "r1");
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
    Operation deleted = done(new LocalnetDelete(SWITCH, PROVNET), before, "d1");
    assertThat(failures(deleted)).isEmpty();
    Cluster without = facts();
    assertThat(
            deleted.footprint().diff(new LocalnetDelete(SWITCH, PROVNET).effect(before), without))
        .as("only a young ovn-controller keeps the empty pair")
        .allMatch(line -> line.startsWith("port patch-"));
    LocalnetRecreate recreate =
        new LocalnetRecreate(SWITCH, Optional.of(PROVNET), Optional.empty(), Optional.empty());
    Operation recreated = done(recreate, without, "c1");
    assertThat(failures(recreated)).isEmpty();
    assertThat(recreated.footprint().diff(recreate.effect(without), facts())).isEmpty();
    // Somebody else's undo does not touch what is not its own.
    assertRuns(3, "ctl", recreated.undo().get("ctl"), "other");
    undo(recreated, "c1");
    assertThat(recreated.footprint().diff(without, facts())).isEmpty();
    undo(deleted, "d1");
    assertThat(failure(pairCheck(before)).orElse("")).isEmpty();
    assertThat(deleted.footprint().diff(before, facts())).isEmpty();
  }

  private static CheckExpectation pairCheck(Cluster before) throws Exception {
    return (CheckExpectation)
        new LocalnetRecreate(SWITCH, Optional.empty(), Optional.empty(), Optional.empty())
            .operation(before)
            .expect()
            .get(1);
  }

  @Test
  void theInsertIsRefusedWhenALocalnetHasComeInBetween() throws Exception {
    Cluster before = facts();
    Operation operation =
        new LocalnetCreate(SWITCH, Optional.of("ln-late"), "physnet9", Optional.of(7L))
            .operation(before);
    LabNodes.shell(
        "ctl",
        "ovn-nbctl --timeout=5 ls-add other -- lsp-add other ln-race -- lsp-set-type ln-race localnet -- lsp-set-options ln-race network_name=physnet8");
    try {
      Result result = LabNodes.run("ctl", operation.act().get("ctl"), "x1");
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.outputText()).contains("not what was judged any more");
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
    Operation operation = done(action, before, "s1");

    try {
      for (Expectation expectation : operation.expect()) {
        // ctl has no VM of the switch, and so no patch pair and no loop.
        if (expectation instanceof CheckExpectation check
            && check.description().contains("trace")
            && !check.node().equals("ctl")) {
          Result result = LabNodes.run(check.node(), check.script(), "s1");
          assertThat(result.exit()).as(check.node()).isEqualTo(1);
          assertThat(result.outputText()).contains("goes round");
        }
      }
      assertThat(differences(operation.footprint(), action.effect(before))).isEmpty();
    } finally {
      undo(operation, "s1");
    }
    assertThat(operation.footprint().diff(before, facts())).isEmpty();
  }

  /** The note's four commands, each a step of its own: together one localnet, undone as one. */
  @Test
  void theNotesCommandsAreUnderstoodOneByOne() throws Exception {
    Cluster before = facts();
    List<List<String>> lines =
        List.of(
            List.of("ovn-nbctl", "lsp-add", SWITCH, "ln-phynet2"),
            List.of("ovn-nbctl", "lsp-set-type", "ln-phynet2", "localnet"),
            List.of("ovn-nbctl", "lsp-set-options", "ln-phynet2", "network_name=physnet2"),
            List.of("ovn-nbctl", "lsp-set-addresses", "ln-phynet2", "unknown"));
    Cluster predicted = before;
    List<Operation> operations = new ArrayList<>();
    Footprint footprint = Footprint.EMPTY;
    try {
      for (List<String> argv : lines) {
        Action action = CommandReader.read(argv, Optional.empty(), List.of());
        predicted = action.effect(predicted);
        Operation operation = done(action, LabNodes.collect("exec"), "n1");
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
      for (Operation operation : operations) {
        undo(operation, "n1");
      }
    }
    assertThat(footprint.diff(before, facts())).isEmpty();
  }

  /** A chassis that lapses alone: it is silent while the change stands, and heals by itself. */
  @Test
  void aRecreatedLocalnetIsSilencedOnOneChassisOnlyWhileItIsOurs() throws Exception {
    Cluster before = facts();
    Operation operation =
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
      Operation added = done(add, before, "b1");
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
      Operation removed = done(remove, with, "b1");
      assertThat(removed.footprint().diff(remove.effect(with), facts())).isEmpty();
      undo(removed, "b1");
      assertThat(removed.footprint().diff(with, facts())).isEmpty();
      undo(added, "b1");
      undo(added, "b1");
      assertThat(added.footprint().diff(before, facts())).isEmpty();
    } finally {
      LabNodes.shell("net", "ovs-vsctl --timeout=5 --if-exists del-port tap7; ip link del tap7");
    }
  }

  private static long rate() {
    return Long.parseLong(LabNodes.lab("rate").outputText().trim());
  }

  /**
   * The outage of note 000, and its end by what the nodes do by themselves.
   *
   * @param stormSeconds how long it lasts before anything is undone; 12 s is longer than the
   *     Southbound sessions live
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 12})
  void aStormIsEndedByTheNodes(int stormSeconds) throws Exception {
    Cluster before = facts();
    LocalnetCreate action =
        new LocalnetCreate(SWITCH, Optional.of("ln-physnet2"), "physnet2", Optional.empty());
    Operation operation = done(action, before, "s2");
    long worst = 0;
    ExecutorService nodes = Executors.newFixedThreadPool(4);
    try {
      for (Expectation expectation : operation.expect()) {
        if (expectation.description().contains("attached")) {
          assertThat(failure((CheckExpectation) expectation)).isEmpty();
        }
      }
      CheckExpectation broadcast =
          (CheckExpectation) operation.expect().get(operation.expect().size() - 1);
      Result sent = LabNodes.run(broadcast.node(), broadcast.script(), "s2");
      assertThat(sent.exit()).as(sent.outputText() + sent.errorText()).isEqualTo(1);
      assertThat(sent.outputText()).contains("a storm: ");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(stormSeconds - 1);
      do {
        worst = Math.max(worst, rate());
      } while (System.nanoTime() < end);
      long started = System.nanoTime();
      List<Future<Integer>> parts = new ArrayList<>();
      for (String node : LabNodes.NAMES) {
        parts.add(nodes.submit(() -> revert(operation, node, "s2")));
      }
      long quiet = -1;
      while (quiet < 0 && System.nanoTime() - started < TimeUnit.SECONDS.toNanos(30)) {
        if (rate() < 1000) {
          quiet = System.nanoTime() - started;
        }
      }
      for (Future<Integer> part : parts) {
        assertThat(part.get(60, TimeUnit.SECONDS)).isZero();
      }
      long ended = System.nanoTime() - started;
      System.out.printf(
          "storm of %d s: %d packets/s, quiet %d ms after the undo began, all parts done after %d ms%n",
          stormSeconds, worst, quiet / 1_000_000, ended / 1_000_000);
      assertThat(worst).isGreaterThan(10_000);
      assertThat(quiet).isBetween(0L, TimeUnit.SECONDS.toNanos(10));
    } finally {
      nodes.shutdownNow();
      for (String node : LabNodes.NAMES) {
        revert(operation, node, "s2");
      }
    }
    assertThat(operation.footprint().diff(before, facts())).isEmpty();
  }

  /** As the guard does it: the local part, a voter's undo, and again until both have proven it. */
  private static int revert(Operation operation, String node, String run) {
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
