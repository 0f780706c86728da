package io.safeops.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.action.registry.Actions;
import io.safeops.document.DocumentNode;
import io.safeops.document.YamlFile;
import io.safeops.facts.file.FactsFile;
import io.safeops.inventory.Inventory;
import io.safeops.paths.BreakingCommands;
import io.safeops.plan.PlanFile;
import io.safeops.policy.PolicySet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A harmless plan for the healthy lab (nodes ctl, net and cmp), judged by policies of a test. */
final class JudgedPlan {

  private static final String INVENTORY =
      """
      apiVersion: safeops/v1
      kind: Inventory
      nodes:
        ctl: {address: 192.0.2.11, roles: [central], oob: none}
        net: {address: 192.0.2.12, roles: [chassis], oob: none}
        cmp: {address: 192.0.2.13, roles: [chassis], oob: none}
      """;

  private static final String PLAN =
      """
      apiVersion: safeops/v1
      kind: Plan
      metadata: {name: restart}
      steps:
        - ovn.controller.restart: {}
          nodes: {names: [cmp]}
      """;

  private static final String HEAD =
      """
      apiVersion: safeops/v1
      kind: Policy
      metadata: {name: own}
      """;

  private JudgedPlan() {}

  /** A policy that refuses every plan for each of the three nodes. */
  static String refusing(String waive) {
    return HEAD
        + """
        rules:
          - id: own/nodes
            each: cluster.nodes
            expression: plan.leaseSeconds < 0
            message: "${it.name} is hurt"
            waive: %s
        """
            .formatted(waive);
  }

  /** A policy that says who approves. */
  static String approval(String block) {
    return HEAD.replace("own", "site") + "approval: " + block + "\n";
  }

  static PolicySet rules(String... policies) throws Exception {
    List<DocumentNode> files = new ArrayList<>();
    for (String policy : policies) {
      files.add(YamlFile.parse("own.yaml", policy));
    }
    return PolicySet.of(files);
  }

  /** The digest of the rule that refuses. */
  static String digest(String policy) throws Exception {
    return rules(policy).rule("own/nodes").orElseThrow().digest();
  }

  static Review review(Path folder, PolicySet rules, Waiver... waivers) throws Exception {
    Path inventory = Files.writeString(folder.resolve("inventory.yaml"), INVENTORY);
    PlanFile plan = PlanFile.of(YamlFile.parse("plan.yaml", PLAN), Actions.names());
    return new Reviewer(rules, List.of(waivers), Inventory.load(inventory))
        .review(
            plan.plan(Map.of()),
            FactsFile.load("facts.json", BreakingCommands.healthyFacts().getBytes(UTF_8)));
  }
}
