package io.safeops.paths.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Action;
import io.safeops.action.exec.CommandReader;
import io.safeops.diagnosis.HealthyCluster;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BootAddress;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.PathComparison;
import io.safeops.paths.verdict.PathComparison.StepResult;
import io.safeops.paths.verdict.PathCut;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the next boot will give to an interface counts once the interface is a port of a bridge. */
class BootHopsTest {

  private static Cluster withBootAddress(String interfaceName) throws Exception {
    BootAddress address =
        new BootAddress(interfaceName, "198.51.100.13/24", "/etc/systemd/network/10-x.network");
    return HealthyCluster.with()
        .withNode(
            "cmp", node -> node.toBuilder().bootAddresses(Optional.of(List.of(address))).build());
  }

  @Test
  void anInterfaceOfItsOwnMayHaveAnAddress() throws Exception {
    assertThat(ClusterPaths.of(withBootAddress("mgmt0")).faults()).isEmpty();
  }

  @Test
  void aPortOfABridgeMayNot() throws Exception {
    assertThat(ClusterPaths.of(withBootAddress("enp6s18")).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.getText()).contains("enp6s18 at the next boot"));
  }

  /** Seen in the lab: the review passed, and the run read it after the step and turned back. */
  @Test
  void aReviewKnowsItBeforeTheInterfaceIsAPort() throws Exception {
    Cluster before = withBootAddress("mgmt0");
    Action add =
        CommandReader.read(
            List.of("ovs-vsctl", "add-port", "br-ex", "mgmt0"), Optional.empty(), List.of("cmp"));
    List<PathCut> cuts =
        PathComparison.of(before, List.of(new StepResult("step", add.effect(before)))).cuts();
    assertThat(cuts)
        .extracting(PathCut::getText)
        .anyMatch(text -> text.contains("mgmt0 at the next boot"));
  }
}
