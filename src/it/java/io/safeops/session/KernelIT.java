package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.Standstill;
import io.safeops.lab.Lab;
import io.safeops.lab.NeedsLab;
import io.safeops.lab.SeparateLan;
import io.safeops.session.Operator.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests another cause of incident 000, which shows only on OVS's kernel datapath: the management
 * NIC becomes a port of br-ex. It uses a node with its own kernel and a serial console.
 */
@NeedsLab("--vm")
@SeparateLan
class KernelIT {
  private static final Lab LAB = Lab.ofThisRun();
  private static final String VM = "vm";

  /** An address for the node on br-ex. */
  private static final String ON_BRIDGE = "192.0.2.14";

  private static final String ON_VM = "\n    nodes: {names: [vm]}";
  private static final String ADD = "ovs.bridge.port.add: {bridge: br-ex, port: mgmt0}" + ON_VM;
  private static final String ENSLAVED = "management-path/nic-not-enslaved";

  /** Rules refuse the typed action for good, so a program that safeops does not know does it. */
  private static final String PROGRAM = "/usr/local/bin/vendor-setup";

  private static final String ADD_BY_PROGRAM =
      "exec: {argv: ["
          + PROGRAM
          + ", add-port], undo: {argv: ["
          + PROGRAM
          + ", --if-exists, del-port]}}"
          + ON_VM;

  private static final String[] WAIVED = {
    "--waive", "understood/opaque", "--because", "to see the node come back by itself",
  };

  // The node is emulated. It boots in half a minute if nothing else runs.
  private static final Duration TO_BOOT = Duration.ofSeconds(180);

  private final Guards guards = new Guards(LAB);
  private Operator operator;

  /** Nothing of the machine is left: no QEMU, no disk. Its taps were in the lab's namespace. */
  @AfterAll
  static void downLeavesNothing() throws IOException {
    Path state = LAB.inventory().getParent();
    LAB.down();
    assertThat(state).doesNotExist();
    assertThat(Path.of("/run/netns", LAB.namespace())).doesNotExist();
    assertThat(ProcessHandle.allProcesses())
        .noneMatch(
            process -> process.info().commandLine().orElse("").contains(LAB.namespace() + "-vm"));
  }

  @BeforeEach
  void makeOperator() {
    operator = new Operator(LAB);
  }

  @AfterEach
  void leaveAsFound() {
    operator.close();
    guards.areGone(List.of(VM));
    assertThat(isPort()).isFalse();
    assertThat(Lab.eventually(TO_BOOT, () -> LAB.answersSsh(VM))).isTrue();
  }

  @Test
  void nothingIsFoundWhereNothingIsWrong() {
    new HealthyDoctor(operator, "a node with the kernel datapath").findsNothing();
  }

  /**
   * The kernel goes on with the flows that it has: the ping that was answered before is answered
   * for minutes. What needs a new flow is lost, here the same ping with another MAC address.
   */
  @Test
  void vswitchdThatIsStoppedBySignal() {
    LAB.script(VM, "ip addr add " + ON_BRIDGE + "/24 dev br-ex; ip link set br-ex up");
    assertThat(Lab.eventually(Lab.PATIENCE, () -> pings(ON_BRIDGE))).as("before").isTrue();
    signalVswitchd("STOP");
    try (Standstill standstill = new Standstill()) {
      long begin = Standstill.now();
      Ended found = operator.types("doctor");
      long end = Standstill.now();
      System.out.printf(
          "ovs-vswitchd of a kernel datapath stopped: exit %d, %d0 ms%n",
          found.exit(), end - begin);
      assertThat(found.exit()).as(found.all()).isEqualTo(3);
      assertThat(found.out())
          .startsWith("FAULT paths/control: vswitchd on vm: its process is stopped by a signal")
          .contains("mend: safeops apply")
          .contains("continue-component -p component=vswitchd -p node=vm");
      standstill.assertOnTime("doctor", begin, end, 800);
      assertThat(pings(ON_BRIDGE)).as("known to the kernel").isTrue();
      LAB.exec("outside", "ip", "link", "set", "eth0", "address", "02:00:00:00:00:99");
      assertThat(pings(ON_BRIDGE)).as("new to the kernel").isFalse();
    } finally {
      signalVswitchd("CONT");
    }
    assertThat(Lab.eventually(Lab.PATIENCE, () -> pings(ON_BRIDGE))).as("healed").isTrue();
    LAB.script(VM, "ip addr del " + ON_BRIDGE + "/24 dev br-ex; ip link set br-ex down");
    assertThat(Lab.eventually(Lab.PATIENCE, () -> operator.types("doctor").exit() == 0)).isTrue();
  }

