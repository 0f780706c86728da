package io.safeops.review.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Actions;
import io.safeops.document.DocumentException;
import io.safeops.document.Node.Mapping;
import io.safeops.document.Position;
import io.safeops.inventory.Inventory;
import io.safeops.plan.Plan;
import io.safeops.plan.PlanFile;
import io.safeops.policy.BuiltIn;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Remedy;
import io.safeops.policy.Rule;
import io.safeops.review.Review;
import io.safeops.review.Reviewer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that the doctor would print for a case: it loads, and its review passes. */
class RemediesTest {

  private static PolicySet rules;

  record Printed(PolicyTests.Found found, Remedy remedy) {
    @Override
    public String toString() {
      return found.name() + ": " + remedy.plan();
    }
  }

  @BeforeAll
  static void load() throws DocumentException {
    rules = PolicySet.load(List.of());
  }

  static Stream<Printed> printed() throws DocumentException {
    PolicySet all = PolicySet.load(List.of());
    return PolicyTests.load(all, List.of()).found().stream()
        .flatMap(
            found -> found.violation().remedies().stream().map(each -> new Printed(found, each)));
  }

  @ParameterizedTest
  @MethodSource("printed")
  void passesReview(Printed each) throws Exception {
    Plan plan =
        PlanFile.of(BuiltIn.playbook(each.remedy().plan()).orElseThrow(), Actions.names())
            .plan(
                each.remedy().params().entrySet().stream()
                    .filter(param -> !param.getValue().isEmpty())
                    .collect(Collectors.toMap(param -> param.getKey(), param -> param.getValue())));
    Inventory inventory =
        Inventory.of(
            CasePlan.inventory(
                each.found().cluster(),
                new Mapping(List.of(), Position.ofFile("test")),
                Optional.empty()));
    Review review = new Reviewer(rules, List.of(), inventory).review(plan, each.found().cluster());
    assertThat(review.refusals()).isEmpty();
  }

  /** A remedy that no case ever renders might be wrong in every word. */
  @Test
  void everyPlaybookThatARuleNamesIsPrintedByACase() throws DocumentException {
    Set<String> named = new TreeSet<>();
    for (Rule rule : rules.rules().stream().filter(each -> !each.isAboutPlan()).toList()) {
      rule.playbooks().forEach(plan -> named.add(rule.id().value() + " " + plan));
    }
    assertThat(printed().map(each -> each.found().violation().rule() + " " + each.remedy().plan()))
        .containsAll(named);
  }
}
