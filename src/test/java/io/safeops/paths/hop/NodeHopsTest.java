package io.safeops.paths.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.diagnosis.HealthyCluster;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every path through a node needs. */
class NodeHopsTest {

  private static List<String> faults(String... changes) throws Exception {
    return ClusterPaths.of(HealthyCluster.with(changes)).faults().stream()
        .map(HopFault::getText)
        .toList();
  }

  /** As on a node of kolla where docker is not allowed: nothing that daemons say is known. */
  @ParameterizedTest
  @ValueSource(strings = {"ctl", "cmp"})
  void aNodeOfWhichNoDaemonWasAskedIsOneFinding(String node) throws Exception {
    assertThat(
            faults(
                "nodes["
                    + node
                    + "].components[*]: {manager: container, state: running, process: '', answer:"
                    + " '', connection: ''}",
                "nodes[ctl].components[northd].status: " + (node.equals("ctl") ? "~" : "active"),
                "nodes[" + node + "].bridges[br-int].forwarding: ''"))
        .singleElement()
        .asString()
        .startsWith(
            node
                + ": its daemons: none of them could be asked whether it answers. Either `docker"
                + " exec` (or `podman exec`) must work there, or the node needs ovs-appctl");
  }

  @Test
  void oneDaemonThatWasNotAskedAmongOthersIsNamed() throws Exception {
    assertThat(faults("nodes[cmp].components[vswitchd].answer: ''"))
        .singleElement()
        .asString()
        .startsWith("vswitchd on cmp: it was not asked whether it answers");
  }
}
