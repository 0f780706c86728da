package io.safeops.action.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.action.Action;
import io.safeops.action.Expectation;
import io.safeops.action.OnNodes;
import io.safeops.action.Refused;
import io.safeops.action.Script;
import io.safeops.action.Understanding;
import io.safeops.action.exec.CommandReader;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.derive.TunnelFaults;
import io.safeops.facts.derive.VmPort;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.Encap;
import io.safeops.house.TestTools;
import io.safeops.predict.PortBindingPrediction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Actions on the settings of chassis and VMs' interfaces, on facts recorded from a real cluster.
 */
class ChassisActionsTest {

  private static final String VM1 = "10000001-0000-4000-8000-000000000001";
  private static final String VM2 = "10000002-0000-4000-8000-000000000002";
  private static final String TAP1 = "tap10000001-00";
  private final Cluster cluster = RecordedNodes.cluster();

  private static Action exec(String line, String... nodes) {
    return CommandReader.read(List.of(line.split(" ")), Optional.empty(), List.of(nodes));
  }

  private static ChassisSettings set(String node, String key, String value) {
    return new ChassisSettings(
        ChassisSettings.NAME, List.of(node), Map.of(key, Optional.of(value)));
  }

  private static Node node(Cluster cluster, String name) {
    return cluster.node(name).orElseThrow();
  }

