package io.safeops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests the lab itself: it breaks and heals as in the notes, survives reboots and power cuts, and
 * can be reset.
 */
@NeedsLab
class LabIT {
  private static final Lab LAB = Lab.ofThisRun();
  private static final String ADDRESSES =
      "ip -o -4 addr show | awk '{print $2, $4}' | sort; ovs-vsctl get Open_vSwitch ."
          + " external_ids:ovn-bridge-mappings external_ids:ovn-encap-ip external_ids:system-id";

  @Tag("main")
  @Test
  void vmsAnswerAndBothChassisHaveTheirPatchPair() {
    assertThat(LAB.ping("vm1")).isTrue();
    assertThat(LAB.ping("vm2")).isTrue();
    for (String chassis : List.of("net", "cmp")) {
      assertThat(ports(chassis, "br-int")).contains("patch-br-int-to-" + Lab.LOCALNET);
      assertThat(ports(chassis, "br-ex")).contains("patch-" + Lab.LOCALNET + "-to-br-int");
    }
  }

  @Tag("main")
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
  void withoutLocalnetTheVmsAreLostAndComeBack() {
    LAB.breakBy("001");
    assertThat(LAB.ping("vm1")).isFalse();
    assertThat(LAB.ping("vm2")).isFalse();

    LAB.heal("001");
    assertThat(LAB.ping("vm1")).isTrue();
    assertThat(LAB.ping("vm2")).isTrue();
  }

  @Test
  void breakAndHealReportFailure() {
    String patch = "patch-br-int-to-" + Lab.LOCALNET;
    try {
      LAB.script("cmp", "pkill -STOP -x ovn-controller");
      Answer broken = LAB.run("break", "001");
      assertThat(broken.exit()).as(broken.out()).isEqualTo(1);
      assertThat(broken.err()).contains("not broken: cmp keeps its patch pair");

      LAB.script("cmp", "pkill -CONT -x ovn-controller");
      assertThat(
              Lab.eventually(
                  Lab.PATIENCE,
                  () -> {
                    // ovn-controller removes the pair when it next has something to do.
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
      // Sometimes a connection gets through, so it takes a few tries until all fail.
      assertThat(Lab.eventually(Lab.PATIENCE, () -> Lab.NODES.stream().noneMatch(LAB::answersSsh)))
          .as("no node answers ssh")
          .isTrue();
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
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm1"))).isTrue();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm2"))).isTrue();
    assertThat(LAB.script("net", ADDRESSES).out()).isEqualTo(net);
    assertThat(LAB.script("cmp", ADDRESSES).out()).isEqualTo(cmp);
    // The first login after a boot may take longer than answersSsh waits: systemd is still starting
    // units.
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.answersSsh("net"))).isTrue();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.answersSsh("cmp"))).isTrue();
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
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.answersSsh("cmp"))).isTrue();
  }

  @Test
  void consoleShowsWhatANodeWritesThere() {
    LAB.script("ctl", "echo the code is 42 >/dev/console");

    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.console("ctl").contains("the code is 42")))
        .isTrue();
  }

  @Test
  void sudoUserGetsInWithTheKeyOfTheLab() throws IOException {
    assertThat(Files.readString(LAB.inventoryOfSudoUser())).contains("user: ops", "become: sudo");
    assertThat(LAB.script("net", "sudo -u ops sudo -n id -u").out()).isEqualTo("0\n");
  }

  /**
   * Leaves something of each kind: databases, interfaces, units, processes, files, mounts, cables,
   * guards.
   */
  @Test
  void resetRestoresTheFirstState() {
    String first = LAB.state();
    LAB.script(
        "ctl",
        """
        ovn-nbctl --timeout=10 ls-add left -- lsp-add left left-port -- set NB_Global . external_ids:left=yes
        ovn-nbctl --timeout=10 lsp-set-enabled 10000001-0000-4000-8000-000000000001 disabled
        """);
    LAB.script(
        "net",
        """
        ovs-vsctl --timeout=10 add-br br-left -- set Bridge br-left datapath_type=netdev \
          -- set Open_vSwitch . external_ids:left=yes
        ip link add left0 type veth peer name left1
        ip link set left0 up
        ip address add 198.51.100.7/32 dev lo
        mount -t tmpfs none /mnt
        mkdir -p /var/lib/safeops/20260101-000000-abcd /run/safeops/20260101-000000-abcd
        echo more >>/etc/hosts
        rm /etc/hostname /usr/share/doc/sudo/copyright
        systemctl stop lab-vm
        systemd-run --quiet --unit=left.service sleep 1000
        (setsid sleep 2000 &)
        """);
    LAB.script(
        "cmp",
        """
        ovs-vsctl --timeout=10 remove Interface tap10000001-00 external_ids iface-id
        printf '[Service]\nExecStart=/bin/sleep infinity\n' >/etc/systemd/system/left.service
        systemctl daemon-reload
        systemctl start left
        systemctl stop ovn-controller
        ln -s /nowhere /usr/local/bin/left
        : >/run/left
        pkill -STOP -x ovs-vswitchd
        """);
    LAB.exec("outside", "sysctl", "-qw", "net.ipv4.icmp_echo_ignore_all=1");
    LAB.link("net", "oob", false);

    String left = LAB.reset().out();

    assertThat(left)
        .contains("+ ctl: northbound: Logical_Switch {\"name\":\"left\"")
        .contains("+ net: interface: left0", "- net: unit: lab-vm.service", "+ net: mount: /mnt")
        .contains("+ net: file: 'etc/hostname'", "+ cmp: file: 'usr/local/bin/left'")
        .contains("- cmp: unit: ovn-controller.service");
    assertThat(LAB.state()).isEqualTo(first);
    assertThat(LAB.ping("vm1")).isTrue();
    assertThat(LAB.ping("vm2")).isTrue();
    assertThat(LAB.reset().out()).isEmpty();
  }

  private static String ports(String node, String bridge) {
    return LAB.exec(node, "ovs-vsctl", "list-ports", bridge).out();
  }

  private static String bootId(String node) {
    return LAB.exec(node, "cat", "/proc/sys/kernel/random/boot_id").out();
  }
}
