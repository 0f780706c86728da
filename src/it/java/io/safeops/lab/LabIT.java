package io.safeops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab.Answer;
import io.safeops.lab.Lab.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lab itself: comes up, breaks and heals as the notes tell, survives, and leaves nothing. */
@NeedsLab
class LabIT {
  private static final Lab LAB = Lab.ofThisRun();
  private static final String ADDRESSES =
      "ip -o -4 addr show | awk '{print $2, $4}' | sort; ovs-vsctl get Open_vSwitch ."
          + " external_ids:ovn-bridge-mappings external_ids:ovn-encap-ip external_ids:system-id";

  @BeforeAll
  static void fillTheCache() {
    LAB.up(Topology.CONVERGED);
    LAB.down();
  }

  @AfterAll
  static void leave() {
    LAB.down();
  }

  @BeforeEach
  void up() {
    LAB.up(Topology.CONVERGED);
  }

  @Test
  void comesUpQuicklyAndOnlyOnce() {
    LAB.down();
    Duration first = timed(() -> LAB.up(Topology.CONVERGED));
    String status = LAB.status().out();
    Duration second = timed(() -> LAB.up(Topology.CONVERGED));

    assertThat(first).isLessThan(Duration.ofSeconds(15));
    assertThat(second).isLessThan(Duration.ofSeconds(5));
    // The numbers of the nodes' first processes are in it.
    assertThat(LAB.status().out()).isEqualTo(status).contains("\"state\":\"up\"");
  }

  @Test
  void vmsAnswerAndBothChassisHaveTheirPatchPair() {
    assertThat(LAB.ping("vm1")).isTrue();
    assertThat(LAB.ping("vm2")).isTrue();
    for (String chassis : List.of("net", "cmp")) {
      assertThat(ports(chassis, "br-int")).contains("patch-br-int-to-" + Lab.LOCALNET);
      assertThat(ports(chassis, "br-ex")).contains("patch-" + Lab.LOCALNET + "-to-br-int");
    }
  }

  @Test
  void execPassesArgumentsInputAndExitCode() {
    assertThat(LAB.exec("cmp", "sh", "-c", "exit 7").exit()).isEqualTo(7);
    assertThat(LAB.exec("net", "printf", "%s|", "a b", "$x", "").out()).isEqualTo("a b|$x||");
    assertThat(LAB.script("ctl", "hostname; id -u").out()).isEqualTo("ctl\n0\n");
    assertThat(LAB.exec("outside", "ip", "-br", "addr").out()).contains("192.0.2.200");
    assertThat(LAB.exec("nowhere", "true").exit()).isEqualTo(2);
  }

  @Test
  void convergedHoldsTheOnlyInBandAddressOnTheBridge() {
    assertThat(LAB.script("net", "ip -br -4 addr show br-ex").out()).contains("192.0.2.12/24");
    assertThat(LAB.script("net", "ip -br -4 addr show enp6s18").out()).doesNotContain("/24");
    assertThat(ports("net", "br-ex")).contains("enp6s18");
    assertThat(LAB.script("net", "ovs-vsctl get Open_vSwitch . external_ids").out())
        .contains("ovn-remote=\"tcp:192.0.2.11:6642\"", "ovn-encap-ip=\"192.0.2.12\"");
  }

  @Test
  void separateHasItsAddressBesideTheBridge() {
    LAB.up(Topology.SEPARATE);

    assertThat(LAB.ping("vm1")).isTrue();
    assertThat(LAB.answersSsh("net")).isTrue();
    assertThat(LAB.script("net", "ip -br -4 addr show br-ex").out()).doesNotContain("/24");
    assertThat(LAB.script("net", "ovs-vsctl get Open_vSwitch . external_ids:ovn-remote").out())
        .contains("tcp:198.51.100.11:6642");
  }

  @Test
  void withoutLocalnetTheVmsAreLostAndComeBack() {
    LAB.breakBy("001");
    assertThat(LAB.ping("vm1")).isFalse();
    assertThat(LAB.ping("vm2")).isFalse();

    LAB.heal("001");
    assertThat(LAB.ping("vm1")).isTrue();
    assertThat(LAB.ping("vm2")).isTrue();
  }

  @Test
  void breakAndHealThatDoNotGetThereSaySo() {
    String patch = "patch-br-int-to-" + Lab.LOCALNET;
    try {
      LAB.script("cmp", "pkill -STOP -x ovn-controller");
      Answer broken = LAB.run("break", "001");
      assertThat(broken.exit()).as(broken.out()).isEqualTo(1);
      assertThat(broken.err()).contains("not broken: cmp keeps its patch pair");

      LAB.script("cmp", "pkill -CONT -x ovn-controller");
      assertThat(
              Lab.eventually(
                  Duration.ofSeconds(20),
                  () -> {
                    // ovn-controller takes the pair away when it next has something to do.
                    LAB.exec("ctl", "ovn-nbctl", "--timeout=5", "--wait=hv", "sync");
                    return !ports("cmp", "br-int").contains(patch);
                  }))
          .as("cmp has no patch pair any more")
          .isTrue();
      LAB.script("cmp", "pkill -STOP -x ovn-controller");
      Answer healed = LAB.run("heal", "001");
      assertThat(healed.exit()).as(healed.out()).isEqualTo(1);
      assertThat(healed.err()).contains("not healed: cmp has no patch pair");
    } finally {
      LAB.script("cmp", "pkill -CONT -x ovn-controller");
      LAB.heal("001");
    }
  }

