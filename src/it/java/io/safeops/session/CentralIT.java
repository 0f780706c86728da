package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests incident 002: northd is restarted, and the databases do not come back. */
class CentralIT extends Bench {
  private static final String VM2 = "10000002-0000-4000-8000-000000000002";
  private static final String SERVE = "paths/central";
  private static final String STAY = "paths/stay";
  private static final String CONNECTED = "paths/control";
  private static final String CAUSE =
      "The ExecStop of northd there lacks --ovn-manage-ovsdb=no: stopping or restarting northd stops"
          + " both databases, and nothing starts them again";
  private static final String GUARD = "deadline: 120s, lease: 10s, probes: []";
  private static final String RESTART_NORTHD =
      "{service.restart: {component: northd}, nodes: {names: [ctl]}}";

  private static final String NOTE =
      exec("systemctl, restart, neutron-server, ovn-controller, ovn-northd");

  private static final String NB = "ovn-ovsdb-server-nb";
  private static final String SB = "ovn-ovsdb-server-sb";

  @AfterEach
  void heal() {
    Lab.Answer atWork =
        LAB.script(
            "ctl",
            """
            systemctl stop neutron-server 2>/dev/null
            rm -rf /etc/systemd/system/ovn-northd.service.d /etc/systemd/system/neutron-server.service
            systemctl daemon-reload
            ss -Hlnt | grep -q :6641 && ss -Hlnt | grep -q :6642 && ovn-appctl -t ovn-northd status
            """);
    LAB.exec("net", "systemctl", "start", "ovn-controller");
    if (!atWork.out().contains("active")) {
      LAB.heal("002");
    }
    enable();
  }

  @Test
  void nothingIsFoundWhereNothingIsWrong() {
    new HealthyDoctor(operator, "converged LAN").findsNothing();
  }

