package io.safeops.review;

import static io.safeops.review.JudgedPlan.digest;
import static io.safeops.review.JudgedPlan.refusing;
import static io.safeops.review.JudgedPlan.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.policy.WaiverLevel;
import io.safeops.review.Verdict.Ruling;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which waiver sets aside which violation. */
class WaiversTest {

  private static final String RULE = "own/nodes";
  private static final Set<String> ALL = Set.of("ctl", "net", "cmp");

  @TempDir private Path folder;

  private Review review(String policy, Waiver... waivers) throws Exception {
    return JudgedPlan.review(folder, rules(policy), waivers);
  }

  private static Waiver now(WaiverLevel level) {
    return new Waiver(RULE, "known", level, Set.of(), Optional.empty());
  }

  private static Waiver approved(String policy, Set<String> items) throws Exception {
    return Waiver.ofApproval(RULE, "agreed", items, digest(policy));
  }

  @ParameterizedTest
  @CsvSource({
    "operator, OPERATOR, ''",
    "operator, APPROVAL, ''",
    "approval, OPERATOR, own/nodes cannot be set aside by the operator: it needs an approval",
    "approval, APPROVAL, ''",
    "never, OPERATOR, 'own/nodes cannot be set aside, with any reason'",
    "never, APPROVAL, 'own/nodes cannot be set aside, with any reason'",
  })
  void whoMaySetAsideWhat(String waive, WaiverLevel level, String refused) throws Exception {
    if (!refused.isEmpty()) {
      assertThatThrownBy(() -> review(refusing(waive), now(level)))
          .isInstanceOf(ReviewException.class)
          .hasMessage(refused);
      return;
    }
    Review review = review(refusing(waive), now(level));
    assertThat(review.passes()).isTrue();
    assertThat(review.verdicts())
        .hasSize(3)
        .allMatch(each -> each.ruling() == Ruling.WAIVED)
        .allMatch(each -> each.because().equals("known"))
        .allMatch(each -> each.isSetAsideBy(level))
        .allMatch(each -> each.message().endsWith(" is hurt"));
  }

  @ParameterizedTest
  @CsvSource({"OPERATOR", "APPROVAL"})
  void aRuleThatTheOperatorMaySetAsideMeanwhileYieldsToBoth(WaiverLevel level) throws Exception {
    Review review = review(refusing("approval\n    meanwhile: operator"), now(level));
    assertThat(review.verdicts()).hasSize(3).allMatch(each -> each.isSetAsideBy(level));
  }

  @Test
  void aRuleThatIsNotThereCannotBeSetAsideNow() {
    for (WaiverLevel level : List.of(WaiverLevel.OPERATOR, WaiverLevel.APPROVAL)) {
      Waiver waiver = new Waiver("own/none", "known", level, Set.of(), Optional.empty());
      assertThatThrownBy(() -> review(refusing("operator"), waiver))
          .isInstanceOf(ReviewException.class)
          .hasMessage("there is no rule own/none");
    }
  }

  @Test
  void whatIsNewSinceTheApprovalRefuses() throws Exception {
    String policy = refusing("approval");
    Review review = review(policy, approved(policy, Set.of("net", "ctl")));
    assertThat(review.refusals())
        .singleElement()
        .extracting(Verdict::item, Verdict::message, Verdict::because, Verdict::setAsideBy)
        .containsExactly(
            "cmp",
            "cmp is hurt (new since the approval, which sets this rule aside only for ctl, net)",
            "",
            Optional.empty());
    assertThat(review.verdicts())
        .filteredOn(each -> each.isSetAsideBy(WaiverLevel.APPROVAL))
        .extracting(Verdict::item)
        .containsExactlyInAnyOrder("ctl", "net");
  }

  @Test
  void severalApprovalsCoverWhatOneOfThemCovers() throws Exception {
    String policy = refusing("approval");
    assertThat(
            review(policy, approved(policy, Set.of("net", "ctl")), approved(policy, Set.of("cmp")))
                .passes())
        .isTrue();
    assertThat(
            review(policy, approved(policy, Set.of("net")), approved(policy, Set.of("cmp")))
                .refusals())
        .singleElement()
        .extracting(Verdict::message)
        .isEqualTo(
            "ctl is hurt (new since the approval, which sets this rule aside only for net; new"
                + " since the approval, which sets this rule aside only for cmp)");
  }

  @Test
  void anApprovalOfAnotherTextOfTheRuleDoesNotCount() throws Exception {
    String policy = refusing("approval");
    Waiver approved = approved(policy, ALL);
    assertThat(review("# a remark\n" + policy, approved).passes())
        .as("the rule says the same")
        .isTrue();
    for (String other :
        List.of(policy.replace("< 0", "< 1"), policy.replace("is hurt", "is harmed"))) {
      assertThat(review(other, approved).refusals())
          .hasSize(3)
          .allMatch(
              each ->
                  each.message()
                      .endsWith(
                          " (not set aside: the text of this rule has changed since the"
                              + " approval)"));
    }
  }

  /** An approval may be older than the rules. That is no wrong usage, but it sets nothing aside. */
  @Test
  void anApprovalThatTheRulesHaveOvertakenSetsNothingAside() throws Exception {
    String never = refusing("never");
    assertThat(review(never, approved(never, ALL)).refusals())
        .hasSize(3)
        .allMatch(
            each ->
                each.message()
                    .endsWith(" (not set aside: this rule does not yield to an approval)"));
    String policy = refusing("approval");
    Waiver ofAnother = Waiver.ofApproval("own/gone", "agreed", ALL, "0".repeat(64));
    assertThat(review(policy, ofAnother).refusals())
        .hasSize(3)
        .allMatch(each -> each.message().endsWith(" is hurt"));
  }

  @Test
  void aWarningStaysOne() throws Exception {
    String policy = refusing("approval\n    severity: warn");
    assertThat(review(policy, approved(policy, Set.of("ctl"))).verdicts())
        .hasSize(3)
        .allMatch(each -> each.ruling() == Ruling.WARNED && each.setAsideBy().isEmpty())
        .allMatch(each -> each.message().endsWith(" is hurt"));
  }

  @Test
  void whatMakesNoSenseIsNotMade() {
    assertThatThrownBy(() -> Waiver.ofOperator(RULE, " ")).hasMessageContaining("a reason");
    assertThatThrownBy(() -> now(WaiverLevel.NEVER)).hasMessageContaining("never");
    assertThatThrownBy(() -> Waiver.ofApproval(RULE, "agreed", Set.of(), "0"))
        .hasMessage("an approval that names no item of own/nodes");
  }
}
