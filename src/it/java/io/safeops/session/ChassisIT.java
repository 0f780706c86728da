package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests the settings of a chassis: mappings (incident 001), tunnel ends, the address of the
 * Southbound. Two ports of an overlay network, one on net and one on cmp, show whether packets pass
 * the tunnel.
 */
class ChassisIT extends Bench {
  private static final String GUARD = "deadline: 120s, lease: 10s";
  private static final String FAR = "203.0.113.12";

  /** A step and, after a bar, what the refusal says. */
  private static final List<String> WRONG =
      List.of(
          "ovs.external-ids: {set: {ovn-encap-ip: 192.0.2.112}}| net: tunnel end: ovn-encap-ip is 192.0.2.112",
          "exec: {argv: [ovs-vsctl, set, open, ., 'external-ids:ovn-encap-ip=192.0.2.13'], undo: none}"
              + "| net: tunnel end: ovn-encap-ip is 192.0.2.13",
          "exec: {argv: [ovs-vsctl, set, Open_vSwitch, ., 'external_ids:ovn-remote=tcp:192.0.2.11:6641'],"
              + " undo: none}| where no Southbound is known",
          "exec: {argv: [ovs-vsctl, set, open, ., 'external-ids:ovn-bridge-mappings=physnet2:br-exx'],"
              + " undo: none}| mapped to br-exx, a bridge that does not exist",
          "ovs.bridge-mappings: {physnet: physnet2, bridge: br-exx}| there is no bridge br-exx on net",
          "ovs.bridge-mappings: {remove: [physnet2]}| net: mapping of physnet2: this node does not map physnet2",
          "exec: {argv: [ovs-vsctl, set, open, ., 'external-ids:system-id=x'], undo: none}"
              + "| identifies the chassis");

  @BeforeAll
  static void makeOverlay() {
    ovn("ls-add", "overlay");
    overlayPort("net", "1");
    overlayPort("cmp", "2");
  }

  private static void overlayPort(String node, String number) {
    String mac = "0a:00:00:00:00:0" + number;
    ovn("lsp-add", "overlay", "ov" + number, "--", "lsp-set-addresses", "ov" + number, mac);
    Lab.Answer made =
        LAB.script(
            node,
            """
            ovs-vsctl --timeout=10 --may-exist add-port br-int ov%1$s -- set Interface ov%1$s \
              type=internal 'mac="%2$s"' external_ids:iface-id=ov%1$s
            ip address replace 10.9.9.%1$s/24 dev ov%1$s
            ip link set ov%1$s up mtu 1400
            """
                .formatted(number, mac));
    assertThat(made.exit()).as(made.err()).isZero();
  }

  @AfterAll
  static void removeOverlay() {
    LAB.exec("net", "ovs-vsctl", "--timeout=10", "--if-exists", "del-port", "ov1");
    LAB.exec("cmp", "ovs-vsctl", "--timeout=10", "--if-exists", "del-port", "ov2");
  }

