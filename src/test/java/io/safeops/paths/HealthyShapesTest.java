package io.safeops.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.document.DocumentException;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.Encap;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shapes that look odd and are healthy: doctor is silent. The lab itself has routed segments, where
 * each chassis maps only one physical network of a switch.
 */
class HealthyShapesTest {

  private static final Cluster HEALTHY = RecordedRows.NETWORKS.healthy();
  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  private static final String NET = "44444444-4444-4444-8444-444444444412";
  private static final String CMP = "44444444-4444-4444-8444-444444444413";
  private static final String VM1 = "10000001-0000-4000-8000-000000000001";
  private static final String NEW = "20000001-0000-4000-8000-000000000001";

  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of("two physical networks on one bridge", row("two-physnets-own-vlans")),
        Arguments.of("a distributed floating IP", row("floating-ip-distributed")),
        Arguments.of("a port that may be on two chassis", row("requested-chassis-both")),
        Arguments.of("a chassis without mapping and without ends", row("mapping-of-ctl-removed")),
        Arguments.of("a second choice of gateway that is no node", row("gateway-lower")),
        Arguments.of("a bond with mode balance-slb", row("bond-balance-slb")),
        Arguments.of("an uplink with trunks", row("uplink-trunks-both")),
        Arguments.of("a bridge in fail mode secure with flows", row("bridge-flows")),
        Arguments.of("an SR-IOV port", srIov()),
        Arguments.of("a subport of a trunk", subport()),
        Arguments.of("a third of the VMs is off", vmsOff()),
        Arguments.of("a migration under way", migration()),
        Arguments.of("a chassis of another availability zone", otherZone()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void doctorIsSilent(String shape, Cluster cluster) throws DocumentException {
    ClusterPaths paths = ClusterPaths.of(cluster);
    assertThat(paths.faults()).as(shape).isEmpty();
    assertThat(PolicySet.load(List.of()).evaluate(cluster))
        .as(shape)
        .filteredOn(Violation::isDeny)
        .filteredOn(each -> each.rule().startsWith("paths/"))
        .isEmpty();
  }

  @Test
  void oneMemberOfABondIsAWarning() {
    for (String row : List.of("bond-member-down", "bond-member-no-carrier")) {
      ClusterPaths paths = ClusterPaths.of(row(row));
      assertThat(paths.faults()).as(row).isEmpty();
      assertThat(paths.warnings()).as(row).isNotEmpty();
    }
  }

  /** So the lab left a VM whose port had lost a subport. */
  @Test
  void aPortWithoutTheMarkThatItsFlowsAreInstalledIsAWarning() {
    Cluster cluster =
        HEALTHY.withNode("cmp", node -> node.withBridge("br-int", HealthyShapesTest::unmarked));
    ClusterPaths paths = ClusterPaths.of(cluster);
    assertThat(paths.faults()).isEmpty();
    assertThat(paths.warnings())
        .isNotEmpty()
        .allMatch(each -> each.getText().contains("has no ovn-installed=true: packets pass"));
  }

  private static Bridge unmarked(Bridge bridge) {
    List<BridgePort> ports = new ArrayList<>();
    for (BridgePort port : bridge.ports()) {
      Map<String, String> ids = new TreeMap<>(port.externalIds());
      ids.remove("ovn-installed");
      ports.add(port.toBuilder().externalIds(ids).build());
    }
    return bridge.toBuilder().ports(ports).build();
  }

  private static Cluster row(String name) {
    return RecordedRows.NETWORKS.cluster(name);
  }

  private static Cluster with(Cluster cluster, LogicalPort port, PortBinding binding) {
    List<PortBinding> bindings = new ArrayList<>(cluster.bindings());
    bindings.add(binding);
    return cluster
        .withSwitch(port.switchName(), each -> each.withPort(port))
        .withBindings(bindings);
  }

  private static LogicalPort.Builder newPort() {
    return LogicalPort.builder(NEW, SWITCH)
        .addresses(List.of("fa:16:3e:00:09:01 192.0.2.191"))
        .enabled(true)
        .up(true);
  }

  private static PortBinding.Builder newBinding() {
    return PortBinding.builder(NEW).switchName(SWITCH).chassis(Optional.of(NET)).up(true);
  }

  private static Cluster srIov() {
    return with(HEALTHY, newPort().type("external").build(), newBinding().type("external").build());
  }

  private static Cluster subport() {
    return with(
        HEALTHY,
        newPort().rest(Map.of("parent_name", "\"" + VM1 + "\"", "tag", "5")).build(),
        newBinding().chassis(Optional.of(CMP)).parentPort(Optional.of(VM1)).build());
  }

  private static Cluster vmsOff() {
    Set<String> off =
        Set.of(VM1, "10000004-0000-4000-8000-000000000004", "10000008-0000-4000-8000-000000000008");
    Cluster cluster = HEALTHY;
    for (Node node : HEALTHY.nodes()) {
      cluster =
          cluster.withNode(
              node.name(), each -> each.withBridge("br-int", bridge -> without(bridge, off)));
    }
    for (String port : off) {
      String owner =
          HEALTHY.getPorts().stream()
              .filter(each -> each.name().equals(port))
              .map(LogicalPort::switchName)
              .findFirst()
              .orElseThrow();
      cluster =
          cluster.withSwitch(
              owner,
              each -> each.withPort(each.port(port).orElseThrow().toBuilder().up(false).build()));
    }
    return cluster.withBindings(
        cluster.bindings().stream()
            .map(
                each ->
                    off.contains(each.logicalPort())
                        ? each.toBuilder().chassis(Optional.empty()).up(false).build()
                        : each)
            .toList());
  }

  private static Bridge without(Bridge bridge, Set<String> ids) {
    List<BridgePort> ports =
        bridge.ports().stream()
            .filter(each -> !ids.contains(each.externalIds().getOrDefault(BridgePort.IFACE_ID, "")))
            .toList();
    return bridge.toBuilder().ports(ports).build();
  }

  /** The port is still on cmp, and its interface is on net already. */
  private static Cluster migration() {
    BridgePort source =
        HEALTHY
            .node("cmp")
            .orElseThrow()
            .bridge("br-int")
            .orElseThrow()
            .port("tap10000001-00")
            .orElseThrow();
    BridgePort target = source.toBuilder().ofport(99).build();
    return row("requested-chassis-both")
        .withNode(
            "net",
            node ->
                node.withBridge(
                    "br-int",
                    bridge ->
                        bridge.toBuilder()
                            .ports(
                                Stream.concat(bridge.ports().stream(), Stream.of(target)).toList())
                            .build()))
        .withBindings(
            row("requested-chassis-both").bindings().stream()
                .map(
                    each ->
                        each.logicalPort().equals(VM1)
                            ? each.toBuilder().additionalChassis(Optional.of(List.of(NET))).build()
                            : each)
                .toList());
  }

  private static Cluster otherZone() {
    List<Chassis> chassis = new ArrayList<>(HEALTHY.chassis());
    chassis.add(
        Chassis.builder("55555555-5555-4555-8555-555555555555")
            .hostname("far")
            .encaps(List.of(new Encap("geneve", "203.0.113.7")))
            .otherConfig(Optional.of(Map.of("is-remote", "true")))
            .build());
    return HEALTHY.withChassis(chassis);
  }
}
