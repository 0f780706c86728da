package io.safeops.paths.intent;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.diagnosis.HealthyCluster;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Path;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import io.safeops.paths.verdict.PathComparison;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways through several routers, as ovn-kubernetes has them, and what no path is about. */
class RouterChainsTest {

  private static final String CMP = "44444444-4444-4444-8444-444444444413";
  private static final String NET = "44444444-4444-4444-8444-444444444412";

  /**
   * A pod on cmp: its node's switch, the cluster's router, the join switch, two gateway routers.
   */
  private static final List<String> KUBERNETES =
      List.of(
          "switches[+node-cmp]: {ports: [{name: pod, addresses: ['0a:58:0a:f4:00:03 10.244.0.3'], up:"
              + " true}, {name: stor-cmp, type: router, options: {router-port: rtos-cmp}}]}",
          "switches[+join]: {ports: [{name: jtor-cluster, type: router, options: {router-port:"
              + " rtoj-cluster}}, {name: jtor-cmp, type: router, options: {router-port: rtoj-cmp}},"
              + " {name: jtor-net, type: router, options: {router-port: rtoj-net}}]}",
          "switches[public].ports[+etor-cmp]: {type: router, options: {router-port: rtoe-cmp}}",
          "switches[public].ports[+etor-net]: {type: router, options: {router-port: rtoe-net}}",
          "bindings[+pod]: {chassis: " + CMP + ", up: true}",
          "nodes[cmp].bridges[br-int].ports[+pod0]: {externalIds: {iface-id: pod, ovn-installed: 'true'}}",
          "bindings[+rtoe-cmp]: {type: l3gateway, chassis: " + CMP + "}",
          "bindings[+rtoe-net]: {type: l3gateway, chassis: " + NET + "}");

  private static final String CLUSTER_ROUTER =
      "{name: cluster, nats: [], ports: [{name: rtos-cmp, networks: [10.244.0.1/24], gatewayChassis:"
          + " [{name: rtos-cmp-cmp, chassisName: "
          + CMP
          + "}]}, {name: rtoj-cluster, networks: [100.64.0.1/16]}], routes: [{prefix: 10.244.0.0/24,"
          + " nexthop: 100.64.0.2, policy: src-ip}, {prefix: 10.244.1.0/24, nexthop: 100.64.0.3,"
          + " policy: src-ip}]}";

  private static String gateway(String node, String chassis, String join, String outside) {
    return "{name: GR_%s, options: {chassis: %s}, nats: [], ports: [{name: rtoj-%s, networks: [%s]}, {name: rtoe-%s, networks: [%s]}], routes: [{prefix: 0.0.0.0/0, nexthop: 192.0.2.1}]}"
        .formatted(node, chassis, node, join, node, outside);
  }

  private static Cluster changed(String... changes) throws Exception {
    return cluster(CLUSTER_ROUTER, changes);
  }

  private static Cluster cluster(String router, String... changes) throws Exception {
    List<String> all = new ArrayList<>(KUBERNETES);
    all.add(
        "logicalRouters: ["
            + router
            + ", "
            + gateway("cmp", CMP, "100.64.0.2/16", "192.0.2.202/24")
            + ", "
            + gateway("net", NET, "100.64.0.3/16", "192.0.2.203/24")
            + "]");
    all.addAll(List.of(changes));
    return HealthyCluster.with(all.toArray(String[]::new));
  }

  private static List<Path> outside(Cluster cluster) {
    return ClusterPaths.of(cluster).paths().stream()
        .filter(each -> each.getLabel().startsWith("pod -> outside"))
        .toList();
  }

