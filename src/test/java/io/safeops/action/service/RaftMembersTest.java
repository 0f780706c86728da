package io.safeops.action.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.ActionException;
import io.safeops.action.ComponentStop;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.ServiceSupervisor;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The order in which members of a RAFT cluster are restarted, and when none may be. */
class RaftMembersTest {

  private static final List<String> NODES = List.of("cmp", "ctl", "net");

  private static Cluster cluster(boolean clustered) {
    Cluster cluster = RecordedNodes.cluster();
    for (String node : List.of("net", "cmp")) {
      cluster = cluster.withNode(node, each -> each.withComponents(List.of(member(node))));
    }
    return cluster.withDatabases(
        Optional.of(status("OVN_Northbound", "cmp", clustered)),
        Optional.of(status("OVN_Southbound", "cmp", clustered)));
  }

  private static Component member(String node) {
    return Component.builder("northbound", node)
        .manager(ServiceSupervisor.SYSTEMD)
        .unit("ovn-ovsdb-server-nb.service")
        .state("active")
        .listeners(List.of("0.0.0.0:6641"))
        .build();
  }

  private static DatabaseStatus status(String name, String node, boolean clustered) {
    return DatabaseStatus.builder(name, node)
        .remotes(List.of("ptcp:6641:0.0.0.0"))
        .clustered(clustered)
        .leader(true)
        .build();
  }

  private static Cluster without(String node) {
    return cluster(true)
        .withNode(node, each -> each.withComponent("northbound", Component::stopped));
  }

  private static ComponentStop stop(String node) {
    return new ComponentStop(node, "northbound", "ovn-ovsdb-server-nb.service", true, true, false);
  }

  @Test
  void theLeaderIsLastAndWhatIsDownIsFirst() {
    assertThat(RaftMembers.followersFirst(NODES, cluster(true)))
        .containsExactly("ctl", "net", "cmp");
    assertThat(RaftMembers.followersFirst(NODES, without("net")))
        .containsExactly("net", "ctl", "cmp");
    assertThat(RaftMembers.followersFirst(NODES, cluster(false))).isEqualTo(NODES);
  }

  @Test
  void aMemberThatIsDownCountsBesideTheStoppedOne() {
    assertThat(RaftMembers.down(List.of(stop("ctl")), cluster(true))).isEmpty();
    assertThat(RaftMembers.down(List.of(stop("ctl")), without("net")))
        .containsExactly("northbound on net");
    assertThat(RaftMembers.down(List.of(stop("net")), without("net"))).isEmpty();
    assertThat(RaftMembers.down(List.of(stop("ctl"), stop("cmp")), cluster(true)))
        .containsExactlyInAnyOrder("northbound on ctl", "northbound on cmp");
    assertThat(RaftMembers.down(List.of(), without("net"))).isEmpty();
    assertThat(RaftMembers.down(List.of(stop("ctl")), cluster(false))).isEmpty();
  }

  @Test
  void theOtherMembersAreAskedWhereTheyListen() throws Exception {
    Cluster cluster = cluster(true);
    assertThat(
            RaftMembers.others(
                ComponentName.NORTHBOUND, cluster.node("ctl").orElseThrow(), cluster))
        .containsExactlyInAnyOrder("tcp:192.0.2.12:6641", "tcp:192.0.2.13:6641");
  }

  /** TLS only if there is no other listener: a listener without TLS needs no keys. */
  @Test
  void theOtherMembersAreAskedOverTlsIfTheyHaveNothingElse() throws Exception {
    assertThat(others("pssl:6641:0.0.0.0")).contains("ssl:192.0.2.12:6641");
    assertThat(others("pssl:6641", "ptcp:6645:0.0.0.0")).contains("tcp:192.0.2.12:6645");
  }

  private static List<String> others(String... remotes) throws ActionException {
    Cluster cluster =
        cluster(true)
            .withDatabases(
                Optional.of(
                    DatabaseStatus.builder("OVN_Northbound", "cmp")
                        .remotes(List.of(remotes))
                        .clustered(true)
                        .leader(true)
                        .build()),
                Optional.empty());
    return RaftMembers.others(ComponentName.NORTHBOUND, cluster.node("ctl").orElseThrow(), cluster);
  }
}
