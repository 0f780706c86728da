package io.safeops.review.policytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.expression.EvaluationBudget;
import io.safeops.facts.derive.Copies;
import io.safeops.facts.model.Cluster;
import io.safeops.policy.PlanContext;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Rule;
import io.safeops.review.policytest.PolicyTests.Judged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * A cluster four times as large takes every built-in rule four times the steps, whatever is wrong
 * with it: each case of the rules' own tests, some copies of it side by side and four times as
 * many.
 */
class LinearRulesTest {

  private static final int FEW = 8;
  private static final int MANY = 4 * FEW;

  /** Of each rule: clusters in which it finds something, and ones in which it does not. */
  private static final int CASES = 2;

  /** What is asked for each pair of things takes sixteen times as much. */
  private static final double AT_MOST = 4.2;

  private final Map<String, Integer> asked = new HashMap<>();

  @Test
  void takeStepsForEachThingAndNotForEachPair() throws Exception {
    PolicySet rules = PolicySet.load(List.of());
    Map<String, String> worst = new TreeMap<>();
    for (Judged judged : PolicyTests.load(rules, List.of()).judged()) {
      for (Cluster cluster : judged.clusters()) {
        // With a plan the rules of the cluster are asked of what comes after it.
        boolean onlyPlan = judged.plan().isPresent() && cluster == judged.clusters().get(0);
        Map<String, Object> few = variables(judged, cluster, FEW);
        Map<String, Object> many = new HashMap<>();
        for (String id : judged.rules()) {
          Rule rule = rules.rule(id).orElseThrow();
          if (judged.plan().isPresent() && onlyPlan != rule.isAboutPlan()) {
            continue;
          }
          EvaluationBudget ofFew = new EvaluationBudget();
          boolean finds = !rule.evaluate(few, ofFew).isEmpty();
          if (asked.merge(id + finds, 1, Integer::sum) > CASES) {
            continue;
          }
          if (many.isEmpty()) {
            many.putAll(variables(judged, cluster, MANY));
          }
          EvaluationBudget ofMany = new EvaluationBudget();
          rule.evaluate(many, ofMany);
          double growth = (double) ofMany.steps() / ofFew.steps();
          if (growth > AT_MOST || ofMany.spent().isPresent()) {
            worst.put(id, "%s: %.1f times the steps in: %s".formatted(id, growth, judged.name()));
          }
        }
      }
    }
    assertThat(worst.values()).isEmpty();
    assertThat(rules.rules())
        .extracting(rule -> rule.id().value())
        .filteredOn(id -> !asked.containsKey(id + true))
        .as("rules that were asked only where they find nothing")
        .containsExactly("blast-radius/chassis-at-once");
  }

  private static Map<String, Object> variables(Judged judged, Cluster cluster, int copies) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("cluster", Copies.of(cluster, copies));
    judged
        .plan()
        .ifPresent(
            plan -> variables.put("plan", join(Copies.of(plan, judged.clusters().get(0), copies))));
    return variables;
  }

  private static PlanContext join(List<PlanContext> plans) {
    PlanContext one = plans.get(0);
    return new PlanContext(
        one.name(),
        one.deadlineSeconds(),
        one.leaseSeconds(),
        one.holdSeconds(),
        all(plans, PlanContext::changes),
        all(plans, PlanContext::removed),
        all(plans, PlanContext::made),
        one.maintenance(),
        one.mends());
  }

  private static <T> List<T> all(List<PlanContext> plans, Function<PlanContext, List<T>> part) {
    List<T> all = new ArrayList<>();
    plans.forEach(plan -> all.addAll(part.apply(plan)));
    return all;
  }
}
