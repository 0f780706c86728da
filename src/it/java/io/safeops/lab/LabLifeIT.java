package io.safeops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that the lab comes up, also after an interrupted start, and leaves nothing when it is
 * removed.
 */
@NeedsLab(byItself = true)
class LabLifeIT {
  private static final Lab LAB = Lab.ofThisRun();

  @BeforeEach
  void up() {
    LAB.up(Topology.CONVERGED);
  }

  @Test
  void secondUpChangesNothing() {
    LAB.down();
    LAB.up(Topology.CONVERGED);
    String status = LAB.status().out();
    LAB.up(Topology.CONVERGED);

    // The status holds the ids of the nodes' first processes.
    assertThat(LAB.status().out()).isEqualTo(status).contains("\"state\":\"up\"");
  }

  @Test
  void separateHasItsAddressBesideTheBridge() {
    LAB.up(Topology.SEPARATE);

    assertThat(LAB.ping("vm1")).isTrue();
    assertThat(LAB.answersSsh("net")).isTrue();
    assertThat(LAB.script("net", "ip -br -4 addr show br-ex").out()).doesNotContain("/24");
    assertThat(LAB.script("net", "ovs-vsctl get Open_vSwitch . external_ids:ovn-remote").out())
        .contains("tcp:198.51.100.11:6642");
  }

  @Test
  void upCompletesAnUpThatWasKilled() throws IOException, InterruptedException {
    LAB.down();
    Process half = LAB.process("up").redirectErrorStream(true).start();
    half.waitFor(1500, TimeUnit.MILLISECONDS);
    half.destroyForcibly().waitFor();
    LAB.up(Topology.CONVERGED);

    assertThat(LAB.ping("vm1")).isTrue();
  }

  @Test
  void downLeavesNothing() throws IOException {
    LAB.powerCut("net");
    Path state = LAB.inventory().getParent();
    LAB.down();

    assertThat(state).doesNotExist();
    assertThat(processes()).isEmpty();
    assertThat(Files.readString(Path.of("/proc/mounts")))
        .doesNotContain(state.toString())
        .doesNotContain(LAB.namespace() + " ")
        .doesNotContain(LAB.namespace() + "-outside");
    assertThat(Path.of("/run/netns", LAB.namespace())).doesNotExist();
    assertThat(Path.of("/run/netns", LAB.namespace() + "-outside")).doesNotExist();
    try (Stream<Path> interfaces = Files.list(Path.of("/sys/class/net"))) {
      assertThat(interfaces.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.matches("(ctl|net|cmp|outside)-[pm]|provider|management"));
    }
    assertThat(LAB.status().out()).contains("\"state\":\"down\"");
  }

  private static List<String> processes() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(
            line ->
                line.contains(LAB.namespace() + "-")
                    || line.contains("--lab " + LAB.name() + " supervise"))
        .toList();
  }
}
