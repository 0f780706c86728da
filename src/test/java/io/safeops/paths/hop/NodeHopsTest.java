package io.safeops.paths.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.diagnosis.HealthyCluster;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({
    "silent,it does not answer on its control socket",
    "busy,it did not answer on its control socket for 5 s and used the CPU all the time",
    "blocked,'it did not answer on its control socket, and the kernel does not let it run (state D)'"
  })
  void aDaemonThatGivesNoAnswerIsAFaultThatSaysWhatItDoes(String answer, String why)
      throws Exception {
    assertThat(faults("nodes[cmp].components[vswitchd].answer: " + answer))
        .singleElement()
        .asString()
        .startsWith("vswitchd on cmp: " + why);
  }

  /** Of a loop and of a disk that hangs a restart is no cure; nor is waiting for a second look. */
  @ParameterizedTest
  @ValueSource(strings = {"silent", "busy", "blocked"})
  void aDaemonThatGaveNoAnswerIsNotLookedAtAgain(String answer) throws Exception {
    assertThat(
            ClusterPaths.of(
                    HealthyCluster.with("nodes[cmp].components[controller].answer: " + answer))
                .faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.hop().settles()).isFalse());
  }
}
