package io.safeops.cli.view;

import io.safeops.document.WrittenObject;
import io.safeops.review.Review;
import io.safeops.review.StepReview;
import io.safeops.review.Verdict;
import io.safeops.run.coordinate.Forecast;
import io.safeops.schema.ReviewSchema;
import java.util.Map;
import java.util.Optional;

/** The review of a plan as a JSON object; {@link ReviewSchema} has its keys. */
public final class ReviewJson {

  private ReviewJson() {}

  /**
   * @param forecast how long a run would take
   * @param inventory as the operator typed it, for the commands that are shown
   */
  public static Map<String, Object> of(
      Review review, Forecast forecast, Optional<String> inventory) {
    return WrittenObject.by(ReviewSchema.REVIEW)
        .with("plan", review.plan().name())
        .with("digest", review.plan().digest())
        .with("passes", review.passes() && forecast.fits())
        .with("steps", review.steps().stream().map(ReviewJson::step).toList())
        .with("unmodelled", review.unmodelled())
        .with("voters", review.guardPlan().voters())
        .with("soft", review.guardPlan().soft())
        .with("guard", GuardingView.json(review.guardPlan()))
        .with("forecast", ForecastView.json(forecast))
        .with(
            "verdicts",
            review.allVerdicts().stream().map(verdict -> json(review, verdict, inventory)).toList())
        .done();
  }

  private static Map<String, Object> step(StepReview step) {
    return WrittenObject.by(ReviewSchema.STEP)
        .with("id", step.id())
        .with("action", step.action().name())
        .with("commands", step.title().lines().toList())
        .with("voters", step.operation().voters())
        .with("soft", step.operation().softNodes())
        .with("undoneByRun", step.operation().api().isPresent())
        .done();
  }

  private static Map<String, Object> json(
      Review review, Verdict verdict, Optional<String> inventory) {
    WrittenObject line =
        WrittenObject.by(ReviewSchema.VERDICT)
            .with("rule", verdict.rule())
            .with("step", verdict.step())
            .with("item", verdict.item())
            .with("at", review.at(verdict).toString())
            .with("ruling", verdict.ruling().name())
            .with("message", verdict.message())
            .with("waive", verdict.waivable().word());
    if (verdict.meanwhile()) {
      line.with("meanwhile", "operator");
    }
    return line.with("trace", verdict.trace())
        .with("remedies", ReviewView.commands(verdict, inventory))
        .with("source", verdict.source())
        .done();
  }
}