  @AfterEach
  void restoreSettings() {
    for (String node : new String[] {"net", "cmp"}) {
      String address = node.equals("net") ? "192.0.2.12" : "192.0.2.13";
      LAB.script(
          node,
          "ovs-vsctl --timeout=10 set Open_vSwitch . external_ids:ovn-encap-ip="
              + address
              + " external_ids:ovn-remote=tcp:192.0.2.11:6642 external_ids:ovn-encap-type=geneve"
              + " external_ids:ovn-bridge-mappings=physnet2:br-ex; ip address del "
              + FAR
              + "/32 dev lo 2>/dev/null; true");
    }
    assertThat(Lab.eventually(Lab.PATIENCE, ChassisIT::overlayAnswers)).isTrue();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm1"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"001-mapping, paths/mapping", "001-bridge, paths/mapping"})
  void mappingThatIsMissingIsFoundAndMended(String incident, String rule) {
    LAB.breakBy(incident);

    mends(rule, "cmp");

    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping("vm1"))).isTrue();
    assertThat(hasPatchPair("cmp", Lab.LOCALNET)).isTrue();
    isClean();
  }

  @ParameterizedTest
  @CsvSource({
    "ovn-encap-ip=192.0.2.112, paths/tunnel",
    "ovn-encap-type=vxlan, paths/tunnel",
    "ovn-remote=tcp:192.0.2.11:6649, paths/control"
  })
  void wrongWordIsFoundAndMended(String word, String rule) {
    tell(word);
    if (word.startsWith("ovn-remote")) {
      awaitStatus("not connected");
    } else {
      assertThat(Lab.eventually(Lab.PATIENCE, () -> !overlayAnswers())).isTrue();
    }

    mends(rule, "net");

    awaitStatus("connected");
    assertThat(Lab.eventually(Lab.PATIENCE, ChassisIT::overlayAnswers)).isTrue();
    isClean();
  }

  @Test
  void wrongSettingIsRefused() {
    String before = settings();
    String[] first = WRONG.get(0).split("\\| ", 2);
    Ended refused = operator.types("apply", plan(first[0]).toString(), "--no-input");
    assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
    assertThat(refused.all()).contains(first[1]);
    assertThat(settings()).isEqualTo(before);
    assertThat(operator.hasRuns()).isFalse();

    String facts = operator.facts().toString();
    for (String wrong : WRONG) {
      String[] stepAndWhy = wrong.split("\\| ", 2);
      Ended seen = operator.types("review", plan(stepAndWhy[0]).toString(), "--facts", facts);
      assertThat(seen.exit()).as(wrong + seen.all()).isEqualTo(3);
      assertThat(seen.all()).contains(stepAndWhy[1]);
    }
  }

  private Path plan(String step) {
    return operator.file("wrong.yaml", Plans.plan(GUARD, "{" + step + ", nodes: {names: [net]}}"));
  }

  /** The address is the node's own, but no other node can reach it. Only packets show that. */
  @Test
  void unreachableTunnelEndIsUndoneByItself() {
    LAB.exec("net", "ip", "address", "add", FAR + "/32", "dev", "lo");
    String before = settings();
    Path plan =
        operator.file(
            "far.yaml",
            Plans.plan(
                GUARD,
                "{ovs.external-ids: {set: {ovn-encap-ip: " + FAR + "}}, nodes: {names: [net]}}"));
    Ended ended = operator.applies(plan).ended();

    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    assertThat(ended.out()).contains("does not answer", "footprint equal");
    assertThat(settings()).isEqualTo(before);
    assertThat(Lab.eventually(Lab.PATIENCE, ChassisIT::overlayAnswers)).isTrue();
  }

  private void mends(String rule, String node) {
    Ended found = operator.types("doctor");
    assertThat(found.exit()).as(found.all()).isEqualTo(3);
    assertThat(found.out()).contains("FAULT " + rule + ": ");
    OpenRun run = operator.appliesAsPrinted(found);
    Ended confirmed = run.confirm(run.code(node));
    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
  }

  private void isClean() {
    Ended clean = operator.types("doctor");
    assertThat(clean.exit()).as(clean.all()).isZero();
  }

  private static void tell(String word) {
    LAB.exec("net", "ovs-vsctl", "--timeout=10", "set", "open", ".", "external_ids:" + word);
  }

  private static String settings() {
    return LAB.exec("net", "ovs-vsctl", "--timeout=10", "get", "open", ".", "external_ids").out();
  }

  private static void awaitStatus(String status) {
    assertThat(
            Lab.eventually(
                Lab.PATIENCE,
                () ->
                    LAB.exec("net", "ovn-appctl", "-t", "ovn-controller", "connection-status")
                        .out()
                        .strip()
                        .equals(status)))
        .isTrue();
  }

  private static boolean overlayAnswers() {
    return LAB.exec("net", "ping", "-n", "-c", "2", "-i", "0.3", "-W", "1", "10.9.9.2").ok();
  }
}
