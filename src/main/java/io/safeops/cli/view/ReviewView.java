package io.safeops.cli.view;

import io.safeops.action.CheckExpectation;
import io.safeops.action.Expectation;
import io.safeops.review.Review;
import io.safeops.review.StepReview;
import io.safeops.review.Verdict;
import io.safeops.run.coordinate.Forecast;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows a review: for people, or as one JSON object.
 *
 * @param inventory as the operator typed it, for the commands that are shown
 * @param forecast how long a run would take
 */
public record ReviewView(Optional<String> inventory, Forecast forecast) {

  public void text(Review review, PrintWriter out) {
    out.println("plan " + review.plan().name() + "  " + review.plan().digest().substring(0, 12));
    for (StepReview step : review.steps()) {
      out.println("  " + step.id() + "  " + step.action().name());
      step.title().lines().forEach(line -> out.println("    $ " + line));
      step.operation()
          .expect()
          .forEach(expectation -> out.println("    expect " + where(expectation)));
      step.operation().irreversible().ifPresent(why -> out.println("    cannot be undone: " + why));
      if (step.operation().api().isPresent()) {
        out.println("    undone from here, by the run: no node can");
      }
    }
    GuardingView.text(review.guardPlan(), review.isUndoneByRun(), out);
    ForecastView.text(forecast, out);
    if (!review.unmodelled().isEmpty()) {
      out.println(
          "          once "
              + String.join(", ", review.unmodelled())
              + " has begun, a rollback ends in 5 at best: nobody knows all that it changes, so"
              + " nothing can prove that all is as it was");
    }
    review.allVerdicts().forEach(verdict -> verdict(verdict, out));
    if (!forecast.fits()) {
      out.println("REFUSED: " + forecast.refusal());
    }
    out.println(
        review.passes() && forecast.fits()
            ? "passes: " + review.steps().size() + " step(s), nothing was touched"
            : "refused: nothing was touched");
  }

  private static String where(Expectation expectation) {
    return expectation instanceof CheckExpectation check
        ? check.node() + ": " + check.description()
        : expectation.description();
  }

  private void verdict(Verdict verdict, PrintWriter out) {
    out.println(
        verdict.ruling()
            + " "
            + verdict.rule()
            + (verdict.step().isEmpty() ? "" : " (" + verdict.step() + ")")
            + ": "
            + verdict.message());
    if (!verdict.trace().isEmpty()) {
      out.println("    " + verdict.trace());
    }
    commands(verdict).forEach(command -> out.println("    instead: " + command));
    if (verdict.refuses() && verdict.isOperators()) {
      out.println(
          "    set aside: "
              + (verdict.meanwhile()
                  ? "asks for an approval; nobody can give one yet, so your reason counts instead: "
                  : "")
              + "--waive "
              + verdict.rule()
              + " --because \"...\"");
    }
    if (!verdict.because().isEmpty()) {
      out.println(
          "    because: "
              + verdict.because()
              + (verdict.meanwhile() ? " (by the operator, without an approval)" : ""));
    }
  }

  public void json(Review review, PrintWriter out) {
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
    all.put("verdicts", review.allVerdicts().stream().map(this::json).toList());
    out.println(Json.line(all));
  }

  private Map<String, Object> json(Verdict verdict) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("rule", verdict.rule());
    line.put("step", verdict.step());
    line.put("ruling", verdict.ruling().name());
    line.put("message", verdict.message());
    line.put("waive", verdict.waivable());
    if (verdict.meanwhile()) {
      line.put("meanwhile", "operator");
    }
    line.put("trace", verdict.trace());
    line.put("remedies", commands(verdict));
    line.put("source", verdict.source());
    return line;
  }

  private List<String> commands(Verdict verdict) {
    return verdict.remedies().stream().map(remedy -> remedy.command(inventory)).toList();
  }
}
