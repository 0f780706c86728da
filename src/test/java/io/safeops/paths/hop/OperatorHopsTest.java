package io.safeops.paths.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.ManagementPath;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.HopKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The connections of a node to the operator. */
class OperatorHopsTest {

  @ParameterizedTest
  @CsvSource({"system, BROKEN", "'', BROKEN", "netdev, WORKS"})
  void anAddressOnAPortWorksOnlyBesideTheUserspaceDatapath(String datapath, Answer expected) {
    Bridge bridge =
        Bridge.builder("br-ex", "net")
            .datapathType(datapath)
            .ports(
                List.of(
                    BridgePort.builder("eth0", "br-ex")
                        .kind("system")
                        .interfaces(List.of("eth0"))
                        .ofport(1)
                        .build()))
            .build();
    Nic nic =
        Nic.builder("eth0")
            .kind("physical")
            .mtu(1500)
            .up(true)
            .carrier(true)
            .ovsBridge(Optional.of("br-ex"))
            .build();
    Node node = Node.builder("net").bridges(List.of(bridge)).nics(List.of(nic)).build();
    ManagementPath path =
        new ManagementPath(
            "192.0.2.1", "192.0.2.2", "eth0", List.of("eth0"), List.of("eth0"), List.of("br-ex"));
    ClusterIndex index = new ClusterIndex(Cluster.builder().nodes(List.of(node)).build());
    assertThat(new OperatorHops(new BridgeHops(index)).of(node, path, HopKind.OPERATOR_PATH))
        .extracting(hop -> hop.answer())
        .containsExactly(expected);
  }
}
