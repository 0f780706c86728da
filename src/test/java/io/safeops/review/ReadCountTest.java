package io.safeops.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.registry.Actions;
import io.safeops.document.YamlFile;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.inventory.Inventory;
import io.safeops.plan.PlanFile;
import io.safeops.policy.PolicySet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forecast of a run counts every look: a run that takes longer misses its deadline. */
class ReadCountTest {

  private static final String PLAN =
      """
      apiVersion: safeops/v1
      kind: Plan
      metadata: {name: p}
      steps:
        - ovs.bridge.protocols: {bridge: br-ex, exactly: [OpenFlow13, OpenFlow15]}
          nodes: {names: [net]}
      """;

  @TempDir Path dir;

  @Test
  void theLooksAtPathsAndPacketsCount() throws Exception {
    Path inventory =
        Files.writeString(
            dir.resolve("inventory.yaml"),
            """
            apiVersion: safeops/v1
            kind: Inventory
            nodes:
              ctl: {address: 192.0.2.11, roles: [central]}
              net: {address: 192.0.2.12}
              cmp: {address: 192.0.2.13}
            """);
    Review review =
        new Reviewer(PolicySet.load(List.of()), List.of(), Inventory.load(inventory))
            .review(
                PlanFile.of(YamlFile.parse("plan.yaml", PLAN), Actions.names()).plan(Map.of()),
                RecordedNodes.cluster());

    ReadCount count = ReadCount.of(review);

    // Its node for the expectation; its node and the databases for the paths; a script for packets.
    assertThat(count.quiet()).isEqualTo(1 + 2 + 1);
    // Before it, its node, and a script for packets.
    assertThat(count.steps()).containsExactly(1 + 1 + 1 + 2 + 1);
  }
}
