package io.safeops.action.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ComponentStop;
import io.safeops.action.OnNodes;
import io.safeops.action.Script;
import io.safeops.action.exec.CommandReader;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.derive.TunnelFaults;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.ServiceSupervisor;
import io.safeops.house.TestTools;
import io.safeops.transport.ShellQuote;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The predicted effect of starting and stopping components of a recorded cluster. */
class ServiceChangeTest {

  private final Cluster stock = RecordedNodes.cluster();
  private final Cluster mended =
      RecordedNodes.collect(
          RecordedNodes.TARGETS,
          Map.of("ctl", text -> text.replace("stop_northd", "--ovn-manage-ovsdb=no stop_northd")));

  private static Action read(String line, String... nodes) {
    return CommandReader.read(List.of(line.split(" ")), Optional.empty(), List.of(nodes));
  }

  private static ServiceChange typed(ServiceVerb verb, String component, String... nodes) {
    return new ServiceChange(
        "service." + verb.word(), List.of(nodes), verb, ComponentName.of(component), List.of());
  }

  private static List<String> down(Cluster cluster) {
    return cluster.getComponents().stream()
        .filter(component -> !component.isActive())
        .map(component -> component.node() + ":" + component.name())
        .toList();
  }

  private static List<String> connected(Cluster cluster) {
    return cluster.getComponents().stream()
        .filter(Component::isConnected)
        .map(Component::node)
        .toList();
  }

  @Test
  void debiansNorthdTakesBothDatabasesAlong() {
    for (Action action :
        List.of(
            typed(ServiceVerb.RESTART, "northd", "ctl"),
            read("systemctl restart ovn-controller ovn-northd", "ctl"),
            read("service ovn-northd restart", "ctl"))) {
      Cluster after = action.effect(stock);
      assertThat(down(after)).containsExactlyInAnyOrder("ctl:northbound", "ctl:southbound");
      assertThat(after.node("ctl").orElseThrow().component("northbound").orElseThrow().listeners())
          .isEmpty();
      assertThat(after.node("ctl").orElseThrow().component("northd").orElseThrow().status())
          .contains("standby");
      assertThat(connected(after)).isEmpty();
      assertThat(after.northbound().orElseThrow().isReadable()).isFalse();
      assertThat(after.switches()).as("not lost, only not served").isEqualTo(stock.switches());
    }
  }

  @Test
  void aRepairedNorthdLeavesTheDatabasesAlone() throws Exception {
    Action action = read("systemctl restart ovn-controller ovn-northd", "ctl");
    assertThat(action.effect(mended)).isEqualTo(mended);
    assertThat(action.stops(mended))
        .extracting(ComponentStop::component)
        .contains("northd", "controller");
    assertThat(action.operation(mended).voters()).containsExactly("ctl");
  }

  @Test
  void theUndoOfNorthdStartsWhatItTookAlong() throws Exception {
    String undo =
        ((OnNodes) typed(ServiceVerb.RESTART, "northd", "ctl").operation(stock))
            .undo()
            .get("ctl")
            .text();
    assertThat(undo)
        .contains(
            "'want' northbound ovn-ovsdb-server-nb.service active 6641\n"
                + "'want' southbound ovn-ovsdb-server-sb.service active 6642\n"
                + "'want' northd ovn-northd.service active ''\n");
  }

  @Test
  void whatStartsAgainIsNotDown() {
    Cluster dead = typed(ServiceVerb.STOP, "northd", "ctl").effect(stock);
    assertThat(down(dead))
        .containsExactlyInAnyOrder("ctl:northbound", "ctl:southbound", "ctl:northd");
    Cluster alive =
        read("systemctl start ovn-nb-ovsdb ovn-sb-ovsdb.service ovn-northd", "ctl").effect(dead);
    assertThat(down(alive)).isEmpty();
    assertThat(connected(alive)).containsExactly("ctl", "net", "cmp");
    assertThat(new CentralRestart(List.of()).effect(dead)).isEqualTo(alive);
    assertThat(read("systemctl try-restart ovn-northd", "ctl").effect(dead)).isEqualTo(dead);
  }

  @Test
  void componentsOfOneCommandAreRestartedWithoutOrder() {
    for (String line :
        List.of(
            "systemctl restart ovn-central",
            "systemctl restart ovn-northd ovn-nb-ovsdb ovn-sb-ovsdb")) {
      assertThat(read(line, "ctl").stops(stock))
          .as(line)
          .allMatch(stop -> !stop.inOrder() && stop.startedAgain())
          .extracting(ComponentStop::component)
          .containsExactlyInAnyOrder("northbound", "southbound", "northd");
    }
    assertThat(new CentralRestart(List.of()).stops(stock))
        .hasSize(3)
        .allMatch(ComponentStop::inOrder);
  }

