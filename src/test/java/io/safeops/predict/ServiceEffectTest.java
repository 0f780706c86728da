package io.safeops.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.exec.CommandReader;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows when components of a node stop, are stopped by a signal, or come back. */
class ServiceEffectTest {

  private static final Cluster CLUSTER = RecordedNodes.cluster();

  private static Cluster after(String line, String node) {
    return CommandReader.read(List.of(line.split(" ")), Optional.empty(), List.of(node))
        .effect(CLUSTER);
  }

  private static Component component(Cluster cluster, String node, ComponentName name) {
    return cluster.node(node).orElseThrow().component(name).orElseThrow();
  }

  /** systemd runs ExecStop of the unit also when its process was killed. */
  @ParameterizedTest
  @ValueSource(strings = {"pkill ovn-northd", "killall -9 ovn-northd", "systemctl kill ovn-northd"})
  void aNorthdThatIsKilledTakesBothDatabasesAlong(String line) {
    Cluster after = after(line, "ctl");
    for (ComponentName name :
        List.of(ComponentName.NORTHD, ComponentName.NORTHBOUND, ComponentName.SOUTHBOUND)) {
      assertThat(component(after, "ctl", name).isActive()).as(name.word()).isFalse();
    }
    assertThat(after.southbound().orElseThrow().isReadable()).isFalse();
    assertThat(component(after, "cmp", ComponentName.CONTROLLER).isConnected()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkill -STOP -f ovnsb_db",
        "systemctl kill -s STOP ovn-ovsdb-server-sb",
        "systemctl freeze ovn-ovsdb-server-sb"
      })
  void aSouthboundThatIsStoppedBySignalIsActiveAndAnswersNobody(String line) {
    Cluster after = after(line, "ctl");
    Component database = component(after, "ctl", ComponentName.SOUTHBOUND);
    assertThat(database.isActive()).isTrue();
    assertThat(database.process()).isEqualTo(Component.STOPPED);
    assertThat(database.answer()).isEqualTo(Component.SILENT);
    assertThat(after.southbound().flatMap(DatabaseStatus::problem))
        .contains("the database of ctl does not answer");
    assertThat(component(after, "net", ComponentName.CONTROLLER).isConnected()).isFalse();
    assertThat(component(after, "ctl", ComponentName.NORTHBOUND).process())
        .isEqualTo(Component.RUNS);
  }

  @Test
  void aProcessThatGoesOnAnswersAgain() {
    Node ctl = CLUSTER.node("ctl").orElseThrow();
    Set<String> southbound = Set.of(ComponentName.SOUTHBOUND.word());
    Cluster frozen = ServiceEffect.frozen(CLUSTER, ctl, southbound);
    Cluster after = ServiceEffect.resumed(frozen, frozen.node("ctl").orElseThrow(), southbound);
    assertThat(component(after, "ctl", ComponentName.SOUTHBOUND).process())
        .isEqualTo(Component.RUNS);
    assertThat(component(after, "net", ComponentName.CONTROLLER).isConnected()).isTrue();
  }

  @Test
  void aRestartOfWhatWasStoppedBySignalRuns() {
    Cluster frozen = after("pkill -STOP ovs-vswitchd", "net");
    Cluster after =
        CommandReader.read(
                List.of("systemctl", "restart", "ovs-vswitchd"), Optional.empty(), List.of("net"))
            .effect(frozen);
    assertThat(component(after, "net", ComponentName.VSWITCHD).process()).isEqualTo(Component.RUNS);
  }

  @Test
  void twoOfThreeMembersServeAndOneDoesNot() {
    List<Node> nodes = new ArrayList<>();
    Component southbound = component(CLUSTER, "ctl", ComponentName.SOUTHBOUND);
    for (Node node : CLUSTER.nodes()) {
      List<Component> components = new ArrayList<>(node.components());
      if (!node.name().equals("ctl")) {
        components.add(
            Component.builder("southbound", node.name())
                .manager(southbound.manager())
                .unit(southbound.unit())
                .state("active")
                .build());
      }
      nodes.add(node.withComponents(components));
    }
    Cluster clustered =
        CLUSTER
            .withNodes(nodes)
            .withDatabases(
                CLUSTER.northbound(),
                CLUSTER.southbound().map(each -> each.toBuilder().clustered(true).build()));
    Set<String> member = Set.of(ComponentName.SOUTHBOUND.word());
    Cluster one = ServiceEffect.killed(clustered, clustered.node("net").orElseThrow(), member);
    assertThat(one.southbound().orElseThrow().isReadable()).isTrue();
    assertThat(component(one, "cmp", ComponentName.CONTROLLER).isConnected()).isTrue();
    Cluster two = ServiceEffect.killed(one, one.node("cmp").orElseThrow(), member);
    assertThat(two.southbound().flatMap(DatabaseStatus::problem))
        .contains("1 of 3 members is no majority");
    assertThat(component(two, "ctl", ComponentName.CONTROLLER).isConnected()).isFalse();
  }
}
