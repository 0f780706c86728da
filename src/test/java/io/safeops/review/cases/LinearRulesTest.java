package io.safeops.review.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cluster.Cluster;
import io.safeops.cluster.Copies;
import io.safeops.expression.Budget;
import io.safeops.policy.PlanContext;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Rule;
import io.safeops.review.cases.PolicyTests.Judged;
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

  /** What is asked for each pair of things takes sixteen times as much. */
  private static final double AT_MOST = 4.2;

  @Test
  void takeStepsForEachThingAndNotForEachPair() throws Exception {
    PolicySet rules = PolicySet.load(List.of());
    Map<String, String> worst = new TreeMap<>();
    for (Judged judged : PolicyTests.load(rules, List.of()).judged()) {
      for (Cluster cluster : judged.clusters()) {
        // With a plan the rules of the cluster are asked of what comes after it.
        boolean onlyPlan = judged.plan().isPresent() && cluster == judged.clusters().get(0);
        List<Cluster> copies = Copies.all(cluster, MANY);
        List<PlanContext> plans =
            judged.plan().map(plan -> Copies.of(plan, judged.clusters().get(0), MANY)).orElse(List.of());
        Map<String, Object> few = variables(cluster, copies, plans, FEW);
        Map<String, Object> many = variables(cluster, copies, plans, MANY);
        for (String id : judged.rules()) {
          Rule rule = rules.rule(id).orElseThrow();
          if (judged.plan().isPresent() && onlyPlan != rule.isAboutPlan()) {
            continue;
          }
          double growth = (double) steps(rule, many) / steps(rule, few);
          if (growth > AT_MOST) {
            worst.merge(
                id,
                "%s: %.1f times the steps in: %s".formatted(id, growth, judged.name()),
                (one, other) -> one);
          }
        }
      }
    }
    assertThat(worst.values()).isEmpty();
  }

  private static long steps(Rule rule, Map<String, Object> variables) {
    Budget budget = Budget.forRows(1_000_000);
    rule.evaluate(variables, budget);
    assertThat(budget.spent()).isEmpty();
    return budget.steps();
  }

  private static Map<String, Object> variables(
      Cluster cluster, List<Cluster> copies, List<PlanContext> plans, int count) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("cluster", Copies.join(cluster, copies.subList(0, count)));
    if (!plans.isEmpty()) {
      variables.put("plan", join(plans.subList(0, count)));
    }
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
