package io.safeops.review;

import io.safeops.action.footprint.Footprint;
import io.safeops.facts.model.Cluster;
import io.safeops.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * What a plan would do to a cluster, step by step, and what the rules say. Nothing was touched for
 * it.
 *
 * @param before the cluster it was reviewed on
 * @param verdicts on the plan as a whole
 * @param steps in order; batches of a step are steps of their own
 */
public record Review(
    Plan plan,
    Cluster before,
    GuardPlan guardPlan,
    List<Verdict> verdicts,
    List<StepReview> steps) {

  public Review {
    verdicts = List.copyOf(verdicts);
    steps = List.copyOf(steps);
  }

  /** Everything that the rules say, the plan as a whole first. */
  public List<Verdict> allVerdicts() {
    List<Verdict> all = new ArrayList<>(verdicts);
    steps.forEach(step -> all.addAll(step.verdicts()));
    return all;
  }

  public List<Verdict> refusals() {
    return allVerdicts().stream().filter(Verdict::refuses).toList();
  }

  /** The part of the cluster that its steps read or write. */
  public Footprint footprint() {
    Footprint footprint = Footprint.EMPTY;
    for (StepReview step : steps) {
      footprint = footprint.and(step.operation().footprint());
    }
    return footprint;
  }

  /** Whether some step is one that no node undoes, only the run from where it is. */
  public boolean isUndoneByRun() {
    return steps.stream().anyMatch(step -> step.operation().api().isPresent());
  }

  /**
   * The steps whose effect nobody models: once one of them has begun, nothing can prove that all is
   * as it was.
   */
  public List<String> unmodelled() {
    return steps.stream().filter(step -> !step.isModelled()).map(StepReview::id).toList();
  }

  public boolean passes() {
    return refusals().isEmpty();
  }
}