  private static void signalVswitchd(String name) {
    LAB.script(VM, "kill -" + name + " $(cat /run/openvswitch/ovs-vswitchd.pid)");
  }

  /** Whether br-ex of the node answers the outside host. */
  private static boolean pings(String address) {
    return LAB.exec("outside", "ping", "-c", "1", "-W", "2", address).ok();
  }

  @Test
  void refusedInEverySpelling() {
    assertThat(LAB.script(VM, "ip link property add dev mgmt0 altname enp1s0").exit()).isZero();
    Ended healthy = operator.types("doctor");
    assertThat(healthy.exit()).as(healthy.all()).isZero();
    String facts = operator.facts().toString();
    assertThat(Path.of(facts)).content().contains("\"datapathType\" : \"system\"");

    for (String understood :
        List.of(
            "ovs-vsctl add-port br-ex mgmt0",
            "ovs-vsctl --may-exist add-port br-ex mgmt0",
            "/usr/bin/ovs-vsctl -t5 -- --may-exist add-port br-ex mgmt0 tag=7",
            "ovs-vsctl --no-wait --timeout=5 add-port br-int mgmt0",
            "ovs-vsctl --timeout 5 add-port br-ex mgmt0",
            "ovs-vsctl add-port br-ex mgmt0 -- set Interface mgmt0 type=internal",
            "ovs-vsctl --if-exists del-port br-ex nothing -- add-port br-ex mgmt0",
            "ovs-vsctl add-port br-ex enp1s0")) {
      assertThat(refused(facts, understood)).contains(ENSLAVED, "198.51.100.14");
    }
    for (String opaque :
        List.of(
            "ovs-vsctl --may add-port br-ex mgmt0",
            "ovs-vsctl --db=unix:/run/openvswitch/db.sock add-port br-ex mgmt0",
            "ovs-vsctl add-port br-ex mgmt0 vlan_mode=trunk",
            "ovs-vsctl add-port br-ex mgmt0 -- set Interface mgmt0 external_ids:iface-id=x",
            "ovs-vsctl add-port br-ex p0 -- set Port p0 name=mgmt0",
            "ovs-vsctl add-bond br-ex bond0 mgmt0 enp6s18",
            "ovs-vsctl add-br br9 -- add-port br9 mgmt0",
            "ip link set mgmt0 master ovs-system",
            "sudo ovs-vsctl add-port br-ex mgmt0",
            "env ovs-vsctl add-port br-ex mgmt0")) {
      assertThat(refused(facts, opaque)).contains("understood/known-to-cut-off");
    }

    Path plan = operator.file("add.yaml", Plans.plan("lease: 15s", ADD));
    Ended typed = operator.types("apply", plan.toString(), "--no-input");
    assertThat(typed.exit()).as(typed.all()).isEqualTo(3);
    assertThat(typed.err()).contains(ENSLAVED, "The address stops working at once");
    assertThat(operator.hasRuns()).isFalse();
    assertThat(LAB.script(VM, "ip link property del dev mgmt0 altname enp1s0").exit()).isZero();
  }

  private String refused(String facts, String command) {
    Path plan =
        operator.file(
            "exec.yaml", Plans.plan("lease: 15s", Plans.exec(command.split(" ")) + ON_VM));
    Ended ended = operator.types("review", "--facts", facts, plan.toString());
    assertThat(ended.exit()).as(command + ": " + ended.all()).isEqualTo(3);
    return ended.all();
  }

