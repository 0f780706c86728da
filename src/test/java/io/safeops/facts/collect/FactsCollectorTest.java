package io.safeops.facts.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.safeops.facts.derive.ClusterFields;
import io.safeops.facts.derive.LikelyTunnelEnd;
import io.safeops.facts.derive.VmPort;
import io.safeops.facts.derive.VmPorts;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ManagementPath;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FactsCollectorTest {

  private final Cluster cluster = RecordedNodes.cluster();

  private static Node node(Cluster cluster, String name) {
    return cluster.node(name).orElseThrow();
  }

  @Test
  void nothingIsAProblemOnHealthyNodes() {
    assertThat(cluster.nodes())
        .hasSize(3)
        .allMatch(Node::isRead)
        .allSatisfy(node -> assertThat(node.problems()).isEmpty());
    assertThat(cluster.northbound().orElseThrow().problem()).isEmpty();
    assertThat(cluster.southbound().orElseThrow().problem()).isEmpty();
  }

  @Test
  void managementPathGoesThroughTheBridgeThatHoldsTheAddress() {
    assertThat(node(cluster, "net").managementPath())
        .isEqualTo(
            new ManagementPath(
                "192.0.2.12",
                node(cluster, "net").managementPath().client(),
                "br-ex",
                List.of("br-ex", "enp6s18"),
                List.of("enp6s18"),
                List.of("br-ex")));
    assertThat(node(cluster, "net").southboundPath().uplinks()).containsExactly("enp6s18");
    assertThat(node(cluster, "net").southboundPath().client()).isEqualTo("192.0.2.11");
  }

  @Test
  void interfacesKnowTheirOvsBridge() {
    assertThat(node(cluster, "net").nic("enp6s18").orElseThrow())
        .satisfies(
            nic -> {
              assertThat(nic.kind()).isEqualTo("veth");
              assertThat(nic.ovsBridge()).contains("br-ex");
              assertThat(nic.isAddressed()).isFalse();
            });
    assertThat(node(cluster, "net").nic("br-ex").orElseThrow())
        .satisfies(
            nic -> {
              assertThat(nic.kind()).isEqualTo("ovs");
              assertThat(nic.isAddressed()).isTrue();
            });
  }

  @Test
  void bridgesMappingsAndThePatchPair() {
    Node net = node(cluster, "net");
    assertThat(net.mappings()).containsExactly(new BridgeMapping("physnet2", "br-ex", "net", true));
    Bridge external = net.bridge("br-ex").orElseThrow();
    assertThat(external.datapathType()).isEqualTo("netdev");
    assertThat(external.getUplinks()).containsExactly("enp6s18");
    LogicalPort localnet = cluster.getLocalnets().get(0);
    assertThat(external.port("patch-" + localnet.name() + "-to-br-int").orElseThrow())
        .satisfies(
            port -> {
              assertThat(port.kind()).isEqualTo("patch");
              assertThat(port.isAttached()).isTrue();
              assertThat(port.getLocalnet()).isEqualTo(localnet.name());
              assertThat(port.peer()).contains("patch-br-int-to-" + localnet.name());
            });
  }

  @Test
  void northbound() {
    LogicalSwitch only = cluster.switches().get(0);
    assertThat(only.isNeutron()).isTrue();
    assertThat(only.getPhysnets()).containsExactly("physnet2");
    assertThat(only.ports()).hasSize(3);
    LogicalPort localnet = only.getLocalnets().get(0);
    assertThat(localnet.addresses()).containsExactly("unknown");
    assertThat(localnet.isNeutron()).isTrue();
    assertThat(localnet.rest()).isEmpty();
  }

  @Test
  void southbound() {
    assertThat(cluster.chassis())
        .extracting(chassis -> chassis.node().orElse("?"), chassis -> chassis.encaps().get(0).ip())
        .containsExactlyInAnyOrder(
            tuple("ctl", "192.0.2.11"), tuple("net", "192.0.2.12"), tuple("cmp", "192.0.2.13"));
    assertThat(cluster.chassis())
        .hasSize(3)
        .allSatisfy(chassis -> assertThat(chassis.mappings()).containsEntry("physnet2", "br-ex"));
    assertThat(cluster.bindings())
        .filteredOn(binding -> binding.type().isEmpty())
        .hasSize(2)
        .allMatch(PortBinding::isBound)
        .allMatch(PortBinding::up)
        .allMatch(binding -> binding.switchName().equals(cluster.switches().get(0).name()));
  }

  @Test
  void vmsBesideTheirInterfacesAndBindings() {
    assertThat(VmPorts.of(cluster))
        .extracting(VmPort::vm, VmPort::host, VmPort::interfaceName, VmPort::boundTo)
        .containsExactly(
            tuple("vm1", "cmp", "tap10000001-00", "cmp"),
            tuple("vm2", "net", "tap10000002-00", "net"));
    assertThat(VmPorts.of(cluster)).hasSize(2).allMatch(VmPort::isReady).allMatch(VmPort::isServed);
    // Without its iface-id it is known by the MAC that Nova wrote, or by its name.
    for (String lost :
        List.of("\\[\"iface-id\",\"10000002[^]]*],", "\\[\"(iface-id|attached-mac)\"[^]]*],")) {
      Cluster without = change("net", text -> text.replaceAll(lost, ""));
      assertThat(VmPorts.of(without))
          .filteredOn(vm -> vm.vm().equals("vm2"))
          .singleElement()
          .satisfies(
              vm -> {
                assertThat(vm.host()).isEqualTo("net");
                assertThat(vm.interfaceName()).isEqualTo("tap10000002-00");
                assertThat(vm.isPlugged()).isFalse();
              });
    }
  }

  @Test
  void whatVmsNeedOfTheirChassis() {
    assertThat(faults(cluster, HopKind.MAPPING)).isEmpty();
    Cluster unmapped =
        change("cmp", text -> text.replace("[\"ovn-bridge-mappings\",\"physnet2:br-ex\"],", ""));
    assertThat(faults(unmapped, HopKind.MAPPING))
        .singleElement()
        .satisfies(
            hop -> {
              assertThat(hop.subject()).isEqualTo("cmp: mapping of physnet2");
              assertThat(hop.facts()).containsEntry("bridge", "br-ex");
            });
  }

  private static List<Hop> faults(Cluster judged, HopKind kind) {
    return ClusterPaths.of(judged).faults().stream()
        .map(HopFault::hop)
        .filter(hop -> hop.kind() == kind)
        .toList();
  }

  @Test
  void tunnelsAndTheSouthbound() {
    Node net = node(cluster, "net");
    assertThat(net.getEncapIps()).containsExactly("192.0.2.12");
    assertThat(net.getEncapTypes()).containsExactly("geneve");
    assertThat(net.getAddresses()).contains("192.0.2.12", "198.51.100.12");
    assertThat(net.getTunnelMtu()).contains(1500L);
    assertThat(LikelyTunnelEnd.of(cluster, net)).isEqualTo("192.0.2.12");
    assertThat(net.bridge("br-int").orElseThrow().ports())
        .filteredOn(BridgePort::isTunnel)
        .extracting(BridgePort::getRemoteIp)
        .containsExactlyInAnyOrder("192.0.2.11", "192.0.2.13");
    assertThat(faults(cluster, HopKind.TUNNEL)).isEmpty();
    assertThat(ClusterFields.usualRemote(cluster)).isEqualTo("tcp:192.0.2.11:6642");
    assertThat(ClusterFields.southboundRemotes(cluster))
        .contains("tcp:192.0.2.11:6642", "tcp:198.51.100.11:6642");
    Cluster cut = change("net", text -> text.replace("192.0.2.13", "192.0.2.113"));
    assertThat(faults(cut, HopKind.TUNNEL))
        .extracting(Hop::subject)
        .containsExactly("net: tunnel to cmp");
    Cluster own =
        change(
            "net",
            text ->
                text.replace(
                    "[\"ovn-encap-ip\",",
                    "[\"ovn-encap-ip-44444444-4444-4444-8444-444444444412\",\"192.0.2.99\"],[\"ovn-encap-ip\","));
    assertThat(node(own, "net").getEncapIps()).containsExactly("192.0.2.99");
  }

  @Test
  void componentsWithWhatStopsThem() {
    Node ctl = node(cluster, "ctl");
    assertThat(ctl.components())
        .extracting(Component::name)
        .containsExactlyInAnyOrder(
            "northd", "northbound", "southbound", "controller", "vswitchd", "ovsdb");
    assertThat(ctl.component("northd").orElseThrow())
        .satisfies(
            northd -> {
              assertThat(northd.isActive()).isTrue();
              assertThat(northd.execStart()).contains("--ovn-manage-ovsdb=no");
              assertThat(northd.execStop())
                  .isEqualTo("/usr/share/ovn/scripts/ovn-ctl stop_northd --no-monitor");
              assertThat(northd.isStoppingDatabases()).isTrue();
              assertThat(northd.status()).contains("active");
            });
    assertThat(ctl.component("northbound").orElseThrow().listeners())
        .containsExactly("0.0.0.0:6641");
    // The package is installed there too, but nobody asked it to be central.
    assertThat(node(cluster, "net").components())
        .extracting(Component::name)
        .containsExactlyInAnyOrder("controller", "vswitchd", "ovsdb");
    assertThat(node(cluster, "net").component("controller").orElseThrow().isConnected()).isTrue();
  }

  /**
   * What Debian's northd leaves behind when it is restarted (incident 002, recorded in the lab).
   */
  @Test
  void databasesThatDoNotServe() {
    Cluster down =
        change(
            "ctl",
            text ->
                text.replaceAll(
                        "(?s)(ovn-ovsdb-server-[ns]b.service\nNames=[^\n]*\nLoadState=loaded\nActiveState=)active",
                        "$1inactive")
                    .replaceAll("LISTEN [^\n]*:664[12] [^\n]*\n", "")
                    .replace("Status: active", "Status: standby"));
    Node ctl = node(down, "ctl");
    assertThat(ctl.problems()).isEmpty();
    for (String database : List.of("northbound", "southbound")) {
      assertThat(ctl.component(database).orElseThrow())
          .satisfies(
              component -> {
                assertThat(component.isActive()).isFalse();
                assertThat(component.listeners()).isEmpty();
              });
    }
    assertThat(ctl.component("northd").orElseThrow())
        .satisfies(
            northd -> {
              assertThat(northd.isActive()).isTrue();
              assertThat(northd.status()).contains("standby");
            });
  }

  @Test
  void aMendedNorthdLeavesTheDatabasesAlone() {
    Cluster mended =
        change(
            "ctl",
            text ->
                text.replace(
                    "stop_northd --no-monitor", "--ovn-manage-ovsdb=no stop_northd --no-monitor"));
    assertThat(node(mended, "ctl").component("northd").orElseThrow().isStoppingDatabases())
        .isFalse();
    Cluster unheard = change("ctl", text -> text.replace("Status: active", "Status: maybe"));
    assertThat(node(unheard, "ctl").component("northd").orElseThrow().status()).isEmpty();
  }

  @Test
  void toolsAndVersions() {
    assertThat(node(cluster, "net").tools())
        .containsEntry("ovn-controller", "23.03.1")
        .containsEntry("ovs-vsctl", "3.1.0")
        .containsKey("flock")
        .doesNotContainKey("docker");
  }

  @Test
  void anAbsentNodeIsNotAsked() {
    Cluster partial =
        RecordedNodes.collect(
            List.of(
                new FactsCollector.CollectedNode(
                    "old", "192.0.2.99", List.of("chassis"), Optional.of("waits for a disk"))),
            Map.of(
                "old",
                text -> {
                  throw new AssertionError("asked");
                }));
    assertThat(node(partial, "old").absent()).contains("waits for a disk");
    assertThat(node(partial, "old").isRead()).isFalse();
  }

  @Test
  void anAnswerCutShortIsNoAnswer() {
    Cluster cut = change("net", text -> text.substring(0, text.length() / 2));
    assertThat(node(cut, "net").unreachable()).contains("the facts are cut short");
    assertThat(node(cut, "cmp").isRead()).isTrue();
  }

  @Test
  void databasesAreBelievedOnlyFromCentralNodes() {
    List<FactsCollector.CollectedNode> nobodyCentral =
        RecordedNodes.TARGETS.stream()
            .map(
                t -> new FactsCollector.CollectedNode(t.name(), t.address(), List.of(), t.absent()))
            .toList();
    Cluster none = RecordedNodes.collect(nobodyCentral, Map.of());
    assertThat(none.switches()).isEmpty();
    assertThat(none.northbound()).isEmpty();
  }

  @Test
  void contentCannotFakeASection() {
    Cluster faked =
        change(
            "net",
            text ->
                text.replace(
                    "\"physnet2:br-ex\"",
                    "\"physnet2:br-ex\\nsafeops-0 end ovs 0\\nsafeops-0 begin nb\\n[]\""));
    assertThat(faked.switches()).hasSize(1);
    assertThat(node(faked, "net").externalIds().get("ovn-bridge-mappings"))
        .contains("\uFFFD")
        .doesNotContain("\n");
  }

  @Test
  void controlAndDirectionCharactersAreReplaced() {
    Cluster doctored =
        change("ctl", text -> text.replace("\"public\"", "\"pub\u202elic\\u001b[31m\""));
    assertThat(doctored.switches().get(0).externalIds().get("neutron:network_name"))
        .isEqualTo("pub\uFFFDlic\uFFFD[31m");
  }

  @Test
  void aTableThatIsNotWhatItShouldBeIsAProblemOfThatTable() {
    Cluster odd = change("net", text -> text.replace("\"fail_mode\":\"secure\"", "\"name\":7,"));
    assertThat(node(odd, "net").problems())
        .singleElement()
        .asString()
        .startsWith("Open_vSwitch could not be read: ");
    Cluster deep = change("ctl", text -> text.replace("[{\"rows\":", "[".repeat(5000)));
    assertThat(deep.northbound().orElseThrow().problem()).isPresent();
    assertThat(deep.switches()).isEmpty();
    Cluster port =
        change("net", text -> text.replaceAll("\"ofport\":[0-9]+", "\"ofport\":\"a; reboot\""));
    assertThat(node(port, "net").problems()).singleElement().asString().contains("ofport");
  }

  @Test
  void aMissingToolIsNoProblem() {
    Cluster bare =
        change(
            "net",
            text ->
                text.replaceAll(
                    "(?s)MARK begin ovs\n.*?MARK end ovs 0", "MARK begin ovs\n\nMARK end ovs 127"));
    assertThat(node(bare, "net").problems()).isEmpty();
    assertThat(node(bare, "net").bridges()).isEmpty();
  }

  private static Cluster change(String node, UnaryOperator<String> change) {
    return RecordedNodes.collect(RecordedNodes.TARGETS, Map.of(node, change));
  }
}
