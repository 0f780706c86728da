package io.safeops.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.action.registry.Actions;
import io.safeops.document.YamlFile;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.Inventory;
import io.safeops.plan.PlanFile;
import io.safeops.policy.PolicySet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts that could not be read let no plan pass that they matter to. */
class FactsNeededTest {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  private static final String ADD_ON_NET =
      "  - ovs.bridge.port.add: {bridge: br-ex, port: enp7s0}\n    nodes: {names: [net]}\n";
  private static final String RECREATE = "  - ovn.localnet.recreate: {switch: " + SWITCH + "}\n";

  @TempDir Path dir;

  private Review review(Cluster cluster, String steps) throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("inventory.yaml"),
            """
            apiVersion: safeops/v1
            kind: Inventory
            nodes:
              ctl: {address: 192.0.2.11}
              net: {address: 192.0.2.12}
              cmp: {address: 192.0.2.13}
            """);
    return new Reviewer(PolicySet.load(List.of()), List.of(), Inventory.load(file))
        .review(
            PlanFile.of(
                    YamlFile.parse(
                        "plan.yaml",
                        "apiVersion: safeops/v1\nkind: Plan\nmetadata: {name: p}\nsteps:\n"
                            + steps),
                    Actions.names())
                .plan(Map.of()),
            cluster);
  }

  /** The cluster of the recording where one command of facts.sh fails on a node. */
  private static Cluster without(String node, String section) {
    UnaryOperator<String> fail =
        facts ->
            facts.replaceFirst(
                "(?s)MARK begin " + section + "\n.*?\nMARK end " + section + " 0",
                "MARK begin " + section + "\n\nMARK end " + section + " 1");
    return RecordedNodes.collect(RecordedNodes.TARGETS, Map.of(node, fail));
  }

  private void isRefused(Cluster cluster, String steps, String... words) {
    assertThatThrownBy(() -> review(cluster, steps))
        .isInstanceOf(ReviewException.class)
        .hasMessageContainingAll(words)
        .extracting(thrown -> ((ReviewException) thrown).kind())
        .isEqualTo(ReviewException.Reason.UNREACHABLE);
  }

  @Test
  void theNodeOfAStepWasReadInWhole() throws Exception {
    assertThat(review(RecordedNodes.cluster(), ADD_ON_NET).steps()).hasSize(1);
    isRefused(
        without("net", "link"),
        ADD_ON_NET,
        "net was read only in part: interfaces could not be read: exit 1");
  }

  @Test
  void aNodeThatMapsTheProviderNetworkWasReadInWhole() {
    isRefused(without("cmp", "route4"), RECREATE, "cmp was read only in part: IPv4 routes");
  }

  @Test
  void aNodeMayMapTheProviderNetworkWhereItsOpenVswitchCouldNotBeRead() {
    isRefused(without("cmp", "ovs"), RECREATE, "cmp was read only in part: Open_vSwitch");
  }

  @Test
  void whatAStepDoesNotFindMayBeInWhatCouldNotBeRead() {
    isRefused(
        without("net", "ovs"),
        ADD_ON_NET,
        "there is no bridge br-ex on net",
        "net was read only in part: Open_vSwitch could not be read: exit 1");
  }

  @Test
  void aNodeThatThePlanDoesNotTouchMayHaveItsProblems() throws Exception {
    assertThat(review(without("cmp", "link"), ADD_ON_NET).steps()).hasSize(1);
  }

  @Test
  void aMissingToolIsNoProblemButTheWayIntoTheNodeIsNotKnown() throws Exception {
    Cluster cluster =
        RecordedNodes.collect(
            RecordedNodes.TARGETS,
            Map.of(
                "net",
                facts ->
                    facts.replaceFirst(
                        "(?s)MARK begin link\n.*?\nMARK end link 0",
                        "MARK begin link\n\nMARK end link 127")));
    assertThat(review(cluster, ADD_ON_NET).refusals())
        .anySatisfy(
            verdict -> {
              assertThat(verdict.rule()).isEqualTo("management-path/is-known");
              assertThat(verdict.message())
                  .contains("br-ex on net", "192.0.2.12, and no interface there has that address");
            });
  }
}