  /** Neither ssh nor the run can help. */
  @Test
  void letThroughItIsUndoneByTheNodeAlone() {
    OpenRun run = adds("deadline: 120s, lease: 15s").reaches("DOING");
    isCutOff();
    run.die();
    guards.areOver(run.id(), Lab.PATIENCE, VM);
    assertThat(guards.state(VM, run.id(), "reason")).isEqualTo("lease");
    isBack(run);
  }

  @Test
  void powerCutInsteadItIsUndoneAfterTheBoot() {
    OpenRun run = adds("deadline: 300s, lease: 120s").reaches("DOING");
    isCutOff();
    run.die();
    String boot = boot();
    LAB.powerCut(VM);
    LAB.start(VM);
    assertThat(boot()).isNotEqualTo(boot);
    guards.areOver(run.id(), TO_BOOT, VM);
    assertThat(guards.state(VM, run.id(), "reason")).isEqualTo("reboot");
    isBack(run);
  }

  /**
   * The kernel takes the VLAN's frames before the bridge sees them, so the change is harmless and
   * is kept.
   */
  @Test
  void nicBelowAManagementVlanIsAddedByTheCodeOnTheSerialConsole() {
    try (Trunk trunk = new Trunk(LAB)) {
      assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.answersSsh(VM))).isTrue();
      String facts = operator.facts().toString();
      assertThat(refused(facts, "ovs-vsctl add-port br-ex " + Trunk.DEVICE))
          .contains(ENSLAVED, Trunk.DEVICE + " holds the address that ssh uses");

      Path plan = operator.file("add.yaml", Plans.plan("deadline: 120s, lease: 20s", ADD));
      OpenRun run = operator.applies(plan);
      Ended confirmed = run.confirm(run.code(VM));
      assertThat(confirmed.exit()).as(confirmed.all()).isZero();
      assertThat(run.ended().exit()).as(run.said()).isZero();

      assertThat(isPort()).isTrue();
      assertThat(LAB.answersSsh(VM)).isTrue();
      Ended healthy = operator.types("doctor");
      assertThat(healthy.exit()).as(healthy.all()).isZero();
    } finally {
      LAB.exec(VM, "ovs-vsctl", "--timeout=20", "--if-exists", "del-port", "br-ex", "mgmt0");
    }
  }

  private OpenRun adds(String guard) {
    String program = "#!/bin/sh\nexec ovs-vsctl --timeout=20 \"$@\" br-ex mgmt0\n";
    assertThat(
            LAB.script(VM, "printf '%s' '" + program + "' >" + PROGRAM + " && chmod 755 " + PROGRAM)
                .exit())
        .isZero();
    return operator.applies(operator.file("add.yaml", Plans.plan(guard, ADD_BY_PROGRAM)), WAIVED);
  }

  private void isCutOff() {
    boolean port = Lab.eventually(Lab.PATIENCE, KernelIT::isPort);
    assertThat(port).isTrue();
    assertThat(LAB.answersSsh(VM)).as("ssh with the NIC in br-ex").isFalse();
  }

  private void isBack(OpenRun run) {
    assertThat(isPort()).isFalse();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.answersSsh(VM))).isTrue();
    Ended recovered = operator.types("recover", run.id());
    assertThat(recovered.exit()).as("undone; nobody knows what else it did").isEqualTo(5);
    assertThat(recovered.all()).contains("undone").doesNotContain("footprint equal");
    LAB.script(VM, "rm " + PROGRAM);
  }

  private static boolean isPort() {
    return LAB.exec(VM, "ovs-vsctl", "--timeout=20", "list-ports", "br-ex")
        .out()
        .lines()
        .anyMatch("mgmt0"::equals);
  }

  private static String boot() {
    return LAB.exec(VM, "cat", "/proc/sys/kernel/random/boot_id").out();
  }
}