  @Test
  void secondLocalnetCutsEveryNodeOffUntilTheConsolesMendIt() {
    Answer healed;
    try {
      LAB.breakBy("000");
      assertThat(LAB.rate()).isGreaterThan(10_000);
      assertThat(Lab.NODES).noneMatch(LAB::answersSsh);
    } finally {
      healed = LAB.heal("000");
    }
    assertThat(LAB.rate()).as(healed.out()).isLessThan(100);
    assertThat(Lab.NODES).allMatch(LAB::answersSsh);
    assertThat(LAB.ping("vm1")).isTrue();
    assertThat(LAB.ping("vm2")).isTrue();
  }

  @Test
  void nodesComeBackFromRebootAndPowerCutAsTheyWere() {
    String net = LAB.script("net", ADDRESSES).out();
    String cmp = LAB.script("cmp", ADDRESSES).out();
    String boot = bootId("net");

    LAB.reboot("net");
    LAB.powerCut("cmp");
    assertThat(LAB.exec("cmp", "true").exit()).isEqualTo(1);
    LAB.start("cmp");

    assertThat(bootId("net")).isNotEqualTo(boot);
    assertThat(Lab.eventually(Duration.ofSeconds(20), () -> LAB.ping("vm1"))).isTrue();
    assertThat(Lab.eventually(Duration.ofSeconds(20), () -> LAB.ping("vm2"))).isTrue();
    assertThat(LAB.script("net", ADDRESSES).out()).isEqualTo(net);
    assertThat(LAB.script("cmp", ADDRESSES).out()).isEqualTo(cmp);
    assertThat(LAB.answersSsh("net")).isTrue();
    assertThat(LAB.answersSsh("cmp")).isTrue();
  }

  @Test
  void pulledCableStaysPulledThroughAReboot() {
    LAB.link("cmp", "in-band", false);
    boolean pulled = LAB.answersSsh("cmp");
    LAB.reboot("cmp");
    boolean rebooted = LAB.answersSsh("cmp");
    LAB.link("cmp", "in-band", true);

    assertThat(pulled).isFalse();
    assertThat(rebooted).isFalse();
    assertThat(Lab.eventually(Duration.ofSeconds(15), () -> LAB.answersSsh("cmp"))).isTrue();
  }

  @Test
  void consoleShowsWhatANodeWritesThere() {
    LAB.script("ctl", "echo the code is 42 >/dev/console");

    assertThat(
            Lab.eventually(
                Duration.ofSeconds(5), () -> LAB.console("ctl").contains("the code is 42")))
        .isTrue();
  }

  @Test
  void sudoUserGetsInWithTheKeyOfTheLab() throws IOException {
    assertThat(Files.readString(LAB.inventoryOfSudoUser())).contains("user: ops", "become: sudo");
    assertThat(LAB.script("net", "sudo -u ops sudo -n id -u").out()).isEqualTo("0\n");
  }

  @Test
  void upThatWasKilledHalfWayIsMendedByTheNext() throws IOException, InterruptedException {
    LAB.down();
    Process half = LAB.process("up").redirectErrorStream(true).start();
    half.waitFor(1500, TimeUnit.MILLISECONDS);
    half.destroyForcibly().waitFor();
    LAB.up(Topology.CONVERGED);

    assertThat(LAB.ping("vm1")).isTrue();
  }

  @Test
  void downLeavesNothing() throws IOException {
    LAB.powerCut("net");
    Path state = LAB.inventory().getParent();
    LAB.down();

    assertThat(state).doesNotExist();
    assertThat(processes()).isEmpty();
    assertThat(Files.readString(Path.of("/proc/mounts")))
        .doesNotContain(state.toString())
        .doesNotContain(LAB.namespace() + " ")
        .doesNotContain(LAB.namespace() + "-outside");
    assertThat(Path.of("/run/netns", LAB.namespace())).doesNotExist();
    assertThat(Path.of("/run/netns", LAB.namespace() + "-outside")).doesNotExist();
    try (Stream<Path> interfaces = Files.list(Path.of("/sys/class/net"))) {
      assertThat(interfaces.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.matches("(ctl|net|cmp|outside)-[pm]|provider|management"));
    }
    assertThat(LAB.status().out()).contains("\"state\":\"down\"");
  }

  private static List<String> processes() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(
            line ->
                line.contains(LAB.namespace() + "-")
                    || line.contains("--lab " + LAB.name() + " supervise"))
        .toList();
  }

  private static String ports(String node, String bridge) {
    return LAB.exec(node, "ovs-vsctl", "list-ports", bridge).out();
  }

  private static String bootId(String node) {
    return LAB.exec(node, "cat", "/proc/sys/kernel/random/boot_id").out();
  }

  private static Duration timed(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
