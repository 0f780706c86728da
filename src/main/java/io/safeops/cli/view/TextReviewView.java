package io.safeops.cli.view;

import io.safeops.action.CheckExpectation;
import io.safeops.action.Expectation;
import io.safeops.review.Review;
import io.safeops.review.StepReview;
import io.safeops.review.Verdict;
import io.safeops.run.coordinate.Forecast;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * For people. What refuses the plan comes last, with what to do instead: there an operator looks,
 * and what was before may be off the screen.
 *
 * @param inventory as the operator typed it, for the commands that are shown
 */
record TextReviewView(PrintWriter out, Optional<String> inventory, Reader reader)
    implements ReviewView {

  /** Characters of a command in the one line of a step. */
  private static final int SHORT = 72;

  @Override
  public void show(Review review, Forecast forecast) {
    show(review, forecast, StepChanges.of(review));
  }

  /**
   * @param changes of its steps, as they are predicted
   */
  void show(Review review, Forecast forecast, List<StepChanges> changes) {
    boolean isRefused = !review.passes() || !forecast.fits();
    boolean isShort = isRefused && reader != Reader.FILE;
    out.println("plan " + review.plan().name() + "  " + review.plan().digest().substring(0, 12));
    if (isShort) {
      review.steps().forEach(this::inShort);
      out.println("  (`safeops review --explain` shows all of each step, and how it is guarded)");
    } else {
      for (int i = 0; i < review.steps().size(); i++) {
        whole(review.steps().get(i), changes.get(i));
      }
      guarding(review, forecast);
    }
    review.allVerdicts().stream()
        .sorted(Comparator.comparing(Verdict::refuses))
        .flatMap(verdict -> lines(verdict, review, isShort).stream())
        .forEach(out::println);
    VerdictText.instead(review).forEach(out::println);
    if (!forecast.fits()) {
      out.println("REFUSED: " + forecast.refusal());
    } else {
      VerdictText.setAside(review).forEach(out::println);
    }
    out.println(
        (isRefused
                ? "refused" + (reader == Reader.FILE ? "" : by(review))
                : "passes: " + review.steps().size() + " step(s)")
            + (isRefused ? ": " : ", ")
            + "nothing was touched");
  }

  private void whole(StepReview step, StepChanges changes) {
    out.println("  " + step.id() + "  " + step.action().name());
    step.title().lines().forEach(line -> out.println("    $ " + line));
    step.operation()
        .expect()
        .forEach(expectation -> out.println("    expect " + where(expectation)));
    step.operation().irreversible().ifPresent(why -> out.println("    cannot be undone: " + why));
    if (step.operation().api().isPresent()) {
      out.println("    undone by the run, from here: no node can undo it");
    }
    changes.text(out);
  }

  /** One line: enough to know which step a refusal names. */
  private void inShort(StepReview step) {
    String title = step.title().strip();
    String first = title.lines().findFirst().orElse("");
    boolean isCut = first.length() < title.length() || first.length() > SHORT;
    out.println(
        "  "
            + step.id()
            + "  "
            + step.action().name()
            + "  $ "
            + first.substring(0, Math.min(SHORT, first.length()))
            + (isCut ? " ..." : ""));
  }

  private void guarding(Review review, Forecast forecast) {
    ReviewView.guarding(review, forecast, out);
    if (!review.unmodelled().isEmpty()) {
      out.println(
          "          once "
              + String.join(", ", review.unmodelled())
              + " has begun, a rollback ends in 5 at best: safeops does not know all that it changes"
              + " and cannot prove that everything is restored");
    }
  }

  /** Several rules may refuse it, and the first may be off the screen. */
  private static String by(Review review) {
    String rules =
        review.refusals().stream().map(Verdict::rule).distinct().collect(Collectors.joining(", "));
    return rules.isEmpty() ? "" : " by " + rules;
  }

  private List<String> lines(Verdict verdict, Review review, boolean isShort) {
    if (isShort) {
      return VerdictText.folded(verdict, review, inventory, "safeops review --explain");
    }
    return reader == Reader.PROMPT
        ? VerdictText.folded(verdict, review, inventory, "show rules " + verdict.rule())
        : VerdictText.whole(verdict, review, inventory);
  }

  private static String where(Expectation expectation) {
    return expectation instanceof CheckExpectation check
        ? check.node() + ": " + check.description()
        : expectation.description();
  }
}