  @Test
  void aPodLeavesByTheGatewayRouterOfItsNode() throws Exception {
    assertThat(outside(changed()))
        .singleElement()
        .satisfies(
            path -> {
              assertThat(path.getLabel()).isEqualTo("pod -> outside through router GR_cmp");
              assertThat(path.hops().stream().filter(hop -> hop.answer() != Answer.WORKS))
                  .isEmpty();
              assertThat(path.hops().stream().map(hop -> hop.subject()))
                  .contains(
                      "router port rtos-cmp",
                      "router port rtoj-cluster",
                      "router cluster: route to 10.244.0.0/24",
                      "router port rtoj-cmp",
                      "gateway of router port rtoe-cmp");
            });
    assertThat(ClusterPaths.of(changed()).faults()).isEmpty();
    assertThat(ClusterPaths.of(changed()).unmodelled()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "switches[join].ports[jtor-cmp].enabled: false|router port rtoj-cmp: port jtor-cmp",
        "switches[join].ports[jtor-cluster].enabled: false|router port rtoj-cluster: port jtor-cluster",
        "logicalRouters[cluster].ports[rtoj-cluster].enabled: false|router port rtoj-cluster: it is disabled",
        "logicalRouters[GR_cmp].enabled: false|router GR_cmp is disabled",
        "logicalRouters[cluster].ports[rtos-cmp].enabled: false|router port rtos-cmp: it is disabled",
        "bindings[rtoe-cmp].chassis: ~|gateway of router port rtoe-cmp: no chassis carries it"
      })
  void eachHopOfTheChainCounts(String change, String why) throws Exception {
    assertThat(ClusterPaths.of(changed(change)).faults().stream().map(HopFault::getText))
        .anyMatch(each -> each.contains(why) && each.contains("pod -> outside through router GR_"));
  }

  @Test
  void aStepThatTakesTheRouteAwayCutsThePath() throws Exception {
    Cluster after =
        cluster(
            CLUSTER_ROUTER.replace(
                "{prefix: 10.244.0.0/24, nexthop: 100.64.0.2, policy: src-ip}, ", ""));

    assertThat(
            PathComparison.of(changed(), List.of(new PathComparison.StepResult("s", after))).cuts())
        .anyMatch(
            cut ->
                cut.getText()
                    .startsWith(
                        "router cluster: route to 10.244.0.0/24: the router does not have it any"
                            + " more. Cut off: pod -> outside through router GR_cmp"));
  }

  @Test
  void aStepThatTakesTheRouteBackAwayCutsThePath() throws Exception {
    String back =
        "logicalRouters[GR_cmp].routes: [{prefix: 0.0.0.0/0, nexthop: 192.0.2.1}, {prefix:"
            + " 10.244.0.0/16, nexthop: 100.64.0.1}]";

    assertThat(
            PathComparison.of(changed(back), List.of(new PathComparison.StepResult("s", changed())))
                .cuts())
        .singleElement()
        .extracting(cut -> cut.getText())
        .asString()
        .startsWith("router GR_cmp: route to 10.244.0.0/16: the router does not have it");
  }

  @Test
  void routersThatAreEachOthersPeersNeedNoSwitch() throws Exception {
    Cluster peers =
        cluster(
            CLUSTER_ROUTER,
            "logicalRouters[cluster].ports[+direct]: {networks: [100.65.0.1/30], peer: back}",
            "logicalRouters[GR_cmp].ports[+back]: {networks: [100.65.0.2/30], peer: direct}",
            "logicalRouters[cluster].routes: [{prefix: 0.0.0.0/0, nexthop: 100.65.0.2}]");

    assertThat(outside(peers)).singleElement().extracting(Path::answer).isEqualTo(Answer.WORKS);
    assertThat(outside(peers).get(0).hops().stream().map(hop -> hop.subject()))
        .contains("router port direct", "router port back");
  }

  @Test
  void aWayThatNoRouteTellsIsCounted() throws Exception {
    Cluster cluster = cluster(CLUSTER_ROUTER, "logicalRouters[cluster].routes: []");

    assertThat(outside(cluster)).isEmpty();
    assertThat(Unmodelled.texts(ClusterPaths.of(cluster).unmodelled(), 3))
        .containsExactly("1 way through a second router (router cluster)");
  }

  @Test
  void whatIsNotModelledIsCountedByKindWithItsNames() throws Exception {
    Cluster cluster =
        HealthyCluster.with(
            "switches[public].ports[+meta]: {type: localport}",
            "loadBalancers: [a, b, c, d, e]",
            "policyRouters: [router]",
            "nodes[ctl].databaseDisks: []");

    assertThat(Unmodelled.texts(ClusterPaths.of(cluster).unmodelled(), 3))
        .containsExactly(
            "1 network's metadata (public)",
            "5 load balancers (a, b, c, and 2 more)",
            "1 router with policies (router)",
            "3 disks of databases (northbound on ctl, ovsdb on ctl, southbound on ctl)");
    assertThat(ClusterPaths.of(cluster).faults()).isEmpty();
  }
}
