package io.safeops.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.Located;
import io.safeops.document.Position;
import io.safeops.document.YamlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who must approve which plan. */
class ApprovalRequirementTest {

  private static final String HEAD =
      """
      apiVersion: safeops/v1
      kind: Policy
      metadata: {name: site}
      """;

  private static final String TWO =
      HEAD
          + """
          approval:
            by: [alice@example.com, bob@example.com, carol@example.com]
            atLeast: 2
            maxAge: 12h
            plans: [restart-ovn-central, "recreate-*"]
          """;

  private static final String ONE = HEAD + "approval: {by: [dave]}\n";

  private static PolicySet policies(String... texts) throws DocumentException {
    List<DocumentNode> files = new ArrayList<>();
    for (String text : texts) {
      files.add(YamlFile.parse("f", text));
    }
    return PolicySet.of(files);
  }

  @Test
  void aPolicyMaySayNothingElse() throws Exception {
    PolicySet policies = policies(TWO);
    assertThat(policies.rules()).isEmpty();
    assertThat(policies.approvals())
        .containsExactly(
            new ApprovalRequirement(
                Optional.of(new Located<>("site", new Position("f", 5, 3))),
                List.of("alice@example.com", "bob@example.com", "carol@example.com"),
                2,
                Duration.ofHours(12),
                List.of("restart-ovn-central", "recreate-*")));
  }

  @Test
  void whatItLeavesOutIsUsual() throws Exception {
    ApprovalRequirement one = policies(ONE).approvals().get(0);
    assertThat(one.by()).containsExactly("dave");
    assertThat(one.atLeast()).isEqualTo(1);
    assertThat(one.maxAge()).isEqualTo(Duration.ofDays(30));
    assertThat(one.plans()).isEmpty();
    assertThat(one.names("anything")).isFalse();
  }

  @Test
  void severalAddUp() throws Exception {
    PolicySet both = policies(TWO, ONE);
    assertThat(both.approvals()).hasSize(2);
    assertThat(both.approvalsFor("recreate-localnet", false))
        .as("nothing refuses it, and one policy names it")
        .containsExactly(both.approvals().get(0));
    assertThat(both.approvalsFor("set-mappings", false)).as("nothing refuses it").isEmpty();
    assertThat(both.approvalsFor("set-mappings", true))
        .as("a rule refuses it")
        .isEqualTo(both.approvals());
    assertThat(both.ofPolicy("other").approvals()).isEqualTo(both.approvals());
  }

  @Test
  void whereNoPolicySaysAnythingSomebodyElseAgrees() throws Exception {
    PolicySet none = PolicySet.load(List.of());
    assertThat(none.approvals()).isEmpty();
    assertThat(none.approvalsFor("anything", false)).isEmpty();
    assertThat(none.approvalsFor("anything", true)).containsExactly(ApprovalRequirement.DEFAULT);
    assertThat(ApprovalRequirement.DEFAULT.isMetBy(List.of("me"), "me")).isFalse();
    assertThat(ApprovalRequirement.DEFAULT.isMetBy(List.of("me", "you"), "me")).isTrue();
  }

  /** Principals count, not approvals, and the operator never does. */
  @ParameterizedTest
  @CsvSource({
    "'', dave, false",
    "alice, dave, false",
    "alice alice, dave, false",
    "alice bob, dave, true",
    "alice bob, bob, false",
    "alice bob carol, bob, true",
    "alice mallory, dave, false",
    "alice Bob, dave, false",
  })
  void enoughOfThem(String approvers, String operator, boolean isMet) {
    ApprovalRequirement two =
        new ApprovalRequirement(
            Optional.empty(), List.of("alice", "bob", "carol"), 2, Duration.ofDays(1), List.of());
    assertThat(two.isMetBy(List.of(approvers.split(" ")), operator)).isEqualTo(isMet);
  }

  @ParameterizedTest
  @CsvSource({
    "recreate-localnet, recreate-localnet, true",
    "recreate-localnet, recreate-localnets, false",
    "recreate-localnet, recreate, false",
    "recreate-*, recreate-localnet, true",
    "recreate-*, recreate-, true",
    "recreate-*, recreate, false",
    "*, anything, true",
    "*-central, restart-ovn-central, true",
    "*-central, restart-ovn-central-now, false",
    "re*-*al, restart-ovn-central, true",
    "re*-*al, restart-ovn-centre, false",
    "site-?, site-1, true",
    "site-?, site-12, false",
    "site.a, site-a, false",
  })
  void patternsOfNames(String pattern, String plan, boolean isNamed) {
    ApprovalRequirement requirement =
        new ApprovalRequirement(
            Optional.empty(), List.of("alice"), 1, Duration.ofDays(1), List.of(pattern));
    assertThat(requirement.names(plan)).isEqualTo(isNamed);
  }

  /** One that tried every way to match would not end. */
  @Test
  void aPatternOfManyStarsIsAnsweredAtOnce() {
    ApprovalRequirement requirement =
        new ApprovalRequirement(
            Optional.empty(),
            List.of("alice"),
            1,
            Duration.ofDays(1),
            List.of("a*".repeat(30) + "b"));
    assertThat(requirement.names("a".repeat(63))).isFalse();
    assertThat(requirement.names("a".repeat(62) + "b")).isTrue();
  }

  @Test
  void onlyFoldersOfPoliciesMayHaveIt(@TempDir Path dir) throws Exception {
    Files.writeString(dir.resolve("site.yaml"), TWO);
    assertThat(PolicySet.load(List.of(dir)).approvals())
        .singleElement()
        .matches(each -> each.policy().orElseThrow().at().file().equals(dir + "/site.yaml"));
    assertThatThrownBy(
            () -> PolicySet.of(List.of(YamlFile.parse("builtin:policies/site.yaml", TWO))))
        .isInstanceOf(DocumentException.class)
        .hasMessage(
            "builtin:policies/site.yaml:5:3: `approval`: only the files of --policies say who"
                + " approves");
  }

  @Test
  void whatMakesNoSenseIsNotMade() {
    Duration day = Duration.ofDays(1);
    List<String> two = List.of("a", "b");
    assertThatThrownBy(() -> of(two, 3, day)).hasMessage("3 of 2 principals");
    assertThatThrownBy(() -> of(two, 0, day)).hasMessage("0 of 2 principals");
    assertThatThrownBy(() -> of(List.of("a", "a"), 1, day)).hasMessageContaining("twice");
    assertThatThrownBy(() -> of(two, 1, Duration.ZERO)).hasMessageContaining("young enough");
  }

  private static ApprovalRequirement of(List<String> by, int atLeast, Duration maxAge) {
    return new ApprovalRequirement(Optional.empty(), by, atLeast, maxAge, List.of());
  }
}
