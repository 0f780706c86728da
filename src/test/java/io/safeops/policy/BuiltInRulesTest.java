package io.safeops.policy;

import static io.safeops.policy.Clusters.localnet;
import static io.safeops.policy.Clusters.own;
import static io.safeops.policy.Clusters.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.document.DocumentException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every built-in rule: cases that it refuses with what it says, and near misses that pass. */
class BuiltInRulesTest {

  private static PolicySet policies;

  @BeforeAll
  static void load() throws DocumentException {
    policies = PolicySet.load(List.of());
  }

  static Stream<RuleCase> cases() {
    return Stream.of(
            LocalnetCases.all(),
            ManagementPathCases.all(),
            PlanCases.all(),
            OpenFlowCases.all(),
            CentralCases.all(),
            ChassisCases.all(),
            BindingCases.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(RuleCase each) {
    List<Violation> found =
        each.plan().isPresent()
            ? policies.evaluate(each.cluster(), each.plan().get())
            : policies.evaluate(each.cluster());
    List<String> expected =
        each.violated().stream().map(text -> text.substring(0, text.indexOf('|'))).toList();
    assertThat(found)
        .extracting(Violation::rule)
        .as("%s", found)
        .containsExactlyInAnyOrderElementsOf(expected);
    for (String text : each.violated()) {
      String rule = text.substring(0, text.indexOf('|'));
      assertThat(found)
          .filteredOn(violation -> violation.rule().equals(rule))
          .allSatisfy(
              violation ->
                  assertThat(violation.message())
                      .contains(text.substring(text.indexOf('|') + 1))
                      .doesNotContain("no answer", "  ", "\n"));
    }
  }

  @Test
  void everyRuleIsRefusedAndPassedHere() {
    Set<String> rules =
        policies.rules().stream().map(rule -> rule.id().value()).collect(Collectors.toSet());
    Set<String> refused = new TreeSet<>();
    cases()
        .forEach(
            each ->
                each.violated().forEach(text -> refused.add(text.substring(0, text.indexOf('|')))));
    assertThat(refused).containsExactlyInAnyOrderElementsOf(rules);
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
  void anotherSegmentIsAnotherViolation() {
    var a = own("a", localnet("p1", "a", "physnet2", 5), localnet("p2", "a", "physnet2", 6));
    List<Violation> five = policies.evaluate(with(a, own("b", localnet("p3", "b", "physnet2", 5))));
    List<Violation> six = policies.evaluate(with(a, own("b", localnet("p3", "b", "physnet2", 6))));
    assertThat(Violation.added(five, six))
        .extracting(Violation::key)
        .containsExactly("localnet/one-switch-per-segment b/p3 physnet2 6");
  }

  @Test
  void explainsItself() {
    List<Violation> found =
        policies.evaluate(
            with(own("a", localnet("p1", "a", "physnet2"), localnet("p2", "a", "physnet2"))));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).item()).isEqualTo("a/p2");
    assertThat(found.get(0).waive()).isEqualTo(Waive.OPERATOR);
    assertThat(found.get(0).trace())
        .containsExactly(
            "other.switchName = a", "it.switchName = a", "other.name = p1", "it.name = p2");
  }
}
