package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.lab.NeedsLab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Faults are put in by plain commands, {@code doctor} prints a command, and the command mends them.
 * Most are on bridge br-seg, which leads to a LAN of its own: vm8 is on net, vm9 on cmp.
 */
@NeedsLab("--networks=all")
class MendsIT extends Bench {

  private static final String GUARD = "deadline: 120s, lease: 10s, probes: []";

  /** An expectation that does not hold: nobody has this address (RFC 5737). */
  private static final String WRONG = "expect: [{ping: {from: net, to: 203.0.113.9, count: 1}}]";

  /** A chassis as a node leaves it behind that was taken away without a graceful stop. */
  private static final String STALE =
      """
      ovn-sbctl --timeout=10 chassis-add old-1 geneve 192.0.2.99
      ovn-sbctl --timeout=10 set Chassis old-1 hostname=gone.example other_config:iface-types=geneve
      ovn-sbctl --timeout=10 --id=@p create Chassis_Private name=old-1 nb_cfg=1 \
        chassis=$(ovn-sbctl --bare --columns=_uuid find Chassis name=old-1)
      ovn-nbctl --timeout=10 --wait=sb sync
      """;

  private static final String STALE_ROWS =
      """
      ovn-sbctl --timeout=10 --columns=name,hostname,other_config,nb_cfg find Chassis name=old-1
      ovn-sbctl --timeout=10 --columns=ip,type,options,chassis_name find Encap chassis_name=old-1
      ovn-sbctl --timeout=10 --columns=name,nb_cfg,external_ids find Chassis_Private name=old-1
      test "$(ovn-sbctl --bare --columns=chassis find Chassis_Private name=old-1)" = \
        "$(ovn-sbctl --bare --columns=_uuid find Chassis name=old-1)" && echo joined
      """;

  /** Nobody but a trace sees this: the flows of ovn-controller are all there. */
  private static final String DROP =
      "ovs-ofctl add-flow br-int priority=65535,dl_src=fa:16:3e:00:00:08,actions=drop";

  private static final String DROP_NOT =
      "ovs-ofctl --strict del-flows br-int priority=65535,dl_src=fa:16:3e:00:00:08";
  private static final String DROPPED =
      "vm8 -> provider network physnet-a, physnet-b on net: passed before the first step, now"
          + " dropped in table 0";

