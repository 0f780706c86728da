package io.safeops.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.diagnosis.HealthyCluster;
import io.safeops.facts.derive.VmPort;
import io.safeops.facts.derive.VmPorts;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Path;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import io.safeops.paths.verdict.PathChange;
import io.safeops.paths.verdict.PathComparison;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What single facts make of paths. */
class PathFaultsTest {

  private static final String VM2 = "10000002-0000-4000-8000-000000000002";
  private static final String CMP = "44444444-4444-4444-8444-444444444413";
  private static final String NET = "44444444-4444-4444-8444-444444444412";

  private static List<String> faults(String... changes) throws Exception {
    return ClusterPaths.of(HealthyCluster.with(changes)).faults().stream()
        .map(HopFault::getText)
        .toList();
  }

  private static List<String> warnings(String... changes) throws Exception {
    return ClusterPaths.of(HealthyCluster.with(changes)).warnings().stream()
        .map(HopFault::getText)
        .toList();
  }

  private static PathChange change(Cluster before, Cluster after) {
    return PathComparison.of(before, List.of(new PathComparison.StepResult("s", after)));
  }

  private static Path path(Cluster cluster, String label) {
    return ClusterPaths.of(cluster).paths().stream()
        .filter(each -> each.getLabel().equals(label))
        .findFirst()
        .orElseThrow();
  }

  /**
   * OVN delivers to one of the two, on each chassis another one (seen in the lab): neither is safe.
   */
  @Test
  void aVmWithTheMacOfARouterPortIsBrokenAsTheRouterIs() throws Exception {
    List<String> faults =
        ClusterPaths.of(RecordedRows.NETWORKS.cluster("router-port-mac")).faults().stream()
            .map(HopFault::getText)
            .filter(text -> text.contains("too: packets reach one of them"))
            .toList();
    assertThat(faults).hasSize(2);
    assertThat(faults).anyMatch(text -> text.contains("router port lrp-"));
    assertThat(faults).anyMatch(text -> text.contains("of the switch has its MAC"));
  }

  /** The localnet is made again, and the mapping of the node is lost meanwhile. */
  @Test
  void aPathThatDidNotWorkBeforeIsCutAgain() throws Exception {
    Cluster before =
        HealthyCluster.with(
            "switches[public].ports[provnet-33333333-3333-4333-8333-333333333333]: ~");
    Cluster after = HealthyCluster.with("nodes[cmp].mappings: []");

    assertThat(change(before, after).cuts())
        .filteredOn(cut -> cut.again())
        .singleElement()
        .satisfies(
            cut -> {
              assertThat(cut.getText())
                  .contains("mapping", "this is one more reason: vm1 -> its provider network");
              assertThat(cut.isOnlyDegraded()).isFalse();
            });
    assertThat(change(before, before).cuts()).isEmpty();
    assertThat(change(before, HealthyCluster.with()).cuts()).isEmpty();
  }

  @Nested
  class OfPorts {

    @Test
    void aPortThatLosesUnknownLosesTheAddressesBehindIt() throws Exception {
      Cluster before =
          HealthyCluster.with(
              "switches[public].ports[vm2].addresses: ['fa:16:3e:00:00:02 192.0.2.102', unknown]");

      assertThat(change(before, HealthyCluster.with()).cuts())
          .anyMatch(cut -> cut.getText().contains("`unknown` was among them"));
    }

    @Test
    void theVmIsWhereItsInterfaceHasADevice() throws Exception {
      VmPort vm =
          VmPorts.of(
                  HealthyCluster.with(
                      "nodes[ctl].bridges[br-int].ports[+tap10000002-00]: {ofport: -1, externalIds:"
                          + " {iface-id: "
                          + VM2
                          + "}}",
                      "bindings[vm2]: {chassis: ~, up: false}"))
              .stream()
              .filter(each -> each.name().equals(VM2))
              .findFirst()
              .orElseThrow();

      assertThat(vm.host()).isEqualTo("net");
    }

    @ParameterizedTest
    @CsvSource({"'',true", "net,false", "'net,cmp',false"})
    void twoInterfacesAreRivalsIfOneNameMeansBoth(String requested, boolean rivals)
        throws Exception {
      List<String> faults =
          faults(
              "nodes[cmp].bridges[br-int].ports[+tap10000002-00].externalIds: {iface-id: "
                  + VM2
                  + "}",
              "switches[public].ports[vm2].options: "
                  + (requested.isEmpty() ? "{}" : "{requested-chassis: '" + requested + "'}"));

      assertThat(faults.toString().contains("it is the iface-id of 2 interfaces"))
          .isEqualTo(rivals);
    }

    @Test
    void aVhostUserInterfaceWithoutALinkIsThatOfAVmThatIsOff() throws Exception {
      String member =
          "nodes[net].bridges[br-int].ports[tap10000002-00].members: [{name: tap10000002-00, kind:"
              + " dpdkvhostuserclient, ofport: 5, linkState: down, adminState: up}]";

      assertThat(faults(member)).isEmpty();
      assertThat(warnings(member)).anyMatch(text -> text.contains("the VM is off"));
    }

