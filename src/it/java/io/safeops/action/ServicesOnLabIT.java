package io.safeops.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.footprint.Footprint;
import io.safeops.action.service.CentralRestart;
import io.safeops.action.service.ServiceChange;
import io.safeops.action.service.ServiceVerb;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.lab.NeedsLab;
import io.safeops.transport.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests the scripts of the service actions on real units: what they do, how it is undone, and
 * whether it was predicted.
 */
@NeedsLab
class ServicesOnLabIT extends LocalnetLab {

  @AfterEach
  void heal() {
    LabNodes.shell("net", "systemctl start ovn-controller");
    Result healed = LabNodes.lab("heal", "002");
    assertThat(healed.exit()).as(healed.outputText() + healed.errorText()).isZero();
  }

  private static ServiceChange service(ServiceVerb verb, String component, String node) {
    return new ServiceChange(
        "service." + verb.word(), List.of(node), verb, ComponentName.of(component), List.of());
  }

  private static void settles(Footprint footprint, Cluster wanted, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    List<String> differences = footprint.diff(wanted, facts());
    while (!differences.isEmpty() && System.nanoTime() < end) {
      differences = footprint.diff(wanted, facts());
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void northdRestartedByItsUnit() throws Exception {
    Cluster before = facts();
    ServiceChange action = service(ServiceVerb.RESTART, "northd", "ctl");
    OnNodes operation = done(action, before, "n1");
    settles(operation.footprint(), action.effect(before), Duration.ofSeconds(20));
    undo(operation, "n1");
    settles(operation.footprint(), before, Duration.ofSeconds(30));
    undo(operation, "n1");
  }

  @Test
  void centralRestartFromNothing() throws Exception {
    Cluster healthy = facts();
    assertThat(LabNodes.lab("break", "002").exit()).isZero();
    Cluster before = facts();
    CentralRestart action = new CentralRestart(List.of());
    OnNodes operation = done(action, before, "c1");
    settles(operation.footprint(), healthy, Duration.ofSeconds(30));
    assertThat(action.effect(before).getComponents()).isNotEmpty().allMatch(Component::isActive);
    undo(operation, "c1");
    settles(operation.footprint(), before, Duration.ofSeconds(30));
  }

  @Test
  void ovnControllerStoppedAndStarted() throws Exception {
    Cluster before = facts();
    ServiceChange stop = service(ServiceVerb.STOP, "controller", "net");
    OnNodes operation = done(stop, before, "s1");
    settles(operation.footprint(), stop.effect(before), Duration.ofSeconds(20));
    Cluster after = facts();
    Cluster predicted = stop.effect(before);
    assertThat(after.chassis())
        .extracting(chassis -> chassis.name())
        .isEqualTo(predicted.chassis().stream().map(chassis -> chassis.name()).toList());
    for (String node : LabNodes.NAMES) {
      assertThat(tunnels(after, node)).as(node).isEqualTo(tunnels(predicted, node));
    }
    undo(operation, "s1");
    settles(operation.footprint(), before, Duration.ofSeconds(30));
  }

  private static List<String> tunnels(Cluster cluster, String node) {
    return cluster.node(node).orElseThrow().bridges().stream()
        .flatMap(bridge -> bridge.ports().stream())
        .filter(port -> port.kind().equals("geneve"))
        .map(port -> port.name())
        .sorted()
        .toList();
  }
}
