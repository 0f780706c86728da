package io.safeops.review;

import io.safeops.facts.model.Cluster;
import io.safeops.policy.PlanContext;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the step that brings about what a rule says of the plan as a whole: the rule is asked about
 * the first step alone, about the first two, and so on.
 */
final class CausingStep {

  private final PolicySet rules;
  private final Cluster before;
  private final PlanContext plan;
  private final List<StepReview> steps;

  /** The plan with none of its steps, with the first one, and so on: made when first needed. */
  private final List<PlanContext> begun = new ArrayList<>();

  /** By rule, the keys of its violations after so many steps. */
  private final Map<String, List<Set<String>>> known = new HashMap<>();

  /**
   * @param plan with all steps
   */
  CausingStep(PolicySet rules, Cluster before, PlanContext plan, List<StepReview> steps) {
    this.rules = rules;
    this.before = before;
    this.plan = plan;
    this.steps = steps;
  }

  /**
   * The id of the step since which there is the violation. Empty if it is there without any step,
   * or if it comes, goes and comes again: then nobody can tell which step is meant. Also empty for
   * the only step, which nobody has to find.
   */
  Optional<String> of(Violation violation) {
    if (!violation.answered() || steps.size() < 2) {
      return Optional.empty();
    }
    List<Set<String>> after = known.computeIfAbsent(violation.rule(), this::afterEach);
    List<Integer> with = new ArrayList<>();
    for (int number = 0; number < after.size(); number++) {
      if (after.get(number).contains(violation.key())) {
        with.add(number);
      }
    }
    boolean stays = !with.isEmpty() && with.get(0) > 0 && with.size() == after.size() - with.get(0);
    return stays ? Optional.of(steps.get(with.get(0) - 1).id()) : Optional.empty();
  }

  private List<Set<String>> afterEach(String rule) {
    if (begun.isEmpty()) {
      for (int number = 0; number <= steps.size(); number++) {
        Cluster after = number == 0 ? before : steps.get(number - 1).after();
        begun.add(plan.first(number, before, after));
      }
    }
    return begun.stream()
        .map(
            some ->
                rules.ofPlan(rule, before, some).stream()
                    .filter(Violation::answered)
                    .map(Violation::key)
                    .collect(Collectors.toSet()))
        .toList();
  }
}
