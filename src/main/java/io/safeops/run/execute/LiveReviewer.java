package io.safeops.run.execute;

import io.safeops.action.FactExpectation;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.model.RowKey;
import io.safeops.review.AffectedPaths;
import io.safeops.review.BoundStep;
import io.safeops.review.FactChecks;
import io.safeops.review.ReviewException;
import io.safeops.review.Reviewer;
import io.safeops.review.StepReview;
import io.safeops.run.execute.LiveWork.WorkException;
import java.util.List;

/** Judges the steps of a run by the same rules as the review of its plan. */
public record LiveReviewer(Reviewer reviewer, List<BoundStep> steps) implements LiveWork.Judge {

  public LiveReviewer {
    steps = List.copyOf(steps);
  }

  @Override
  public StepReview step(int number, Cluster now) throws WorkException {
    try {
      return reviewer.step(steps.get(number), steps.subList(number + 1, steps.size()), now);
    } catch (ReviewException e) {
      throw new WorkException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public FactsScope needed(int number, Cluster known) {
    return reviewer.needed(steps.get(number), known);
  }

  @Override
  public List<RowKey> rows(int number, Cluster now) {
    return reviewer.rows(steps.get(number), now);
  }

  @Override
  public List<String> objections(FactExpectation expectation, Observation now) {
    return FactChecks.objections(expectation, now);
  }

  @Override
  public AffectedPaths affected(int number, Cluster now) {
    return reviewer.affected(steps.subList(number, steps.size()), now);
  }
}