  private static VmPort vm(Cluster cluster, String port) {
    return PortBindingPrediction.vmPort(cluster, port).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ovs-vsctl set open . external-ids:ovn-encap-ip=192.0.2.12",
        "ovs-vsctl --no-wait --timeout=5 set Open_vSwitch . external_ids:ovn-remote=\"tcp:[::1]:6642\"",
        "ovs-vsctl set open . external-ids:ovn-bridge-mappings=a:br-a,b:br-b external-ids:ovn-encap-type=geneve",
        "ovs-vsctl remove open_vswitch . external_ids ovn-encap-ip ovn-monitor-all",
        "ovs-vsctl set interface tap1 external_ids:iface-id=abc",
        "ovs-vsctl remove Interface tap1 external_ids iface-id",
        "ovn-nbctl lsp-set-enabled x disabled",
        "ovn-nbctl set logical_switch_port x enabled=true",
        "ovn-nbctl remove Logical_Switch_Port x options requested-chassis",
      })
  void understood(String line) {
    assertThat(exec(line, "net").understanding()).isEqualTo(Understanding.UNDERSTOOD);
  }

  /**
   * Each of these keys once passed as understood, without a waiver, although its effect was not
   * predicted: a separate transport zone leaves a chassis without tunnels, and a version match
   * leaves it without new flows.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ovn-transport-zones=tz9",
        "ovn-match-northd-version=true",
        "ovn-cms-options=none",
        "ovn-remote-probe-interval=1",
        "ovn-openflow-probe-interval=1",
        "ovn-encap-csum=false",
        "ovn-encap-tos=inherit",
        "ovn-chassis-mac-mappings=physnet2:02:00:00:00:00:01",
      })
  void aKeyWithUnknownEffectIsOpaque(String assignment) throws Exception {
    String line = "ovs-vsctl set open . external_ids:ovn-encap-type=vxlan external_ids:";
    Action action = exec(line + assignment, "net");
    assertThat(action.understanding()).isEqualTo(Understanding.OPAQUE);
    assertThat(action.operation(RecordedNodes.cluster()).footprint().hosts())
        .containsExactly("net");
    assertThat(
            exec(
                    "ovs-vsctl remove open . external_ids "
                        + assignment.substring(0, assignment.indexOf('=')),
                    "net")
                .understanding())
        .isEqualTo(Understanding.OPAQUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ovs-vsctl set open . external-ids:system-id=x",
        "ovs-vsctl set open . external-ids:ovn-bridge-mappings=a:br-a,b:br-b,a:br-b",
        "ovs-vsctl set open . external_ids:ovn-encap-ips=192.0.2.1",
        "ovs-vsctl set open . external_ids:ovn-remote=192.0.2.1",
        "ovs-vsctl set open . external_ids:ovn-encap-type=stt",
        "ovs-vsctl set open . external_ids:ovn-encap-ip=192.0.2.1 other_config:hw-offload=true",
        "ovs-vsctl set open . external_ids={ovn-remote=x}",
        "ovs-vsctl set open x external_ids:ovn-encap-ip=192.0.2.1",
        "ovs-vsctl remove open . external_ids ovn-encap-ip=192.0.2.1",
        "ovs-vsctl --dry-run set open . external_ids:ovn-encap-ip=192.0.2.1",
        "ovs-vsctl clear open . external_ids",
        "ovs-vsctl set interface tap1 external_ids:iface-id=a external_ids:attached-mac=b",
        "ovs-vsctl set interface tap1 external_ids:ovn-installed=true",
        "ovs-vsctl set open . external_ids:ovn-encap-ip=192.0.2.1 -- del-br br-int",
        "ovn-nbctl lsp-set-enabled x maybe",
      })
  void refused(String line) throws Exception {
    Action action = exec(line, "net");
    assertThat(action.understanding()).isEqualTo(Understanding.REFUSED);
    assertThat(action.operation(cluster)).isInstanceOf(Refused.class);
  }

  @Test
  void anotherTunnelEndIsAnotherRowAndOtherTunnels() throws Exception {
    Action action = set("net", "ovn-encap-ip", "198.51.100.12");
    Cluster after = action.effect(cluster);
    assertThat(chassis(after, "net").encaps())
        .containsExactly(new Encap("geneve", "198.51.100.12"));
    for (String peer : List.of("ctl", "cmp")) {
      assertThat(node(after, peer).bridge("br-int").orElseThrow().ports())
          .extracting(port -> port.getRemoteIp())
          .contains("198.51.100.12")
          .doesNotContain("192.0.2.12");
    }
    OnNodes operation = (OnNodes) action.operation(cluster);
    assertThat(operation.voters()).containsExactly("net");
    assertThat(operation.act().get("net").text()).contains("need_local 198.51.100.12");
    assertThat(operation.footprint().diff(cluster, after))
        .anyMatch(line -> line.startsWith("tunnel from cmp to net: was geneve to 192.0.2.12, is"));
    Cluster again = set("net", "ovn-encap-ip", "192.0.2.12").effect(after);
    assertThat(operation.footprint().diff(cluster, again)).isEmpty();
    assertThatThrownBy(() -> set("net", "ovn-encap-ip", "192.0.2.12").operation(cluster))
        .hasMessageContaining("it is already set like this");
  }

  @Test
  void aTypeThatNoOtherChassisHasMakesNoTunnel() {
    Cluster after = set("net", "ovn-encap-type", "vxlan").effect(cluster);
    assertThat(node(after, "net").bridge("br-int").orElseThrow().ports())
        .isNotEmpty()
        .noneMatch(port -> port.isTunnel());
    Cluster mended = set("net", "ovn-encap-type", "geneve").effect(after);
    assertThat(TunnelFaults.of(mended)).isEmpty();
  }

  @Test
  void anUnknownRemoteCutsTheChassisOff() throws Exception {
    Action typo = set("net", "ovn-remote", "tcp:192.0.2.11:6641");
    assertThat(
            node(typo.effect(cluster), "net").component("controller").orElseThrow().isConnected())
        .isFalse();
    Action known = set("net", "ovn-remote", "tcp:192.0.2.11:6642,tcp:192.0.2.9:6642");
    assertThat(
            known
                .effect(cluster)
                .node("net")
                .orElseThrow()
                .component("controller")
                .orElseThrow()
                .isConnected())
        .isTrue();
    assertThat(((OnNodes) typo.operation(cluster)).act().get("net").text())
        .contains("need_southbound tcp:192.0.2.11:6641");
  }

  @Test
  void mappingsThatAreNotNamedStay() throws Exception {
    BridgeMappings more =
        new BridgeMappings(List.of("net"), Map.of("physnet3", Optional.of("br-ex")), List.of());
    Cluster after = more.effect(cluster);
    assertThat(node(after, "net").setting("ovn-bridge-mappings"))
        .contains("physnet2:br-ex,physnet3:br-ex");
    assertThat(chassis(after, "net").mappings()).hasSize(2);
    Cluster without =
        new BridgeMappings(List.of("cmp"), Map.of(), List.of("physnet2")).effect(cluster);
    assertThat(node(without, "cmp").setting("ovn-bridge-mappings")).isEmpty();
    assertThat(node(without, "cmp").bridge("br-ex").orElseThrow().ports())
        .isNotEmpty()
        .allMatch(port -> port.getLocalnet().isEmpty());
    // The bridge is the one to which the other nodes map it.
    BridgeMappings found =
        new BridgeMappings(List.of("cmp"), Map.of("physnet2", Optional.empty()), List.of());
    OnNodes operation = (OnNodes) found.operation(without);
    assertThat(operation.undo().get("cmp").text()).contains("pairs_gone");
    assertThat(operation.expect())
        .extracting(Expectation::description)
        .contains("a broadcast sent on br-ex does not come back");
    assertThat(operation.footprint().diff(cluster, found.effect(without))).isEmpty();
  }

  @Test
  void aBridgeThatIsNotThereIsNamedWithThoseThatAre() {
    BridgeMappings typo =
        new BridgeMappings(List.of("net"), Map.of("physnet2", Optional.of("br-exx")), List.of());
    assertThatThrownBy(() -> typo.operation(cluster))
        .hasMessageContaining("there is no bridge br-exx on net")
        .hasMessageContaining("there are: br-ex");
  }

  @Test
  void aTunnelDoesNotBelongToAVm() throws Exception {
    String tunnel =
        node(cluster, "net").bridges().stream()
            .flatMap(bridge -> bridge.ports().stream())
            .filter(port -> port.isTunnel())
            .findFirst()
            .orElseThrow()
            .name();
    Action tunnelled =
        exec("ovs-vsctl set interface " + tunnel + " external_ids:iface-id=x", "net");
    assertThatThrownBy(() -> tunnelled.operation(cluster))
        .hasMessageContaining("it does not belong to a VM");
  }

  @Test
  void anInterfaceWithoutItsIdIsUnboundAndBoundAgain() throws Exception {
    Action remove = exec("ovs-vsctl remove interface " + TAP1 + " external_ids iface-id", "cmp");
    Cluster lost = remove.effect(cluster);
    assertThat(vm(lost, VM1))
        .satisfies(
            vm -> {
              assertThat(vm.isFound()).isTrue();
              assertThat(vm.isPlugged()).isFalse();
              assertThat(vm.boundTo()).isEmpty();
            });
    assertThat(remove.operation(cluster).expect())
        .extracting(Expectation::description)
        .containsExactly("port " + VM1 + " is bound on cmp and its flows are installed");
    PortRebind rebind = new PortRebind(VM1, Optional.empty(), Optional.empty());
    OnNodes operation = (OnNodes) rebind.operation(lost);
    assertThat(operation.voters()).containsExactly("cmp");
    assertThat(vm(rebind.effect(lost), VM1).isServed()).isTrue();
    assertThat(operation.footprint().diff(cluster, rebind.effect(lost))).isEmpty();
  }

  /** ovn-controller writes the time when it has installed a port's flows, each time again. */
  @Test
  void theTimeOfAnInstallationIsNotADifference() throws Exception {
    OnNodes operation =
        (OnNodes)
            exec("ovs-vsctl set bridge br-int protocols=OpenFlow13,OpenFlow15", "cmp")
                .operation(cluster);
    assertThat(operation.footprint().diff(installed("1"), installed("2"))).isEmpty();
    assertThat(operation.footprint().diff(installed("1"), cluster)).isEmpty();
  }

  private Cluster installed(String time) {
    return cluster.withNode(
        "cmp",
        node ->
            node.withBridge(
                "br-int",
                bridge -> {
                  BridgePort port = bridge.port(TAP1).orElseThrow();
                  Map<String, String> ids = new TreeMap<>(port.externalIds());
                  ids.put("ovn-installed-ts", time);
                  return bridge.withPort(port.withExternalIds(ids));
                }));
  }

  @Test
  void oneRepairAtATime() throws Exception {
    Cluster elsewhere =
        exec("ovn-nbctl lsp-set-options " + VM1 + " requested-chassis=net").effect(cluster);
    assertThat(vm(elsewhere, VM1).boundTo()).isEmpty();
    Cluster both = exec("ovn-nbctl lsp-set-enabled " + VM1 + " disabled").effect(elsewhere);
    PortRebind rebind = new PortRebind(VM1, Optional.of("cmp"), Optional.of(TAP1));
    Cluster first = rebind.effect(both);
    assertThat(vm(first, VM1).requested()).containsExactly("cmp");
    assertThat(vm(first, VM1).enabled()).isFalse();
    assertThat(vm(first, VM1).isServed()).isTrue();
    OnNodes second = (OnNodes) rebind.operation(first);
    assertThat(second.voters()).containsExactly("ctl");
    assertThat(second.undo().get("ctl").text()).contains("\"enabled\":false");
    Cluster healed = rebind.effect(first);
    assertThat(vm(healed, VM1).isReady()).isTrue();
    assertThatThrownBy(() -> rebind.operation(healed))
        .hasMessageContaining("there is nothing to repair");
  }

  @Test
  void anEmptyColumnIsPutBackEmpty() throws Exception {
    String undo =
        ((OnNodes) exec("ovn-nbctl lsp-set-enabled " + VM2 + " disabled").operation(cluster))
            .undo()
            .get("ctl")
            .text();
    assertThat(undo).contains("\"enabled\":[\"set\",[]]");
  }

  @Test
  void anotherVmsInterfaceLeavesThatVmWithoutOne() {
    Cluster stolen = new PortRebind(VM2, Optional.of("cmp"), Optional.of(TAP1)).effect(cluster);
    assertThat(vm(stolen, VM1).isPlugged()).isFalse();
    assertThat(vm(stolen, VM1).carries()).isEqualTo(VM2);
  }

  @Tag("process")
  @ParameterizedTest
  @ValueSource(strings = {"dash -n", "busybox sh -n"})
  void everyScriptParses(String shell) throws Exception {
    List<String> argv = List.of(shell.split(" "));
    TestTools.need(argv.get(0));
    List<Script> scripts = new ArrayList<>();
    for (Action action :
        List.of(
            set("net", "ovn-encap-ip", "198.51.100.12"),
            set("net", "ovn-remote", "tcp:192.0.2.11:6641"),
            new BridgeMappings(List.of("net"), Map.of("physnet3", Optional.of("br-ex")), List.of()),
            exec("ovs-vsctl remove interface " + TAP1 + " external_ids iface-id", "cmp"))) {
      OnNodes operation = (OnNodes) action.operation(cluster);
      scripts.addAll(operation.act().values());
      scripts.addAll(operation.undo().values());
    }
    assertThat(scripts).hasSize(8);
    for (Script script : scripts) {
      Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(script.text().getBytes(StandardCharsets.UTF_8));
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(shell + ": " + said + script.text()).isZero();
    }
  }

  private static Chassis chassis(Cluster cluster, String node) {
    return cluster.chassis().stream()
        .filter(each -> each.node().equals(Optional.of(node)))
        .findFirst()
        .orElseThrow();
  }
}
