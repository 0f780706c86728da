package io.safeops.review;

import static io.safeops.review.JudgedPlan.approval;
import static io.safeops.review.JudgedPlan.digest;
import static io.safeops.review.JudgedPlan.refusing;
import static io.safeops.review.JudgedPlan.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.safeops.policy.ApprovalRequirement;
import io.safeops.policy.PolicySet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan needs to be approved. */
class RequiredApprovalTest {

  private static final String TWO = "{by: [alice, bob, carol], atLeast: 2, maxAge: 12h}";
  private static final String NAMING = "{by: [dave], plans: [rest*]}";
  private static final Set<String> ALL = Set.of("ctl", "net", "cmp");

  @TempDir private Path folder;

  private List<RequiredApproval> needed(PolicySet rules, Waiver... waivers) throws Exception {
    return JudgedPlan.review(folder, rules, waivers).approvals();
  }

  private static Waiver approved(String policy, Set<String> items) throws Exception {
    return Waiver.ofApproval("own/nodes", "agreed", items, digest(policy));
  }

  @Test
  void aPlanThatNothingRefusesNeedsNone() throws Exception {
    assertThat(needed(rules(approval(TWO)))).isEmpty();
    assertThat(needed(rules(approval(TWO), refusing("operator"))))
        .as("the operator may set it aside")
        .isEmpty();
  }

  @Test
  void aRefusalThatAsksForAnApprovalNeedsSomebodyElse() throws Exception {
    assertThat(needed(rules(refusing("approval"))))
        .containsExactly(
            new RequiredApproval(ApprovalRequirement.DEFAULT, false, List.of("own/nodes")));
  }

  @Test
  void allPoliciesCountForARefusal() throws Exception {
    PolicySet rules = rules(refusing("approval"), approval(TWO), approval(NAMING));
    assertThat(needed(rules))
        .containsExactly(
            new RequiredApproval(rules.approvals().get(0), false, List.of("own/nodes")),
            new RequiredApproval(rules.approvals().get(1), true, List.of("own/nodes")));
  }

  @Test
  void aPlanThatAPolicyNamesNeedsOneAllTheSame() throws Exception {
    PolicySet rules = rules(approval(TWO), approval(NAMING));
    assertThat(needed(rules))
        .containsExactly(new RequiredApproval(rules.approvals().get(1), true, List.of()));
  }

  /** The approval is still needed when the run begins. */
  @Test
  void whatAnApprovalHasSetAsideStillNeedsIt() throws Exception {
    String policy = refusing("approval");
    Review review = JudgedPlan.review(folder, rules(policy), approved(policy, ALL));
    assertThat(review.passes()).isTrue();
    assertThat(review.approvals())
        .extracting(RequiredApproval::rules)
        .containsExactly(List.of("own/nodes"));
  }

  @Test
  void whatTheOperatorHasSetAsideMeanwhileNeedsNone() throws Exception {
    PolicySet rules = rules(refusing("approval\n    meanwhile: operator"));
    assertThat(needed(rules)).hasSize(1);
    assertThat(needed(rules, Waiver.ofOperator("own/nodes", "known"))).isEmpty();
  }

  /** Nobody collects signatures for a plan that cannot run. */
  @Test
  void noApprovalHelpsWhereSomethingNeverYields() throws Exception {
    String never =
        refusing("never").replace("{name: own}", "{name: other}").replace("own/", "other/");
    assertThat(needed(rules(refusing("approval"), never))).isEmpty();
    assertThat(needed(rules(refusing("approval"), never, approval(NAMING))))
        .extracting(RequiredApproval::named, RequiredApproval::rules)
        .containsExactly(tuple(true, List.of()));
  }

  @Test
  void theReviewKeepsItWithoutPredictions() throws Exception {
    Review review = JudgedPlan.review(folder, rules(refusing("approval")));
    assertThat(review.withoutPredictions().approvals()).isEqualTo(review.approvals()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{by: [alice], maxAge: 1d}|needs an approval that waives own/nodes: by alice, who must not"
            + " be the operator, signed at most 1 day before the run (policy site, at own.yaml:4:11)",
        "{by: [alice, bob], maxAge: 36h}|needs an approval that waives own/nodes: by 1 of alice,"
            + " bob, not counting the operator, signed at most 36 hours before the run (policy site,"
            + " at own.yaml:4:11)",
        "{by: [alice, bob], atLeast: 2, plans: ['*'], maxAge: 90s}|needs an approval that waives"
            + " own/nodes: by 2 of alice, bob, not counting the operator, signed at most 90 seconds"
            + " before the run (policy site names this plan, at own.yaml:4:11)",
      })
  void itSaysWhoMustApproveWhat(String block, String text) throws Exception {
    assertThat(needed(rules(refusing("approval"), approval(block))))
        .singleElement()
        .extracting(RequiredApproval::text)
        .isEqualTo(text);
  }

  @Test
  void withoutAPolicyItSaysSo() {
    assertThat(
            new RequiredApproval(ApprovalRequirement.DEFAULT, false, List.of("a/b", "a/c")).text())
        .isEqualTo(
            "needs an approval that waives a/b, a/c: by somebody else than the operator, signed at"
                + " most 30 days before the run");
    ApprovalRequirement minutes =
        new ApprovalRequirement(
            Optional.empty(), List.of("alice"), 1, Duration.ofMinutes(90), List.of("x"));
    assertThat(new RequiredApproval(minutes, true, List.of()).text())
        .isEqualTo(
            "needs an approval: by alice, who must not be the operator, signed at most 90 minutes"
                + " before the run");
  }
}
