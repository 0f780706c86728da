package io.safeops.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.DocumentException;
import io.safeops.document.Sha256;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.Inventory;
import io.safeops.paths.BreakingCommands;
import io.safeops.plan.PlanFile;
import io.safeops.policy.PolicySet;
import io.safeops.review.Review;
import io.safeops.review.Reviewer;
import io.safeops.review.Waiver;
import io.safeops.session.PreparedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has changed since a review is named, and nothing else is. */
class ReviewedFileTest {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";

  private static final String PLAN =
      """
      apiVersion: safeops/v1
      kind: Plan
      metadata: {name: recreate}
      params:
        physnet: {type: physnet, default: physnet2, description: the physical network}
      steps:
        - id: recreate
          ovn.localnet.recreate: {switch: %s, physnet: "${physnet}"}
      """
          .formatted(SWITCH);

  @TempDir private Path temporary;
  private ReviewedFolder folder;
  private Map<String, String> params = new TreeMap<>();
  private List<Path> policies = List.of();
  private List<Waiver> waivers = List.of();

  @BeforeEach
  void reviewed() throws Exception {
    folder = new ReviewedFolder(temporary);
    folder.write("plan.yaml", PLAN);
    folder.write(
        "rules/own.yaml",
        """
        apiVersion: safeops/v1
        kind: Policy
        metadata: {name: own}
        rules:
          - id: own/names
            each: cluster.nodes
            expression: "it.name != 'x'"
            message: no node is called x
            waive: never
        """);
    policies = List.of(folder.path("rules"));
    assertThat(
            folder.reviews(
                folder.path("plan.yaml").toString(),
                "--policies",
                folder.path("rules").toString(),
                "--report",
                "json=" + folder.path("review.json")))
        .as(folder.out() + folder.err())
        .isZero();
  }

  private Cluster cluster() throws DocumentException {
    return FactsFile.load(folder.path("facts.json"));
  }

  private List<String> objections(Cluster cluster) throws Exception {
    PlanFile plan = PreparedRequest.planFile(folder.path("plan.yaml").toString());
    PolicySet rules = PolicySet.load(policies);
    Inventory inventory = Inventory.load(folder.path("inventory.yaml"));
    Review review = new Reviewer(rules, waivers, inventory).review(plan.plan(params), cluster);
    return ReviewedFile.read(folder.path("review.json")).objections(review, rules);
  }

  private void inPlan(String from, String to) throws Exception {
    assertThat(folder.read("plan.yaml")).contains(from);
    folder.write("plan.yaml", folder.read("plan.yaml").replace(from, to));
  }

  @Test
  void withoutDriftNothingIsNamed() throws Exception {
    assertThat(objections(cluster())).isEmpty();
  }

  /** Facts of another minute, and what the plan does not touch. */
  @Test
  void whatThePlanDoesNotTouchMayChange() throws Exception {
    inPlan("steps:", "# a remark\nsteps:");
    Cluster other = FactsFile.load("f.json", BreakingCommands.facts("vm-mtu").getBytes());
    assertThat(objections(other)).isEmpty();
  }

  @Test
  void aStepThatChangedIsNamed() throws Exception {
    inPlan("physnet: \"${physnet}\"}", "physnet: \"${physnet}\", name: other}");
    assertThat(objections(cluster()))
        .contains("plan recreate: changed since the review")
        .contains("step recreate: changed since the review");
  }

  @Test
  void aStepThatCameIsNamed() throws Exception {
    folder.write(
        "plan.yaml",
        folder.read("plan.yaml")
            + "  - id: more\n    ovn.controller.restart: {}\n    nodes: {names: [cmp]}\n");
    assertThat(objections(cluster())).contains("step more: new since the review");
  }

  @Test
  void aParameterThatChangedIsNamed() throws Exception {
    params = Map.of("physnet", "physnet-a");
    assertThat(objections(cluster())).contains("parameter physnet: changed since the review");
  }

