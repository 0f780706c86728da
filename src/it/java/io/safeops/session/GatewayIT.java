package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests the gateway of a router that somebody made in OVN, on the switch {@code public}. The
 * gateway is on net.
 */
class GatewayIT extends Bench {
  private static final String PORT = "lrp-edge";
  private static final String ADDRESS = "192.0.2.50";
  private static final String GUARD = "deadline: 120s, lease: 10s, hold: 20s, probes: []";

  @BeforeEach
  void layOut() {
    ovn("lr-add", "edge");
    ovn("lrp-add", "edge", PORT, "02:00:00:00:00:50", ADDRESS + "/24");
    ovn("lsp-add", Lab.SWITCH, "to-edge");
    ovn("lsp-set-type", "to-edge", "router");
    ovn("lsp-set-addresses", "to-edge", "router");
    ovn("lsp-set-options", "to-edge", "router-port=" + PORT);
    ovn("lrp-set-gateway-chassis", PORT, chassis("net"), "10");
    String row = ovn("--bare", "--columns=_uuid", "find", "Gateway_Chassis").strip();
    ovn("set", "Gateway_Chassis", row, "external_ids:of=mine");
    isOn("net");
  }

  @AfterEach
  void clear() {
    ovn("--if-exists", "lsp-del", "to-edge");
    ovn("--if-exists", "lr-del", "edge");
  }

  private static String chassis(String node) {
    return LAB.exec(node, "ovs-vsctl", "get", "Open_vSwitch", ".", "external_ids:system-id")
        .out()
        .strip()
        .replace("\"", "");
  }

  /** Whether the binding is there and the router answers from outside. */
  private static void isOn(String node) {
    String find =
        "chassis=$(ovn-sbctl --timeout=10 --bare --columns=chassis find Port_Binding logical_port=cr-"
            + PORT
            + ") && [ -n \"$chassis\" ] && ovn-sbctl --timeout=10 --bare --columns=hostname list"
            + " Chassis $chassis";
    boolean bound =
        Lab.eventually(Lab.PATIENCE, () -> LAB.script("ctl", find).out().strip().equals(node));
    assertThat(bound).as("the gateway is on " + node).isTrue();
    assertThat(
            Lab.eventually(
                Lab.PATIENCE, () -> LAB.exec("outside", "ping", "-c1", "-W2", ADDRESS).ok()))
        .as("the router answers")
        .isTrue();
  }

  /** The present gateway chassis, without UUIDs. */
  private static String gateways() {
    return LAB.script(
            "ctl",
            "ovn-nbctl --timeout=10 --format=csv --data=bare --no-headings"
                + " --columns=name,chassis_name,priority,options,external_ids list Gateway_Chassis"
                + " | sort; ovn-nbctl --timeout=10 lrp-get-gateway-chassis "
                + PORT)
        .out();
  }

  private Path plan(String... chassis) {
    return operator.file(
        "gateway.yaml",
        Plans.plan(
            GUARD,
            Stream.of(chassis)
                .map(
                    list ->
                        "{ovn.lrp.set-gateway-chassis: {port: "
                            + PORT
                            + ", chassis: "
                            + list
                            + "}}")
                .toArray(String[]::new)));
  }

  @Tag("main")
  @Test
  void gatewayMovesAndStaysWhenConfirmed() {
    OpenRun run = operator.applies(plan("[cmp, net]"));
    Ended confirmed = run.confirm(run.code());

    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
    isOn("cmp");
    assertThat(ovn("lrp-get-gateway-chassis", PORT))
        .isEqualTo(
            PORT + "-" + chassis("cmp") + "    20\n" + PORT + "-" + chassis("net") + "    10\n");
  }

  @Tag("main")
  @Test
  void gatewayMovesBackWithTheVeryRowsWhenRolledBack() {
    String before = gateways();
    OpenRun run = operator.applies(plan("[cmp]")).reaches("CODE");
    isOn("cmp");
    assertThat(gateways()).doesNotContain(PORT + "-" + chassis("net"));

    Ended asked = operator.types("rollback", run.id());
    Ended ended = run.ended();

    assertThat(asked.exit()).as(asked.all()).isEqualTo(4);
    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    assertThat(ended.out()).contains("footprint equal");
    assertThat(gateways()).isEqualTo(before);
    isOn("net");
  }

  /** The first step updates the row of net and inserts that of cmp; the second deletes net's. */
  @Test
  void rowThatOneStepUpdatedAndALaterOneDeletedComesBack() {
    String before = gateways();
    OpenRun run = operator.applies(plan("[net, cmp]", "[cmp]")).reaches("CODE");
    assertThat(gateways()).doesNotContain(PORT + "-" + chassis("net"));

    operator.types("rollback", run.id());
    Ended ended = run.ended();

    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    assertThat(ended.out()).contains("footprint equal");
    assertThat(gateways()).isEqualTo(before);
  }

  @Test
  void neutronsRouterIsRefused() {
    ovn("set", "Logical_Router", "edge", "external_ids:neutron\\:router_name=edge");
    Ended refused = operator.types("apply", plan("[cmp]").toString(), "--no-input");

    assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
    assertThat(refused.all()).contains("Neutron owns router edge", "schedules its gateway");
    assertThat(operator.hasRuns()).isFalse();
  }
}