  @Tag("main")
  @Test
  void doctorFindsItAndItsCommandMendsIt() {
    assertThat(operator.types("doctor").exit()).isZero();
    LAB.breakBy("002");
    Ended found = operator.types("doctor");
    assertThat(found.exit()).as(found.all()).isEqualTo(3);
    assertThat(found.out())
        .contains(
            "FAULT " + SERVE + ": northbound on ctl: " + NB + ".service is inactive",
            "FAULT " + SERVE + ": southbound on ctl: " + SB + ".service is inactive",
            CAUSE,
            "2 faults");

    OpenRun run = appliesAsPrinted(found);
    Ended confirmed = run.confirm(run.code());

    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
    assertAtWork();
    // A new row in the Northbound reaches a chassis again.
    disable();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> !LAB.ping("vm2"))).isTrue();
    enable();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm2"))).isTrue();
    Ended clean = operator.types("doctor");
    assertThat(clean.exit()).as(clean.all()).isZero();
  }

  /** Each command has a text that its refusal must contain. */
  @Tag("main")
  @Test
  void changeThatCausesItAndSimilarChangesAreRefused() {
    String[] units = {NB, SB, "ovn-northd", "ovn-controller", "ovs-vswitchd"};
    String pids = pids(units);
    List<String> runs = guards.runs("ctl");
    assertRefused(exec("systemctl, restart, ovn-northd, neutron-server"), "no unit neutron-server");
    neutronServer();
    assertRefused(RESTART_NORTHD, STAY, "northbound on ctl: ", CAUSE);
    assertRefused(NOTE, STAY, "northbound on ctl: ", CAUSE);
    assertRefused(exec("systemctl, restart, ovn-central"), "ovn-central-order/one-after-the-other");
    assertRefused(exec("service, ovn-controller, stop"), STAY, "controller on ctl: ");
    assertThat(pids(units)).isEqualTo(pids);
    assertThat(guards.runs("ctl")).isEqualTo(runs);
  }

  private void assertRefused(String step, String... words) {
    Path plan = operator.file("refused.yaml", Plans.plan(GUARD, step));
    Ended refused = operator.types("apply", plan.toString(), "--no-input");
    assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
    assertThat(refused.all()).contains(words);
  }

  private static String exec(String argv) {
    return "{exec: {argv: [" + argv + "], undo: none}, nodes: {names: [ctl]}}";
  }

  /** When an operator has mended ExecStop, the same command does not stop the databases. */
  @Test
  void commandOfTheNotePassesWhenExecStopIsMended() {
    onCtl(
        """
        mkdir /etc/systemd/system/ovn-northd.service.d
        printf '[Service]\\nExecStop=\\nExecStop=/usr/share/ovn/scripts/ovn-ctl %s stop_northd\\n' \
          --ovn-manage-ovsdb=no >/etc/systemd/system/ovn-northd.service.d/mended.conf
        systemctl daemon-reload
        """);
    neutronServer();
    String databases = pids(NB, SB);
    String northd = pids("ovn-northd");
    OpenRun run = operator.applies(operator.file("note.yaml", Plans.plan(GUARD, NOTE)));
    Ended confirmed = run.confirm(run.code());
    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.said()).contains("without --restart");
    assertThat(pids(NB, SB)).isEqualTo(databases);
    assertThat(pids("ovn-northd")).isNotEqualTo(northd);
    assertAtWork();
  }

  /** The databases are down, so the expectation of the step does not hold. */
  @Test
  void changeLetThroughIsUndoneByItself() {
    String pids = pids(NB, SB);
    OpenRun run =
        operator.applies(
            operator.file("northd.yaml", Plans.plan(GUARD, RESTART_NORTHD)),
            "--waive",
            STAY,
            "--because",
            "to see it taken back");
    Ended ended = run.ended();
    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    assertThat(ended.out()).contains("ctl: northbound is active and listens", "footprint equal");
    assertThat(pids(NB, SB)).as("they were down").isNotEqualTo(pids);
    assertAtWork();
  }

  /**
   * All services are restarted although nothing is wrong, while a VM on cmp pings one on net ten
   * times a second.
   */
  @Test
  void restartInOrderKeepsTheTraffic() {
    String pids = pids(NB, SB, "ovn-northd");
    beginPinging();
    OpenRun run = operator.applies(Plans.RESTART_CENTRAL);
    Ended confirmed = run.confirm(run.code());
    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
    Matcher counted =
        Pattern.compile("(\\d+) packets transmitted, (\\d+) received").matcher(endPinging());
    assertThat(counted.find()).isTrue();
    int sent = Integer.parseInt(counted.group(1));
    int lost = sent - Integer.parseInt(counted.group(2));
    System.out.printf(
        "restart-ovn-central: %d of %d pings from vm1 to vm2 lost (one each 100 ms)%n", lost, sent);
    assertThat(sent).isGreaterThan(20);
    assertThat(lost).isLessThanOrEqualTo(sent / 20);
    assertAtWork();
    assertThat(pids(NB, SB, "ovn-northd")).isNotEqualTo(pids);
    assertThat(
            onCtl(
                    "systemctl show -p ActiveEnterTimestampMonotonic --value "
                        + NB
                        + " "
                        + SB
                        + " ovn-northd")
                .lines()
                .filter(line -> !line.isBlank())
                .map(Long::valueOf)
                .toList())
        .as("one after the other, and the databases outlived northd's stop")
        .hasSize(3)
        .isSorted();
    assertThat(onCtl("ls /run/systemd/system/ovn-northd.service.d 2>&1")).contains("No such file");
  }

  @Test
  void aChassisWithoutOvnControllerIsFoundAndStartedAgain() {
    LAB.exec("net", "systemctl", "stop", "ovn-controller");
    Ended found = operator.types("doctor");
    assertThat(found.exit()).as(found.all()).isEqualTo(3);
    assertThat(found.out())
        .contains(
            "FAULT " + CONNECTED + ": controller on net: ovn-controller.service is inactive",
            "Its chassis and tunnels are gone");
    OpenRun mends = appliesAsPrinted(found);
    assertThat(mends.confirm(mends.code("net")).exit()).isZero();
    assertThat(operator.types("doctor").exit()).isZero();

    // Now it runs, so a restart must keep the rows of the chassis and of the tunnels.
    String rows = chassisAndTunnels();
    String pid = LAB.exec("net", "cat", "/run/ovn/ovn-controller.pid").out();
    OpenRun run = appliesAsPrinted(found);
    assertThat(run.confirm(run.code("net")).exit()).isZero();
    assertThat(LAB.exec("net", "cat", "/run/ovn/ovn-controller.pid").out()).isNotEqualTo(pid);
    assertThat(chassisAndTunnels()).isEqualTo(rows);
  }

  private OpenRun appliesAsPrinted(Ended found) {
    Matcher mend = Pattern.compile("mend: safeops apply (.+)").matcher(found.out());
    assertThat(mend.find()).as(found.out()).isTrue();
    List<String> words = new ArrayList<>(List.of(mend.group(1).split(" ")));
    Path playbook = Path.of(words.remove(0));
    return operator.applies(playbook, words.toArray(String[]::new));
  }

  private static String chassisAndTunnels() {
    return onCtl(
            "ovn-sbctl --timeout=5 --format=csv --columns=_uuid,hostname find Chassis hostname=net")
        + LAB.exec(
                "cmp",
                "ovs-vsctl",
                "--bare",
                "--columns=_uuid,name",
                "find",
                "Interface",
                "type=geneve")
            .out();
  }

  private static void assertAtWork() {
    assertThat(onCtl("ss -Hlnt")).contains(":6641 ", ":6642 ");
    assertThat(onCtl("ovn-appctl -t ovn-northd status")).contains("Status: active");
    for (String node : Lab.NODES) {
      assertThat(LAB.exec(node, "ovn-appctl", "-t", "ovn-controller", "connection-status").out())
          .as(node)
          .isEqualTo("connected\n");
    }
  }

  private static String pids(String... units) {
    return onCtl("systemctl show -p MainPID --value " + String.join(" ", units));
  }

  /** Starts a service with the name of neutron-server, which the lab lacks. */
  private static void neutronServer() {
    onCtl(
        """
        printf '[Service]\\nExecStart=/bin/sleep infinity\\n' >/etc/systemd/system/neutron-server.service
        systemctl daemon-reload
        systemctl start neutron-server
        """);
  }

  private static void beginPinging() {
    Lab.Answer begun =
        LAB.script(
            "cmp",
            """
            systemd-run --quiet --collect --unit=pinging.service --property=KillSignal=SIGINT \
              --property=StandardOutput=file:/run/pinging \
              nsenter --net=/run/netns/vm1 ping -n -q -i 0.1 192.0.2.102
            """);
    assertThat(begun.exit()).as(begun.err()).isZero();
  }

  /** The summary that ping prints at its end. */
  private static String endPinging() {
    return LAB.script("cmp", "systemctl stop pinging.service; cat /run/pinging").out();
  }

  private static String onCtl(String script) {
    return LAB.script("ctl", script).out();
  }

  private static void disable() {
    ovn("--wait=sb", "lsp-set-enabled", VM2, "disabled");
  }

  private static void enable() {
    ovn("--wait=sb", "clear", "Logical_Switch_Port", VM2, "enabled");
  }
}
