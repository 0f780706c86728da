package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.lab.SeparateLan;
import io.safeops.session.Operator.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Tests that {@code doctor} finds incidents 000 and 001, and that the command that it prints mends
 * them. The nodes have a management LAN of their own; otherwise a storm would cut all of them off.
 */
@SeparateLan
@Isolated("its storm takes the processors")
class DoctorIT extends Bench {
  private static final String HAND_MADE = "ln-physnet2";
  private static final String STAND_IN = "provnet-11111111-1111-4111-8111-111111111111";

  @AfterEach
  void heal() {
    LAB.exec("net", "ovs-vsctl", "--timeout=10", "--if-exists", "del-port", "br-ex", "mgmt0");
    ovn("--if-exists", "lsp-del", HAND_MADE);
    if (!hasPort(Lab.LOCALNET)) {
      ovn("--if-exists", "lsp-del", STAND_IN);
      LAB.heal("001");
    }
  }

  @Test
  void nothingIsFoundWhereNothingIsWrong() {
    new HealthyDoctor(operator, "separate LAN").findsNothing();
  }

  @Tag("main")
  @Test
  void secondLocalnetAndItsStorm() {
    LAB.breakBy("000");
    Ended found = doctor(3);
    assertThat(found.out())
        .contains("FAULT paths/no-loop: " + Lab.SWITCH + " on cmp, ctl, net: a loop")
        .contains("localnets " + HAND_MADE + " (physnet physnet2, no VLAN), " + Lab.LOCALNET)
        .contains("mend: safeops apply remove-localnet -p name=" + HAND_MADE);

    mends(found, "remove-localnet", "ctl");

    assertThat(hasPort(HAND_MADE)).isFalse();
    assertThat(hasPort(Lab.LOCALNET)).isTrue();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.rate() < 1_000)).isTrue();
    vmsAnswer();
    doctor(0);
  }

  @Test
  void missingLocalnet() {
    LAB.breakBy("001");
    assertThat(LAB.ping("vm1")).isFalse();
    Ended found = doctor(3);
    assertThat(found.out())
        .contains(
            "FAULT paths/localnet: switch " + Lab.SWITCH + ": network public is on a provider")
        .contains("-p name=" + STAND_IN + " -p physnet=physnet2 -p switch=" + Lab.SWITCH);

    mends(found, "recreate-localnet", "ctl");

    vmsAnswer();
    doctor(0);
  }

  @Test
  void managementNicInTheBridge() {
    LAB.exec("net", "ovs-vsctl", "--timeout=10", "add-port", "br-ex", "mgmt0");
    Ended found = doctor(3);
    assertThat(found.out())
        .contains("FAULT management-path/nic-not-enslaved: net: mgmt0 holds the address")
        .contains("FAULT management-path/uplink-without-address: net: ");

    mends(found, "release-nic", "net");

    assertThat(LAB.exec("net", "ovs-vsctl", "list-ports", "br-ex").out()).doesNotContain("mgmt0");
    assertThat(LAB.answersSsh("net")).isTrue();
    vmsAnswer();
    doctor(0);
  }

  /**
   * Once said "port bound nowhere, restart ovn-controller": a wrong cause, and a mend that harms.
   */
  @Test
  void southboundThatIsStoppedBySignal() {
    signal("STOP");
    Ended found = doctor(3);
    signal("CONT");
    assertThat(found.out())
        .startsWith("FAULT paths/central: southbound on ctl: its process is stopped by a signal")
        .contains("vm1 -> provider network")
        .doesNotContain("FAULT paths/port", "FAULT paths/control");
    assertThat(Lab.eventually(Lab.PATIENCE, () -> operator.types("doctor").exit() == 0)).isTrue();
  }

  private static void signal(String name) {
    LAB.exec("ctl", "sh", "-c", "kill -" + name + " $(cat /run/ovn/ovnsb_db.pid)");
  }

  /** No row tells that the flows are gone, and ovn-controller does not notice it. Both looks do. */
  @Test
  void flowsThatSomebodyDeleted() {
    Ended healthy = operator.types("doctor", "--packets");
    assertThat(healthy.exit()).as(healthy.all()).isZero();
    assertThat(healthy.out()).contains("TRACE net: vm2 -> provider network physnet2: passes");
    LAB.exec("net", "ovs-ofctl", "-O", "OpenFlow15", "del-flows", "br-int");
    Ended found = operator.types("doctor", "--packets");
    LAB.exec("net", "systemctl", "restart", "ovn-controller");
    assertThat(found.exit()).as(found.all()).isEqualTo(3);
    assertThat(found.out())
        .contains("FAULT paths/bridge: net: bridge br-int: it has no flows")
        .contains("restart-controller -p node=net")
        .contains("TRACE net: vm2 -> provider network physnet2: dropped: dropped in table 0")
        .contains("TRACE cmp: vm1 -> provider network physnet2: passes");
    vmsAnswer();
  }

  /** The Northbound alone does not tell that the address was another one. */
  @Test
  void addressThatTheBaselineKnows() throws IOException {
    Path good = operator.inventory().resolveSibling("good.json");
    assertThat(operator.types("facts", "-o", good.toString()).exit()).isZero();
    String vm2 = "10000002-0000-4000-8000-000000000002";
    ovn("lsp-set-addresses", vm2, "fa:16:3e:00:00:02 192.0.2.99");
    doctor(0);
    Ended found = operator.types("doctor", "--baseline", good.toString());
    ovn("lsp-set-addresses", vm2, "fa:16:3e:00:00:02 192.0.2.102");
    assertThat(found.exit()).as(found.all()).isEqualTo(3);
    assertThat(found.out())
        .contains("FAULT paths/port: port " + vm2, ": its addresses are")
        .contains("The baseline " + good + " has it");
    Ended healed = operator.types("doctor", "--baseline", good.toString());
    assertThat(healed.exit()).as(healed.all()).isZero();
    assertThat(healed.out()).contains("all its ends are there");
  }

  @Tag("main")
  @Test
  void inventoryThatInitWrites() throws IOException {
    Path written = operator.inventory().resolveSibling("written.yaml");
    String lab = Files.readString(operator.inventory());
    String address = group(lab, "ctl:\n +address: (\\S+)");
    String[] init = {
      "init",
      "root@" + address,
      "-o",
      written.toString(),
      "--identity",
      group(lab, "identity: \"([^\"]+)\""),
      "--known-hosts",
      group(lab, "known_hosts: \"([^\"]+)\""),
      "--proxy-command",
      "nsenter --net=" + group(lab, "--net=([^\"]+)\"") + " nc %h %p"
    };
    Ended first = operator.types(init);
    assertThat(first.exit()).as(first.all()).isZero();
    assertThat(first.out())
        .contains("3 nodes", "ctl  " + address + "  central, chassis", "chassis, gateway");
    Ended again = operator.types(init);
    assertThat(again.exit()).as(again.all()).isEqualTo(2);
    assertThat(again.err()).contains("exists already");

    operator.uses(written);
    assertThat(doctor(0).out()).contains("no fault found on 3 nodes");
    Ended nobody =
        operator.types("init", "root@192.0.2.250", "-o", written + "2", "--proxy-command", "false");
    assertThat(nobody.exit()).as(nobody.all()).isEqualTo(6);
    assertThat(Path.of(written + "2")).doesNotExist();
  }

  /** The backup file is complete while the run is open, and is deleted by the rollback. */
  @Test
  void backupOfTheNorthbound() {
    String file = "/root/nb.backup";
    Path plan =
        operator.file(
            "backup.yaml",
            Plans.plan(
                "deadline: 120s, lease: 15s, probes: []",
                "ovn.db.backup: {database: northbound, file: " + file + "}"));
    OpenRun run = operator.applies(plan).reaches("CODE");
    assertThat(LAB.exec("ctl", "ovsdb-tool", "query", file, "[\"OVN_Northbound\"]").ok()).isTrue();
    assertThat(LAB.exec("ctl", "grep", "-c", Lab.LOCALNET, file).ok()).isTrue();
    Ended refused = operator.types("rollback", run.id());
    assertThat(refused.exit()).as(refused.all()).isEqualTo(4);
    assertThat(LAB.exec("ctl", "test", "-e", file).ok()).isFalse();
  }

  private Ended doctor(int exit) {
    Ended said = operator.types("doctor");
    assertThat(said.exit()).as(said.all()).isEqualTo(exit);
    return said;
  }

  /** Runs the command of this playbook as it was printed, and confirms it. */
  private void mends(Ended found, String playbook, String witness) {
    Matcher printed =
        Pattern.compile("mend: safeops apply (" + playbook + " .+)").matcher(found.out());
    assertThat(printed.find()).as(found.out()).isTrue();
    List<String> words = new ArrayList<>(List.of(printed.group(1).split(" ")));
    OpenRun run = operator.applies(Path.of(words.remove(0)), words.toArray(String[]::new));
    Ended confirmed = run.confirm(run.code(witness));
    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
  }

  private static void vmsAnswer() {
    for (String vm : List.of("vm1", "vm2")) {
      assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping(vm))).as(vm).isTrue();
    }
  }

  private static String group(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
    return matcher.group(1);
  }
}