  @AfterEach
  void heal() {
    LAB.script("net", DROP_NOT + "; rm -f /usr/local/sbin/vendor-setup");
    LAB.script(
        "net",
        """
        pkill -CONT ovn-controller
        ovs-vsctl --timeout=10 --may-exist add-port br-seg enp7s0
        ip link set enp7s0 up
        for column in tag trunks vlan_mode; do ovs-vsctl --timeout=10 clear Port enp7s0 $column; done
        ovs-vsctl --timeout=10 set-fail-mode br-seg secure
        ovs-vsctl --timeout=10 set-fail-mode br-seg standalone -- del-fail-mode br-seg
        ovs-vsctl --timeout=10 --if-exists del-port br-int copy0
        """);
    LAB.script(
        "ctl",
        """
        ovn-sbctl --timeout=10 --if-exists chassis-del old-1
        ovn-sbctl --timeout=10 --if-exists destroy Chassis_Private old-1
        """);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "add-uplink          | ovs-vsctl del-port br-seg enp7s0                  | paths/uplink",
        "set-link-up         | ip link set enp7s0 down                           | paths/uplink",
        "set-port-vlan       | ovs-vsctl set Port enp7s0 tag=100                 | paths/uplink",
        "set-bridge-fail-mode| ovs-vsctl set-fail-mode br-seg secure             | paths/bridge",
        "add-normal-flow     | ovs-ofctl del-flows br-seg                        | paths/bridge",
        "continue-component  | kill -STOP $(cat /run/ovn/ovn-controller.pid)     | paths/control"
      })
  void doctorFindsItAndItsCommandMendsIt(String playbook, String fault, String rule) {
    Lab.Answer broken = LAB.script("net", fault);
    assertThat(broken.exit()).as(broken.err()).isZero();

    Ended found = operator.types("doctor");
    assertThat(found.exit()).as(found.all()).isEqualTo(3);
    assertThat(found.out()).contains("FAULT " + rule + ": ");
    confirms(mend(found, playbook), "net");

    assertThat(operator.types("doctor").out()).doesNotContain("FAULT " + rule + ": ");
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm8"))).isTrue();
  }

  @Test
  void chassisThatNobodyIsBehindIsDeleted() throws InterruptedException {
    makeStale();

    confirms(operator.applies(Path.of("delete-chassis"), "-p", "chassis=old-1"), "ctl");

    assertThat(LAB.script("ctl", STALE_ROWS).out()).doesNotContain("old-1");
    assertThat(LAB.exec("net", "ovs-vsctl", "show").out()).doesNotContain("192.0.2.99");
  }

  @Test
  void interfaceThatIsNotTheVmsLosesItsIfaceId() {
    String port = "10000009-0000-4000-8000-000000000009";
    LAB.script(
        "net",
        "ovs-vsctl add-port br-int copy0 -- set Interface copy0 type=internal external_ids:iface-id="
            + port);
    Ended found = operator.types("doctor");
    assertThat(found.out()).contains("it is the iface-id of 2 interfaces");

    confirms(mend(found, "remove-iface-id"), "net");

    assertThat(LAB.exec("net", "ovs-vsctl", "get", "Interface", "copy0", "external_ids").out())
        .doesNotContain(port);
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm9"))).isTrue();
  }

  /** An expectation fails: all rows are as they were, and it is proven. */
  @Test
  void stepsOnRowsAreUndoneAndProven() {
    LAB.script("net", "ovs-vsctl set Port enp7s0 tag=100 -- set-fail-mode br-seg secure");
    isUndone(
        "net",
        "ovs-vsctl get Port enp7s0 tag; ovs-vsctl get Bridge br-seg fail_mode",
        "{ovs.port.set-vlan: {port: enp7s0, trunks: \"7,8\"}, nodes: {names: [net]}}",
        "{ovs.bridge.set-fail-mode: {bridge: br-seg, mode: standalone}, nodes: {names: [net]}, "
            + WRONG
            + "}");
  }

  @Test
  void stepsOnFlowsAndLinksAreUndoneAndProven() {
    LAB.script("net", "ovs-ofctl del-flows br-seg; ip link set enp7s0 down");
    isUndone(
        "net",
        "ovs-ofctl dump-flows br-seg | grep -c actions; cat /sys/class/net/enp7s0/flags",
        "{ovs.bridge.add-normal-flow: {bridge: br-seg}, nodes: {names: [net]}}",
        "{ip.link.set-up: {interface: enp7s0}, nodes: {names: [net]}, " + WRONG + "}");
  }

  @Test
  void deletedChassisComesBackAndItIsProven() throws InterruptedException {
    makeStale();
    isUndone("ctl", STALE_ROWS, "{ovn.chassis.delete: {chassis: old-1}, " + WRONG + "}");
  }

  @Test
  void processThatWasLetRunIsStoppedAgain() {
    LAB.script("net", "kill -STOP $(cat /run/ovn/ovn-controller.pid)");
    isUndone(
        "net",
        "sed 's/.*) \\(.\\) .*/\\1/' /proc/$(cat /run/ovn/ovn-controller.pid)/stat",
        "{service.continue: {component: controller}, nodes: {names: [net]}, " + WRONG + "}");
  }

  /** The facts that safeops reads are as before: only a traced packet shows it. */
  @Test
  void commandThatDropsPacketsIsUndoneByTheRun() {
    LAB.script(
        "net",
        """
        cat >/usr/local/sbin/vendor-setup <<'END'
        #!/bin/sh
        case $1 in
          on) exec %s ;;
          off) exec %s ;;
        esac
        END
        chmod 755 /usr/local/sbin/vendor-setup
        """
            .formatted(DROP, DROP_NOT));
    Path plan =
        operator.file(
            "vendor.yaml",
            Plans.plan(
                "deadline: 120s, lease: 10s, probes: [storm]",
                "{exec: {argv: [vendor-setup, on], undo: {argv: [vendor-setup, off]}},"
                    + " nodes: {names: [net]}}"));

    Ended ended =
        operator
            .applies(plan, "--waive", "understood/opaque", "--because", "the vendor says so")
            .ended();

    // Of such a command nobody can prove that it is undone.
    assertThat(ended.exit()).as(ended.all()).isEqualTo(5);
    assertThat(ended.all()).contains("traced packets pass before the first step").contains(DROPPED);
    assertThat(drops()).isZero();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm8"))).isTrue();
  }

  /** Packets that pass no more make a run turn back, whoever made it so. */
  @Test
  void packetsThatAreDroppedAfterAStepTurnTheRunBack() {
    Path plan =
        operator.file(
            "two.yaml",
            Plans.plan(
                GUARD,
                "{ovs.bridge.set-fail-mode: {bridge: br-seg, mode: standalone}, nodes: {names: [net]}}",
                "{ovs.port.set-vlan: {port: enp7s0, trunks: \"0,100\"}, nodes: {names: [net]}}"));
    try (TypedSession session = new TypedSession(operator, "apply", plan.toString())) {
      session.sees("Type test to run it").types("test");
      session.sees("(type go;").types("go");
      session.sees("step-1 holds").sees(2, "(type go;");
      LAB.script("net", DROP);
      session.types("go");

      assertThat(session.ends()).as(session.shown()).isEqualTo(4);
      assertThat(session.shown()).contains("footprint equal");
      assertThat(session.shown().replaceAll("\\s+", " ")).contains(DROPPED);
    }
    assertThat(LAB.exec("net", "ovs-vsctl", "get", "Port", "enp7s0", "trunks").out().strip())
        .isEqualTo("[]");
  }

  private static int drops() {
    return LAB.script(
                "net", "ovs-ofctl dump-flows br-int table=0 | grep -c dl_src=fa:16:3e:00:00:08")
            .out()
            .strip()
            .equals("0")
        ? 0
        : 1;
  }

  private void makeStale() throws InterruptedException {
    Lab.Answer made = LAB.script("ctl", STALE);
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(LAB.script("ctl", STALE_ROWS).out()).contains("joined");
    // A chassis counts as dead if it is behind for 30 s.
    Thread.sleep(Duration.ofSeconds(32).toMillis());
  }

  private void isUndone(String node, String look, String... steps) {
    String before = LAB.script(node, look).out();
    Path plan = operator.file("mend.yaml", Plans.plan(GUARD, steps));
    Ended ended = operator.applies(plan).ended();
    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    assertThat(ended.out()).contains("footprint equal");
    assertThat(LAB.script(node, look).out()).isEqualTo(before);
  }

  private void confirms(OpenRun run, String node) {
    Ended confirmed = run.confirm(run.code(node));
    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
  }

  /** Runs the command for a playbook, as it was printed. */
  private OpenRun mend(Ended doctor, String playbook) {
    Matcher mend = Pattern.compile("safeops apply (" + playbook + " .+)").matcher(doctor.out());
    assertThat(mend.find()).as(doctor.all()).isTrue();
    List<String> words = new ArrayList<>(List.of(mend.group(1).split(" ")));
    return operator.applies(Path.of(words.remove(0)), words.toArray(String[]::new));
  }
}
