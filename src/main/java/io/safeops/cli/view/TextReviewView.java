package io.safeops.cli.view;

import io.safeops.action.CheckExpectation;
import io.safeops.action.Expectation;
import io.safeops.review.Review;
import io.safeops.review.StepReview;
import io.safeops.review.Verdict;
import io.safeops.run.coordinate.Forecast;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/**
 * For people.
 *
 * @param inventory as the operator typed it, for the commands that are shown
 */
record TextReviewView(PrintWriter out, Optional<String> inventory) implements ReviewView {

  @Override
  public void show(Review review, Forecast forecast) {
    show(review, forecast, StepChanges.of(review));
  }

  /**
   * @param changes of its steps, as they are predicted
   */
  void show(Review review, Forecast forecast, List<StepChanges> changes) {
    out.println("plan " + review.plan().name() + "  " + review.plan().digest().substring(0, 12));
    for (int i = 0; i < review.steps().size(); i++) {
      StepReview step = review.steps().get(i);
      out.println("  " + step.id() + "  " + step.action().name());
      step.title().lines().forEach(line -> out.println("    $ " + line));
      step.operation()
          .expect()
          .forEach(expectation -> out.println("    expect " + where(expectation)));
      step.operation().irreversible().ifPresent(why -> out.println("    cannot be undone: " + why));
      if (step.operation().api().isPresent()) {
        out.println("    undone by the run, from here: no node can undo it");
      }
      changes.get(i).text(out);
    }
    ReviewView.guarding(review, forecast, out);
    if (!review.unmodelled().isEmpty()) {
      out.println(
          "          once "
              + String.join(", ", review.unmodelled())
              + " has begun, a rollback ends in 5 at best: safeops does not know all that it changes"
              + " and cannot prove that everything is restored");
    }
    review.allVerdicts().forEach(verdict -> verdict(verdict, review));
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

  private void verdict(Verdict verdict, Review review) {
    out.println(
        verdict.ruling()
            + " "
            + verdict.rule()
            + (verdict.step().isEmpty() ? "" : " (" + verdict.step() + ")")
            + ": "
            + verdict.message());
    out.println("    at " + review.at(verdict));
    if (!verdict.trace().isEmpty()) {
      out.println("    " + verdict.trace());
    }
    ReviewView.commands(verdict, inventory)
        .forEach(command -> out.println("    instead: " + command));
    if (verdict.refuses() && verdict.isOperators()) {
      out.println(
          "    set aside: "
              + (verdict.meanwhile()
                  ? "asks for an approval; nobody can give one yet, so your reason is enough: "
                  : "")
              + "--waive "
              + verdict.rule()
              + " --because \"...\"");
    }
    if (!verdict.because().isEmpty()) {
      out.println(
          "    because: "
              + verdict.because()
              + (verdict.meanwhile() ? " (the operator's reason, instead of an approval)" : ""));
    }
  }
}
