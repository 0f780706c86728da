package io.safeops.cli.view;

import io.safeops.review.Review;
import io.safeops.review.Verdict;
import io.safeops.run.coordinate.Forecast;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/**
 * Shows a review: {@code review}, and the beginning of {@code apply}.
 *
 * <p>JSON: one object. {@code plan}, {@code digest}, {@code passes}; {@code steps}, each {@code
 * {"id", "action", "commands", "voters", "soft", "undoneByRun"}}; {@code unmodelled}, the steps of
 * which safeops does not know all changes; {@code voters}, the nodes that decide; {@code soft}, the
 * nodes that protect themselves; {@code guard}, its times; {@code forecast}, how long a run would
 * take; {@code verdicts}, each {@code {"rule", "step", "item", "at", "ruling", "message", "waive",
 * "trace", "remedies", "source"}}.
 */
public sealed interface ReviewView permits TextReviewView, JsonReviewView {

  /**
   * @param inventory as the operator typed it, for the commands that are shown
   */
  static ReviewView of(Format format, Optional<String> inventory) {
    return format.choose(
        output -> new TextReviewView(output.out(), inventory),
        output -> new JsonReviewView(output.out(), inventory));
  }

  /** How a plan is guarded and how long a run of it takes, for people. */
  static void guarding(Review review, Forecast forecast, PrintWriter out) {
    GuardingView.text(review.guardPlan(), review.isUndoneByRun(), out);
    ForecastView.text(forecast, out);
  }

  /**
   * For people.
   *
   * @param changes of its steps, as they are predicted
   * @param inventory as the operator typed it, for the commands that are shown
   */
  static void text(
      Review review,
      Forecast forecast,
      List<StepChanges> changes,
      PrintWriter out,
      Optional<String> inventory) {
    new TextReviewView(out, inventory).show(review, forecast, changes);
  }

  /**
   * @param forecast how long a run would take
   */
  void show(Review review, Forecast forecast);

  static List<String> commands(Verdict verdict, Optional<String> inventory) {
    return verdict.remedies().stream().map(remedy -> remedy.command(inventory)).toList();
  }
}
