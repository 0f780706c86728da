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
 * <p>JSON: one object; {@link io.safeops.schema.EventsSchema#REVIEW} has its keys.
 */
public sealed interface ReviewView permits TextReviewView, JsonReviewView {

  /** Where the text for people is read. */
  enum Reader {
    /** In a file or a log: all of it. */
    FILE,
    /** On a screen: of a plan that is refused the steps are short. */
    SCREEN,
    /** Above a prompt, where the operator can ask for more: long messages are short, too. */
    PROMPT
  }

  /**
   * @param inventory as the operator typed it, for the commands that are shown
   */
  static ReviewView of(Format format, Optional<String> inventory) {
    return format.choose(
        output -> new TextReviewView(output.out(), inventory, Reader.FILE),
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
      Optional<String> inventory,
      Reader reader) {
    new TextReviewView(out, inventory, reader).show(review, forecast, changes);
  }

  /**
   * @param forecast how long a run would take
   */
  void show(Review review, Forecast forecast);

  static List<String> commands(Verdict verdict, Optional<String> inventory) {
    return verdict.remedies().stream().map(remedy -> remedy.command(inventory)).toList();
  }
}