  /** Found by reading: its digest stood in the review by itself, for anybody to guess at. */
  @Test
  void aSecretHasNoDigestOfItsOwn() throws Exception {
    folder.write(
        "secret.yaml",
        """
        apiVersion: safeops/v1
        kind: Plan
        metadata: {name: secret}
        params: {word: {type: secret, description: it}}
        steps:
          - id: vendor
            exec: {argv: [vendor-setup, "${word}"], undo: none}
            nodes: {names: [cmp]}
        """);
    folder.reviews(folder.path("secret.yaml").toString(), "-p", "word=zebra", "--format", "json");
    assertThat(folder.out())
        .contains("plan secret", "commands of step vendor")
        .doesNotContain("parameter word", "zebra", Sha256.hex("zebra"));
    assertThat(folder.out()).doesNotContain("\"step vendor\"");
  }

  @Test
  void aGuardThatChangedIsNamed() throws Exception {
    inPlan("steps:", "guard: {deadline: 100s}\nsteps:");
    assertThat(objections(cluster())).contains("guard times: changed since the review");
  }

  @Test
  void aRuleThatChangedIsNamed() throws Exception {
    folder.write("rules/own.yaml", folder.read("rules/own.yaml").replace("'x'", "'y'"));
    assertThat(objections(cluster())).containsExactly("rule own/names: changed since the review");
  }

  @Test
  void aRuleThatIsGoneIsNamed() throws Exception {
    policies = List.of();
    assertThat(objections(cluster())).containsExactly("rule own/names: gone since the review");
  }

  @Test
  void aRuleThatCameIsNamed() throws Exception {
    folder.write(
        "rules/more.yaml",
        folder
            .read("rules/own.yaml")
            .replace("{name: own}", "{name: more}")
            .replace("own/names", "more/names"));
    assertThat(objections(cluster())).containsExactly("rule more/names: new since the review");
  }

  @Test
  void aLocalnetThatChangedIsNamed() throws Exception {
    Cluster other = FactsFile.load("f.json", BreakingCommands.facts("localnet-tag").getBytes());
    assertThat(objections(other)).anyMatch(line -> line.startsWith("facts: ") && named(line));
  }

  @Test
  void aMappingThatChangedIsNamed() throws Exception {
    Cluster other = FactsFile.load("f.json", BreakingCommands.facts("mapping-removed").getBytes());
    assertThat(objections(other))
        .anyMatch(line -> line.startsWith("facts: ") && line.contains("cmp"));
  }

  @Test
  void aPortThatCameIsNamed() throws Exception {
    Cluster other = FactsFile.load("f.json", BreakingCommands.facts("port-deleted").getBytes());
    assertThat(objections(other)).anyMatch(line -> line.contains("gone since the review"));
  }

  private static boolean named(String line) {
    return line.contains("provnet-") || line.contains(SWITCH);
  }

  @Test
  void aReviewThatRefusedIsNoLeave() throws Exception {
    folder.write("review.json", folder.read("review.json").replace("\"exit\":0", "\"exit\":3"));
    assertThat(objections(cluster())).containsExactly("plan recreate: its review refused it");
  }

  @Test
  void aReviewOfAnotherPlanIsNoLeave() throws Exception {
    inPlan("{name: recreate}", "{name: other}");
    assertThat(objections(cluster()))
        .containsExactly(folder.path("review.json") + " has no review of plan other");
  }

  @Test
  void whatIsNoReviewIsNotRead() throws Exception {
    for (String text : List.of("{}", "{\"format\":\"safeops.review/9\",\"plans\":[]}", "[", "")) {
      Files.writeString(folder.path("review.json"), text);
      assertThatThrownBy(() -> ReviewedFile.read(folder.path("review.json")))
          .isInstanceOf(DocumentException.class)
          .hasMessageContaining("review.json");
    }
  }
}