  @Test
  void aGracefulStopOfOvnControllerTakesItsChassisAway() {
    Cluster after = typed(ServiceVerb.STOP, "controller", "net").effect(stock);
    assertThat(after.chassis())
        .extracting(chassis -> chassis.node().orElseThrow())
        .containsExactlyInAnyOrder("ctl", "cmp");
    assertThat(after.bindings())
        .filteredOn(binding -> binding.type().isEmpty())
        .extracting(binding -> binding.chassis().isPresent())
        .containsExactlyInAnyOrder(true, false);
    assertThat(new ControllerRestart(List.of("net")).effect(stock)).isEqualTo(stock);
    Cluster back = new ControllerRestart(List.of("net")).effect(after);
    assertThat(back.bindings()).isEqualTo(stock.bindings());
    assertThat(TunnelFaults.of(back)).as("each has its tunnel to the other again").isEmpty();
    assertThat(back.chassis())
        .filteredOn(chassis -> chassis.node().filter("net"::equals).isPresent())
        .singleElement()
        .satisfies(
            chassis -> {
              assertThat(chassis.encaps().get(0).ip()).isEqualTo("192.0.2.12");
              assertThat(chassis.mappings()).containsEntry("physnet2", "br-ex");
            });
    assertThat(read("systemctl restart ovn-host", "net").stops(stock))
        .singleElement()
        .matches(ComponentStop::leaving);
    assertThat(new ControllerRestart(List.of("net")).stops(stock))
        .singleElement()
        .matches(stop -> !stop.leaving());
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(
            () ->
                read("systemctl restart neutron-server ovn-controller ovn-northd", "ctl")
                    .operation(mended))
        .isInstanceOf(ActionException.class)
        .hasMessage("there is no unit neutron-server on ctl");
    assertThatThrownBy(() -> typed(ServiceVerb.RESTART, "northd", "net").operation(stock))
        .hasMessage("there is no northd on node net");
    assertThatThrownBy(() -> typed(ServiceVerb.START, "northd", "ctl").operation(stock))
        .hasMessage("this changes nothing: that is already the state on ctl");
    assertThatThrownBy(() -> typed(ServiceVerb.RESTART, "northd").operation(stock))
        .hasMessageContaining("`nodes`");
    assertThatThrownBy(() -> new CentralRestart(List.of("net")).operation(stock))
        .hasMessage("no node of role `central` among net has northbound, southbound and northd");
  }

  @Test
  void membersOfAClusterAreRestartedOneAtATime() throws Exception {
    Cluster raft =
        RecordedNodes.collect(
            RecordedNodes.TARGETS,
            Map.of(
                "ctl",
                text ->
                    text.replace(
                        "\"model\":\"standalone\",\"name\":\"OVN_Southbound\"",
                        "\"model\":\"clustered\",\"name\":\"OVN_Southbound\"")));
    assertThat(raft.southbound().orElseThrow().clustered()).isTrue();
    assertThatThrownBy(() -> new CentralRestart(List.of()).operation(raft))
        .hasMessageContaining("one at a time: give `nodes` and `serial: 1`");
    assertThatThrownBy(() -> new CentralRestart(List.of("ctl", "net")).operation(raft))
        .hasMessageContaining("one at a time");
    assertThat(
            ((OnNodes) new CentralRestart(List.of("ctl")).operation(raft)).act().get("ctl").text())
        .contains("may_leave \"$1\"")
        .doesNotContain("\nrefuse_clustered nb\n");
  }

  @Test
  void aContainerIsNotAUnit() {
    Cluster kolla =
        stock.withNode(
            "net",
            node ->
                node.withComponent(
                    "controller",
                    old ->
                        Component.builder("controller", "net")
                            .manager(ServiceSupervisor.CONTAINER)
                            .unit("ovn_controller")
                            .state("running")
                            .connection("connected")
                            .build()));
    assertThatThrownBy(() -> new ControllerRestart(List.of("net")).operation(kolla))
        .hasMessageContaining("runs in container ovn_controller");
    assertThatThrownBy(() -> read("systemctl restart ovn-controller", "net").operation(kolla))
        .hasMessage("there is no unit ovn-controller on net");
  }

  @Tag("process")
  @ParameterizedTest
  @ValueSource(strings = {"dash -n", "busybox sh -n"})
  void everyScriptParses(String shell) throws Exception {
    List<String> argv = List.of(shell.split(" "));
    TestTools.need(argv.get(0));
    for (Action action :
        List.of(
            typed(ServiceVerb.RESTART, "northd", "ctl"),
            new CentralRestart(List.of()),
            new ControllerRestart(List.of("ctl")))) {
      OnNodes operation = (OnNodes) action.operation(stock);
      for (Map<String, Script> scripts : List.of(operation.act(), operation.undo())) {
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
          in.write(scripts.get("ctl").text().getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(ShellQuote.words(argv) + ": " + said).isZero();
      }
    }
  }
}
