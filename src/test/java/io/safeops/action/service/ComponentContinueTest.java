package io.safeops.action.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.action.Action;
import io.safeops.action.Expectation;
import io.safeops.action.OnNodes;
import io.safeops.action.registry.ActionsTest;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The action that lets a component run again whose process is stopped by a signal. */
public class ComponentContinueTest {

  /** The process of ovs-vswitchd on net is stopped by a signal. */
  public static final Cluster STOPPED =
      with(each -> each.toBuilder().process(Component.STOPPED).answer(Component.SILENT).build());

  private static Cluster with(UnaryOperator<Component> change) {
    return RecordedNodes.cluster().withNode("net", node -> node.withComponent("vswitchd", change));
  }

  private static Action action() throws Exception {
    return ActionsTest.bind("service.continue: {component: vswitchd}", "net");
  }

  @Test
  void processRunsAndNothingIsRestarted() throws Exception {
    Action action = action();
    Cluster after = action.effect(STOPPED);
    Component vswitchd = after.node("net").orElseThrow().component("vswitchd").orElseThrow();
    assertThat(vswitchd.process()).isEqualTo(Component.RUNS);
    assertThat(vswitchd.answer()).isEqualTo(Component.ANSWERS);
    assertThat(action.stops(STOPPED)).isEmpty();
    OnNodes operation = (OnNodes) action.operation(STOPPED);
    assertThat(operation.expect())
        .extracting(Expectation::description)
        .containsExactly("net: vswitchd runs and answers", "net: vswitchd is active");
    assertThat(operation.footprint().diff(STOPPED, after))
        .containsExactly(
            "component vswitchd on net: was ovs-vswitchd.service active stopped by a signal, is"
                + " ovs-vswitchd.service active");
    assertThat(operation.act().get("net").text()).contains("\ncontinue_act\n");
    assertThat(operation.undo().get("net").text()).contains("\ncontinue_undo\n");
  }

  @Test
  void oneThatIsNotStoppedIsLeftAlone() throws Exception {
    refuses(
        with(each -> each.toBuilder().process(Component.RUNS).build()),
        "this changes nothing: no process of vswitchd is stopped by a signal on net");
    refuses(
        with(each -> each.toBuilder().process("").build()),
        "the state of the process of ovs-vswitchd.service of net was not read");
    refuses(with(Component::stopped), "ovs-vswitchd.service of net is inactive: start it");
  }

  private static void refuses(Cluster cluster, String why) throws Exception {
    Action action = action();
    assertThatThrownBy(() -> action.operation(cluster)).hasMessageContaining(why);
    assertThat(action.effect(cluster)).isEqualTo(cluster);
  }
}
