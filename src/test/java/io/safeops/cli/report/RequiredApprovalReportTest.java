package io.safeops.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every form of a review says what a plan needs to be approved. */
class RequiredApprovalReportTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String NAMED =
      "the plan needs an approval: by 2 of alice, bob, carol, not counting the operator, signed at"
          + " most 12 hours before the run (policy site names this plan, at ";

  @TempDir private Path temporary;
  private ReviewedFolder folder;
  private Path plan;

  @BeforeEach
  void written() throws Exception {
    folder = new ReviewedFolder(temporary);
    folder.write(
        "rules/site.yaml",
        """
        apiVersion: safeops/v1
        kind: Policy
        metadata: {name: site}
        approval:
          by: [alice, bob, carol]
          atLeast: 2
          maxAge: 12h
          plans: ["re*"]
        """);
    plan =
        folder.write(
            "plan.yaml",
            """
            apiVersion: safeops/v1
            kind: Plan
            metadata: {name: recreate}
            steps:
              - ovn.localnet.recreate: {switch: neutron-11111111-1111-4111-8111-111111111111}
            """);
  }

  /** A second policy, which refuses every plan. */
  private void refuses(String waive) throws Exception {
    folder.write(
        "rules/own.yaml",
        """
        apiVersion: safeops/v1
        kind: Policy
        metadata: {name: own}
        rules:
          - id: own/none
            each: plan.changes
            expression: "false"
            message: no step is good
            waive: %s
        """
            .formatted(waive));
  }

  private int reviews(String... more) {
    List<String> words = new ArrayList<>(List.of(plan.toString()));
    words.addAll(List.of("--policies", folder.path("rules").toString()));
    words.addAll(List.of(more));
    for (String format : ReportFormat.words()) {
      words.addAll(List.of("--report", format + "=" + folder.path("r." + format)));
    }
    return folder.reviews(words.toArray(new String[0]));
  }

  private JsonNode read(String format) throws Exception {
    return JSON.readTree(folder.read("r." + format));
  }

  private static JsonNode only(JsonNode list, String key, String value) {
    List<JsonNode> found =
        StreamSupport.stream(list.spliterator(), false)
            .filter(each -> each.at(key).asText().equals(value))
            .toList();
    assertThat(found).as(value).hasSize(1);
    return found.get(0);
  }

  @Test
  void aPlanThatPassesAndIsNamed() throws Exception {
    assertThat(reviews()).as(folder.out() + folder.err()).isZero();

    String text = NAMED + folder.path("rules/site.yaml") + ":5:3)";
    assertThat(folder.out().lines()).contains(text);
    assertThat(folder.read("r.text").lines()).contains(text);
    assertThat(folder.read("r.markdown"))
        .contains(
            "1 of 1 plan passes", "- note by plan/approval (line 3 column 18): the plan needs");
    assertThat(folder.read("r.github"))
        .contains("::notice file=", "plan.yaml,line=3,col=18,title=plan/approval::" + NAMED);
    JsonNode needed = read("json").at("/plans/0/review/approvals/0");
    assertThat(needed.at("/policy").asText()).isEqualTo("site");
    assertThat(needed.at("/at").asText()).isEqualTo(folder.path("rules/site.yaml") + ":5:3");
    assertThat(needed.at("/by")).hasSize(3);
    assertThat(needed.at("/atLeast").asInt()).isEqualTo(2);
    assertThat(needed.at("/maxAgeSeconds").asInt()).isEqualTo(12 * 3600);
    assertThat(needed.at("/named").asBoolean()).isTrue();
    assertThat(needed.at("/rules")).isEmpty();
    assertThat(only(read("gitlab"), "/check_name", "plan/approval").at("/severity").asText())
        .isEqualTo("info");
    assertThat(
            only(read("rdjson").at("/diagnostics"), "/code/value", "plan/approval")
                .at("/severity")
                .asText())
        .isEqualTo("INFO");
    assertThat(folder.read("r.junit"))
        .contains("failures=\"0\"", "name=\"plan/approval\"", NAMED)
        .doesNotContain("<failure", "<error");
  }

  /** A note is no finding that somebody has set aside. */
  @Test
  void codeScanningGetsANote() throws Exception {
    reviews();
    JsonNode run = read("sarif").at("/runs/0");
    JsonNode result = only(run.at("/results"), "/ruleId", "plan/approval");
    assertThat(result.at("/level").asText()).isEqualTo("note");
    assertThat(result.at("/message/text").asText()).startsWith(NAMED);
    assertThat(result.has("suppressions")).isFalse();
    JsonNode rule = only(run.at("/tool/driver/rules"), "/id", "plan/approval");
    assertThat(rule.at("/defaultConfiguration/level").asText()).isEqualTo("note");
    assertThat(rule.at("/shortDescription/text").asText())
        .isEqualTo("A plan is approved by those whom policies ask for");
  }

  @Test
  void aPlanThatARuleRefusesSaysWhichApprovalWaivesIt() throws Exception {
    refuses("approval");
    assertThat(reviews()).isEqualTo(3);
    assertThat(folder.out())
        .contains(
            "REFUSED own/none: no step is good",
            "the plan needs an approval that waives own/none: by 2 of alice, bob, carol, not");
    assertThat(folder.out().lines().reduce((first, second) -> second))
        .contains("refused: nothing was touched");
    assertThat(read("json").at("/plans/0/review/approvals/0/rules/0").asText())
        .isEqualTo("own/none");
  }

  @Test
  void withoutAPolicySomebodyElseMustAgree() throws Exception {
    refuses("approval");
    folder.write("rules/site.yaml", folder.read("rules/own.yaml").replace("own", "site"));
    assertThat(reviews()).isEqualTo(3);
    assertThat(folder.out())
        .contains(
            "the plan needs an approval that waives own/none, site/none: by somebody else than the"
                + " operator, signed at most 30 days before the run");
    JsonNode needed = read("json").at("/plans/0/review/approvals/0");
    assertThat(needed.at("/policy").asText()).isEmpty();
    assertThat(needed.at("/at").asText()).isEmpty();
    assertThat(needed.at("/by")).isEmpty();
  }

  @Test
  void whereNobodyAsksForOneNothingIsSaid() throws Exception {
    folder.write("rules/site.yaml", folder.read("rules/site.yaml").replace("re*", "other"));
    assertThat(reviews()).isZero();
    for (String format : ReportFormat.words()) {
      assertThat(folder.read("r." + format)).as(format).doesNotContain("plan/approval", "needs an");
    }
    assertThat(read("json").at("/plans/0/review/approvals")).isEmpty();
  }

  @Test
  void whatTheOperatorSetAsideIsTheOperators() throws Exception {
    refuses("operator");
    assertThat(reviews("--waive", "own/none", "--because", "known")).isZero();
    JsonNode verdict = only(read("json").at("/plans/0/review/verdicts"), "/rule", "own/none");
    assertThat(verdict.at("/waivedBy").asText()).isEqualTo("operator");
  }
}
