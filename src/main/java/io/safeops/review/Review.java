package io.safeops.review;

import io.safeops.action.footprint.Footprint;
import io.safeops.facts.model.Cluster;
import io.safeops.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a review: what a plan would do to a cluster, step by step, and what the rules say.
 * A review changes nothing.
 *
 * @param before the cluster that the plan was reviewed on
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

  /** All verdicts. Those on the plan as a whole come first. */
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

  /** Whether there is a step that only the run process can undo and no node can. */
  public boolean isUndoneByRun() {
    return steps.stream().anyMatch(step -> step.operation().api().isPresent());
  }

  /**
   * The steps without a model of their effect. Once such a step has begun, nothing can prove that
   * everything is as before.
   */
  public List<String> unmodelled() {
    return steps.stream().filter(step -> !step.isModelled()).map(StepReview::id).toList();
  }

  public boolean passes() {
    return refusals().isEmpty();
  }
}
