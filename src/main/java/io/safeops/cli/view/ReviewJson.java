package io.safeops.cli.view;

import io.safeops.review.Review;
import io.safeops.review.StepReview;
import io.safeops.review.Verdict;
import io.safeops.run.coordinate.Forecast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The review of a plan as a JSON object; {@link ReviewView} lists its keys. */
public final class ReviewJson {

  private ReviewJson() {}

  /**
   * @param forecast how long a run would take
   * @param inventory as the operator typed it, for the commands that are shown
   */
  public static Map<String, Object> of(
      Review review, Forecast forecast, Optional<String> inventory) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("plan", review.plan().name());
    all.put("digest", review.plan().digest());
    all.put("passes", review.passes() && forecast.fits());
    List<Object> steps = new ArrayList<>();
    for (StepReview step : review.steps()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("id", step.id());
      line.put("action", step.action().name());
      line.put("commands", step.title().lines().toList());
      line.put("voters", step.operation().voters());
      line.put("soft", step.operation().softNodes());
      line.put("undoneByRun", step.operation().api().isPresent());
      steps.add(line);
    }
    all.put("steps", steps);
    all.put("unmodelled", review.unmodelled());
    all.put("voters", review.guardPlan().voters());
    all.put("soft", review.guardPlan().soft());
    all.put("guard", GuardingView.json(review.guardPlan()));
    all.put("forecast", ForecastView.json(forecast));
    all.put(
        "verdicts",
        review.allVerdicts().stream().map(verdict -> json(review, verdict, inventory)).toList());
    return all;
  }

  private static Map<String, Object> json(
      Review review, Verdict verdict, Optional<String> inventory) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("rule", verdict.rule());
    line.put("step", verdict.step());
    line.put("item", verdict.item());
    line.put("at", review.at(verdict).toString());
    line.put("ruling", verdict.ruling().name());
    line.put("message", verdict.message());
    line.put("waive", verdict.waivable().word());
    if (verdict.meanwhile()) {
      line.put("meanwhile", "operator");
    }
    line.put("trace", verdict.trace());
    line.put("remedies", ReviewView.commands(verdict, inventory));
    line.put("source", verdict.source());
    return line;
  }
}
