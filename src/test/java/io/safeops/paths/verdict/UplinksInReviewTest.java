package io.safeops.paths.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.ManagementPath;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.paths.verdict.PathComparison.StepResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a change of uplinks does to the connection of a node to the operator. */
class UplinksInReviewTest {

  private static BridgePort port(String name, String kind) {
    return BridgePort.builder(name, "br-ex")
        .kind(kind)
        .interfaces(List.of(name))
        .ofport(1)
        .members(List.of(BridgeInterface.builder(name).kind(kind).ofport(1).build()))
        .build();
  }

  private static Nic nic(String name, String kind) {
    return Nic.builder(name).kind(kind).mtu(1500).up(true).carrier(true).build();
  }

  private static Cluster cluster(Nic... uplinks) {
    List<BridgePort> ports =
        Stream.concat(
                Stream.of(port("br-ex", "internal")),
                Stream.of(uplinks).map(each -> port(each.name(), "system")))
            .toList();
    List<Nic> nics = Stream.concat(Stream.of(nic("br-ex", "ovs")), Stream.of(uplinks)).toList();
    Node node =
        Node.builder("net")
            .bridges(
                List.of(
                    Bridge.builder("br-ex", "net").forwarding(Bridge.NORMAL).ports(ports).build()))
            .nics(nics)
            .build()
            .withPaths(
                new ManagementPath(
                    "192.0.2.1",
                    "192.0.2.2",
                    "br-ex",
                    List.of("br-ex", "eth0"),
                    List.of("eth0"),
                    List.of("br-ex")),
                ManagementPath.UNKNOWN);
    return Cluster.builder().nodes(List.of(node)).build();
  }

  private static final Nic ETH0 = nic("eth0", "physical");
  private static final Nic ETH1 = nic("eth1", "physical");

  private static Nic cut(Nic nic) {
    return nic.toBuilder().carrier(false).build();
  }

  private static List<String> answers(Cluster before, Cluster after) {
    return PathComparison.of(before, List.of(new StepResult("step-1", after))).cuts().stream()
        .map(cut -> cut.answers().now())
        .distinct()
        .toList();
  }

  @Test
  void oneOfTwoUplinksThatWorkedAndDoesNotMayHaveBeenTheWayToTheLan() {
    assertThat(answers(cluster(ETH0, ETH1), cluster(ETH0, cut(ETH1)))).contains("unknown");
  }

  @Test
  void aSpareUplinkThatNeverWorkedChangesNothing() {
    assertThat(answers(cluster(ETH0, cut(ETH1)), cluster(ETH0, cut(ETH1)))).isEmpty();
  }

  @Test
  void theOtherOfTwoUplinksMayHaveBeenTheWayToTheLan() {
    assertThat(answers(cluster(ETH0, cut(ETH1)), cluster(cut(ETH0), ETH1)))
        .isNotEmpty()
        .doesNotContain("degraded");
  }

  @Test
  void oneOfTwoUplinksThatIsTakenOutMayHaveBeenTheWayToTheLan() {
    assertThat(answers(cluster(ETH0, ETH1), cluster(ETH1))).contains("unknown");
    assertThat(answers(cluster(ETH0, cut(ETH1)), cluster(ETH0))).isEmpty();
  }
}