    @Test
    void anExternalPortThatAVmShouldHaveIsNotIdle() throws Exception {
      String port = "switches[public].ports[+vf]: {type: external, up: false";
      String dhcp =
          ", rest: {dhcpv4_options: '[\"uuid\",\"7f7f7f7f-0000-4000-8000-000000000001\"]'}";

      assertThat(faults(port + dhcp + "}")).isEmpty();
      assertThat(faults(port + dhcp + ", options: {requested-chassis: net}}"))
          .anyMatch(text -> text.contains("it is of type external, and no chassis holds it"));
    }

    @Test
    void theFramesOfAnExternalPortDoNotPassItsHolder() throws Exception {
      Cluster cluster =
          HealthyCluster.with(
              "switches[public].ports[+vf]: {type: external}",
              "bindings[+vf]: {type: external, chassis: " + NET + "}");

      assertThat(ClusterPaths.of(cluster).paths()).noneMatch(path -> path.end().id().equals("vf"));
    }

    @Test
    void aControllerThatIsStoppedExplainsWhyNobodyAnswersDhcp() throws Exception {
      Cluster cluster =
          HealthyCluster.with(
              "switches[public].ports[vm2].rest: {dhcpv4_options:"
                  + " '[\"uuid\",\"7f7f7f7f-0000-4000-8000-000000000001\"]'}",
              "dhcpOptions: [{uuid: 7f7f7f7f-0000-4000-8000-000000000001, cidr: 192.0.2.0/24,"
                  + " options: {server_id: 192.0.2.1, server_mac: 'fa:16:3e:00:00:ff', lease_time:"
                  + " '60'}}]",
              "nodes[net].components[controller]: {state: failed, process: ''}");

      assertThat(path(cluster, "vm2 -> DHCP").answer()).isEqualTo(Answer.BROKEN);
      assertThat(ClusterPaths.of(cluster).faults())
          .filteredOn(each -> each.getKind().equals("controller-runs"))
          .singleElement()
          .satisfies(
              fault -> {
                assertThat(fault.getText()).contains("Nothing new is applied for").contains("DHCP");
              });
    }
  }

  @Nested
  class OfRouters {

    private static final String PORT = "10000003-0000-4000-8000-000000000003";

    private static Cluster routed(String router, String... changes) throws Exception {
      return HealthyCluster.with(
          (String.join("\n", changes)
                  + "\nswitches[+t].ports: [{name: t-r, type: router, addresses: [router], options:"
                  + " {router-port: r-t}}, {name: "
                  + PORT
                  + ", addresses: ['fa:16:3e:00:00:03 10.0.0.3'], up: true}]"
                  + "\nswitches[public].ports[+gw]: {type: router, addresses: [router], options:"
                  + " {router-port: r-gw}}"
                  + "\nbindings[+"
                  + PORT
                  + "]: {switchName: t, chassis: "
                  + CMP
                  + "}\nnodes[cmp].bridges[br-int].ports[+tap10000003-00].externalIds: {iface-id: "
                  + PORT
                  + ", ovn-installed: 'true'}\nlogicalRouters: [{name: r, "
                  + router
                  + "}]")
              .trim()
              .split("\n"));
    }

    private static String ports(String chassis) {
      return "ports: [{name: r-t, networks: [10.0.0.1/24]}, {name: r-gw, networks:"
          + " [192.0.2.150/24], gatewayChassis: [{name: g, chassisName: "
          + chassis
          + ", priority: 1}]}]";
    }

    private static String nat(String rest) {
      return ", nats: [{type: dnat_and_snat, externalIp: 192.0.2.160, logicalIp: 10.0.0.3"
          + rest
          + "}]";
    }

    @Test
    void aDistributedFloatingIpNeedsNoGateway() throws Exception {
      String outside = PORT + " -> outside through router r";
      String own = ", externalMac: 'fa:16:3e:00:00:0f', logicalPort: " + PORT;

      assertThat(path(routed(ports("gone") + nat(own)), outside).answer()).isEqualTo(Answer.WORKS);
      assertThat(path(routed(ports("gone") + nat("")), outside).answer()).isEqualTo(Answer.BROKEN);
    }

