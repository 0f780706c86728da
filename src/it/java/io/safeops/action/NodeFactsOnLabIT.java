package io.safeops.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BootAddress;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.Node;
import io.safeops.lab.NeedsLab;
import io.safeops.transport.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests what the facts of real nodes say of bridges, processes and boot configuration. */
@NeedsLab
class NodeFactsOnLabIT {

  private static final String PIDS = "$(cat /run/ovn/*.pid /run/openvswitch/*.pid)";

  private static Cluster facts() {
    return LabNodes.collect("exec");
  }

  private static void run(String node, String line) {
    Result result = LabNodes.shell(node, line);
    assertThat(result.exit()).as("%s: %s", line, result.errorText()).isZero();
  }

  private static Node node(Cluster cluster, String name) {
    return cluster.node(name).orElseThrow();
  }

  @Test
  void onAHealthyNodeEverythingRunsAnswersAndForwards() {
    for (Node node : facts().nodes()) {
      assertThat(node.problems()).isEmpty();
      assertThat(node.components())
          .isNotEmpty()
          .allMatch(each -> each.process().equals(Component.RUNS))
          .allMatch(each -> each.answer().equals(Component.ANSWERS))
          .allMatch(each -> each.pid().isPresent() && each.cpuCentis().isPresent());
      Bridge external = node.bridge("br-ex").orElseThrow();
      assertThat(external.forwarding()).isEqualTo(Bridge.NORMAL);
      assertThat(external.stp()).isFalse();
      assertThat(external.controllers()).isEmpty();
      assertThat(node.bridge("br-int").orElseThrow().forwarding()).isEqualTo(Bridge.FLOWS);
      BridgeInterface uplink =
          external.port("enp6s18").orElseThrow().members().stream().findFirst().orElseThrow();
      assertThat(uplink.linkState()).isEqualTo(BridgeInterface.UP);
      assertThat(uplink.adminState()).isEqualTo(BridgeInterface.UP);
      assertThat(node.nic("enp6s18").orElseThrow().peerElsewhere()).isTrue();
      assertThat(node.bootAddresses()).contains(List.of());
    }
  }

  /** Their units stay active, and their sockets take connections that nobody answers. */
  @Test
  void daemonsThatAreStoppedByASignalAreTold() {
    Cluster cluster;
    run("ctl", "kill -STOP " + PIDS);
    try {
      cluster = facts();
    } finally {
      run("ctl", "kill -CONT " + PIDS);
    }
    assertThat(node(cluster, "ctl").components())
        .hasSize(6)
        .allMatch(Component::isActive)
        .allMatch(each -> each.process().equals(Component.STOPPED))
        .allMatch(each -> each.answer().equals(Component.SILENT));
    assertThat(node(cluster, "ctl").problems())
        .singleElement()
        .asString()
        .contains("Open_vSwitch could not be read", "ovsdb-server (process", "is stopped by a");
    assertThat(cluster.northbound().orElseThrow().problem().orElseThrow())
        .contains("is stopped by a signal");
    assertThat(cluster.southbound().orElseThrow().problem().orElseThrow())
        .contains("is stopped by a signal");
    assertThat(node(cluster, "net").components())
        .hasSize(3)
        .allMatch(each -> each.answer().equals(Component.ANSWERS));
  }

  @Test
  void whatABridgeForwardsIsReadWhateverOpenFlowItSpeaks() {
    String netdev = " -- set bridge br-t datapath_type=netdev ";
    run("cmp", "ovs-vsctl add-br br-t" + netdev + "fail_mode=secure protocols=OpenFlow13");
    try {
      assertThat(forwarding()).isEqualTo(Bridge.NOTHING);
      run("cmp", "ovs-ofctl -O OpenFlow13 add-flow br-t in_port=1,actions=output:2");
      assertThat(forwarding()).isEqualTo(Bridge.FLOWS);
      run("cmp", "ovs-ofctl -O OpenFlow13 add-flow br-t priority=0,actions=NORMAL");
      assertThat(forwarding()).isEqualTo(Bridge.FLOWS);
      run("cmp", "ovs-ofctl -O OpenFlow13 del-flows br-t in_port=1");
      assertThat(forwarding()).isEqualTo(Bridge.NORMAL);
      run("cmp", "ovs-ofctl -O OpenFlow13 del-flows br-t");
      assertThat(forwarding()).isEqualTo(Bridge.NOTHING);
      // With a controller come the flows of in-band control, which forward only to it.
      run("cmp", "ovs-vsctl set-controller br-t tcp:127.0.0.1:6699 && sleep 1");
      assertThat(forwarding()).isEqualTo(Bridge.NOTHING);
      assertThat(node(facts(), "cmp").bridge("br-t").orElseThrow().controllers())
          .containsExactly("tcp:127.0.0.1:6699");
    } finally {
      run("cmp", "ovs-vsctl del-br br-t");
    }
  }

  private static String forwarding() {
    return node(facts(), "cmp").bridge("br-t").orElseThrow().forwarding();
  }

  @Test
  void aBondHasItsMembersAndAVethItsPeer() {
    run("cmp", "ip link add b0 type veth peer name b0p && ip link add b1 type veth peer name b1p");
    run("cmp", "for nic in b0 b0p b1; do ip link set $nic up; done");
    run(
        "cmp",
        "ovs-vsctl add-bond br-ex bond0 b0 b1 bond_mode=balance-tcp lacp=active trunks=10,20");
    try {
      Node cmp = node(facts(), "cmp");
      BridgePort bond = cmp.bridge("br-ex").orElseThrow().port("bond0").orElseThrow();
      assertThat(bond.bondMode()).isEqualTo("balance-tcp");
      assertThat(bond.lacp()).isEqualTo("active");
      assertThat(bond.trunks()).containsExactly(10L, 20L);
      assertThat(bond.members())
          .extracting(BridgeInterface::name, BridgeInterface::linkState)
          .containsExactly(tuple("b0", "up"), tuple("b1", "down"));
      assertThat(cmp.nic("b0").orElseThrow().peer()).contains("b0p");
      assertThat(cmp.nic("b0").orElseThrow().peerElsewhere()).isFalse();
    } finally {
      run("cmp", "ovs-vsctl del-port br-ex bond0; ip link del b0; ip link del b1");
    }
  }

  /** It takes effect at the next boot, and is found before. */
  @Test
  void anAddressThatBootGivesToAnUplinkIsFound() {
    String folder = "/etc/systemd/network/10-enp6s18.network.d";
    run(
        "net",
        "mkdir "
            + folder
            + " && printf '[Network]\\nAddress=192.0.2.77/24\\n' >"
            + folder
            + "/a.conf");
    try {
      assertThat(node(facts(), "net").bootAddresses())
          .contains(List.of(new BootAddress("enp6s18", "192.0.2.77/24", folder + "/a.conf")));
    } finally {
      run("net", "rm -r " + folder);
    }
  }
}
