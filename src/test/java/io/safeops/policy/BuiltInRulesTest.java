package io.safeops.policy;

import static io.safeops.policy.Clusters.localnet;
import static io.safeops.policy.Clusters.own;
import static io.safeops.policy.Clusters.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.document.DocumentException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the built-in rules take for the same violation, and how they explain it. */
class BuiltInRulesTest {

  private static PolicySet policies;

  @BeforeAll
  static void load() throws DocumentException {
    policies = PolicySet.load(List.of());
  }

  /** A run checks an expression of theirs only when it asks it; here all are checked. */
  @Test
  void everyExpressionIsRight() throws DocumentException {
    assertThat(PolicySet.of(BuiltInFiles.policies()).rules()).hasSameSizeAs(policies.rules());
  }

  @Test
  void threeLocalnetsMayBecomeTwoAndTwoNotThree() {
    var p1 = localnet("p1", "a", "physnet2");
    var p2 = localnet("p2", "a", "physnet2");
    var p3 = localnet("p3", "a", "physnet2");
    List<Violation> three = policies.evaluate(with(own("a", p1, p2, p3)));
    for (var two : List.of(own("a", p1, p2), own("a", p1, p3), own("a", p2, p3))) {
      List<Violation> left = policies.evaluate(with(two));
      assertThat(Violation.added(three, left)).isEmpty();
      assertThat(Violation.added(left, three)).hasSize(1);
    }
  }

  @Test
  void anotherPairOfSwitchesIsAnotherViolation() {
    var a = own("a", localnet("p1", "a", "physnet2", 5));
    List<Violation> ab =
        policies.evaluate(
            with(
                a,
                own("b", localnet("p2", "b", "physnet2", 5)),
                own("c", localnet("p3", "c", "physnet2", 6))));
    List<Violation> ac =
        policies.evaluate(
            with(
                a,
                own("b", localnet("p2", "b", "physnet2", 6)),
                own("c", localnet("p3", "c", "physnet2", 5))));
    assertThat(Violation.added(ab, ac))
        .extracting(Violation::key)
        .containsExactly("paths/segments-stay-apart MergedSwitches a c");
  }

  @Test
  void everyRuleSaysWhatItGuardsAgainstAndWhereItComesFrom() {
    assertThat(policies.rules())
        .hasSizeGreaterThan(45)
        .allSatisfy(
            rule -> {
              assertThat(rule.about()).as(rule.id().value()).isNotBlank();
              assertThat(rule.source())
                  .as(rule.id().value())
                  .isNotBlank()
                  .doesNotContainIgnoringCase("issue");
            });
  }

  @Test
  void explainsItself() {
    List<Violation> found =
        policies.evaluate(
            with(own("a", localnet("p1", "a", "physnet2"), localnet("p2", "a", "physnet2"))));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).item()).isEqualTo("SegmentLoop switch-in-segment-twice a");
    assertThat(found.get(0).waive()).isEqualTo(WaiverLevel.OPERATOR);
    assertThat(found.get(0).extent()).containsExactly("cmp p1", "cmp p2", "net p1", "net p2");
  }
}