    @ParameterizedTest
    @CsvSource({
      "'bfdSessions: [{logicalPort: r-gw, dstIp: 192.0.2.1, status: down}]',false,BROKEN",
      "'bfdSessions: [{logicalPort: r-gw, dstIp: 192.0.2.1, status: down}]',true,DEGRADED",
      "'bfdSessions: [{logicalPort: r-gw, dstIp: 192.0.2.1, status: up}]',false,WORKS",
      "'',false,UNKNOWN"
    })
    void aRouteWorksAsLongAsItsBfdSession(String sessions, boolean second, Answer answer)
        throws Exception {
      String route = "{prefix: 0.0.0.0/0, nexthop: 192.0.2.1, outputPort: r-gw, bfd: b}";
      String routes =
          ", routes: [" + route + (second ? ", {prefix: 0.0.0.0/0, nexthop: 192.0.2.2}" : "") + "]";
      Cluster cluster =
          routed(
              ports(NET) + ", nats: []" + routes,
              sessions,
              "bindings[+cr-r-gw]: {type: chassisredirect, chassis: " + NET + "}");

      assertThat(path(cluster, "router r -> outside through router r").answer()).isEqualTo(answer);
    }

    @Test
    void aGatewayRouterIsWhereItsPortsAreBound() throws Exception {
      String router = "options: {chassis: gone}, ports: [{name: r-gw, networks: [192.0.2.150/24]}]";

      assertThat(ClusterPaths.of(routed(router, "bindings[+r-gw]: {type: l3gateway}")).faults())
          .anyMatch(
              fault ->
                  fault.getText().contains("no chassis carries it. Named are gone, which is no"));
    }
  }

  @Nested
  class OfNodes {

    @Test
    void aCentralNodeWithAnUnusedControllerIsNoChassis() throws Exception {
      Cluster cluster =
          HealthyCluster.with(
              "nodes[ctl].roles: [central]",
              "nodes[ctl].components[controller]: {state: inactive, process: '', connection: ''}",
              "chassis[44444444-4444-4444-8444-444444444411]: ~");

      assertThat(ClusterPaths.of(cluster).paths())
          .filteredOn(path -> path.end().id().equals("ctl"))
          .extracting(path -> path.kind().word())
          .containsExactly("operator");
    }

    /** The remote of an ovn-controller that is not connected, on another node. */
    @ParameterizedTest
    @CsvSource({"tcp:192.0.2.11:6642,true", "tcp:192.0.2.99:6642,false"})
    void aDatabaseWithoutAPortIsAFaultIfARemoteNamesItsNode(String remote, boolean fault)
        throws Exception {
      List<String> faults =
          faults(
              "southbound: {remotes: []}",
              "nodes[ctl].components[southbound].listeners: []",
              "nodes[net].components[controller].connection: not connected",
              "nodes[net].externalIds[ovn-remote]: '" + remote + "'");

      assertThat(faults.toString().contains("listens on no TCP port")).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({"unix:/run/ovn/ovnsb_db.sock,WORKS", "tcp:sb.example:6642,NOT_MODELLED"})
    void theWayToASouthboundWithoutAnAddressIsNotUnknown(String remote, Answer answer)
        throws Exception {
      Cluster cluster =
          HealthyCluster.with(
              "nodes[net].externalIds[ovn-remote]: '" + remote + "'",
              "nodes[net].southboundPath: {server: '', client: '', device: '', chain: [], uplinks:"
                  + " [], bridges: []}");

      assertThat(path(cluster, "net -> the Southbound").answer()).isEqualTo(answer);
    }

    @Test
    void aChassisWithoutANodeThatAppliesNothingIsAFault() throws Exception {
      String late = "northbound: {nbCfg: 5, timestamp: 1000}\ncollectedAt: '2026-11-20T00:00:00Z'";
      String cfg = "chassis[" + NET + "].nbCfg: 5";
      String other = "chassis[+old]: {hostname: old.example, encaps: [{type: geneve, ip: %s}]}";
      String binding = "bindings[+far]: {switchName: far, chassis: old}";

      assertThat(faults(late, cfg, String.format(other, "192.0.2.99")))
          .anyMatch(text -> text.contains("its ovn-controller is behind. It holds no port"));
      assertThat(faults(late, cfg, String.format(other, "192.0.2.12")))
          .anyMatch(text -> text.contains("left over, because node net has its address"));
      assertThat(faults(late, cfg, String.format(other, "192.0.2.99"), binding))
          .anyMatch(text -> text.contains("may be left over, or its ovn-controller is behind"));
    }

    @ParameterizedTest
    @CsvSource({
      "'a:br-a,,b:br-b','{a=br-a}'",
      "'a:br-a,b,c:br-c','{a=br-a}'",
      "'a:br-a, b:br-b','{ b=br-b, a=br-a}'"
    })
    void mappingsAreReadAsOvnControllerReadsThem(String text, String entries) {
      assertThat(BridgeMapping.entries(text).toString()).isEqualTo(entries);
    }
  }

  @Test
  void aStepThatDeletesAPortWithoutAPathIsNamed() throws Exception {
    Cluster before = HealthyCluster.with("switches[public].ports[+gw]: {type: l2gateway}");

    assertThat(change(before, HealthyCluster.with()).notModelled())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.port()).isEqualTo("gw");
              assertThat(row.what()).isEqualTo("deletes");
            });
  }
}
