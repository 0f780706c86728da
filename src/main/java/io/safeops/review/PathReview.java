package io.safeops.review;

import io.safeops.document.DocumentException;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.verdict.PathChange;
import io.safeops.paths.verdict.PathComparison;
import io.safeops.plan.Plan;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a review that is about paths: what a plan cuts. It needs no inventory and no guard,
 * so it works on facts from a file.
 */
public final class PathReview {

  private static final String POLICY = "paths";

  private final PolicySet rules;

  /**
   * @param rules all rules; those about paths apply
   */
  public PathReview(PolicySet rules) {
    this.rules = rules.ofPolicy(POLICY);
  }

  /**
   * Why a plan would be refused because of paths; none if it cuts nothing.
   *
   * @throws ReviewException when the plan is not possible on this cluster
   */
  public List<Violation> refusals(Plan plan, Cluster before)
      throws DocumentException, ReviewException {
    List<PathComparison.StepResult> results = new ArrayList<>();
    List<Violation> found = new ArrayList<>();
    Cluster now = before;
    for (BoundStep step : StepBinding.of(plan, before)) {
      Cluster after = step.action().effect(now);
      found.addAll(Violation.added(rules.known(now), rules.predicted(after)));
      results.add(new PathComparison.StepResult(step.id(), after));
      now = after;
    }
    PathChange change = PathComparison.of(before, results);
    for (PathComparison.StepResult result : results) {
      found.addAll(rules.ofChange(result.after(), change.of(result.step())));
    }
    return found.stream().filter(Violation::isDeny).toList();
  }
}
