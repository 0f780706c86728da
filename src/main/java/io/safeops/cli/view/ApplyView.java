package io.safeops.cli.view;

import io.safeops.review.Review;
import io.safeops.run.coordinate.Forecast;
import java.util.List;
import java.util.Optional;

/**
 * Shows a change from its review to its end: {@code apply}.
 *
 * <p>JSON: first the review as {@link ReviewView} shows it, then the run as {@link RunView} does.
 * The reason why nothing was run, and how to reach the run from elsewhere, go to standard error in
 * both forms.
 */
public final class ApplyView {

  private final ReviewView review;
  private final RunView run;
  private final Output output;

  private ApplyView(ReviewView review, RunView run, Output output) {
    this.review = review;
    this.run = run;
    this.output = output;
  }

  /**
   * @param inventory as the operator typed it, for the commands that are shown
   * @param reader where the review is read
   */
  public static ApplyView of(Format format, Optional<String> inventory, ReviewView.Reader reader) {
    ReviewView review =
        format.choose(
            // The result of apply is how the run ends.
            output -> new TextReviewView(output.err(), inventory, reader),
            output -> new JsonReviewView(output.out(), inventory));
    return new ApplyView(review, RunView.of(format), format.output());
  }

  public void review(Review reviewed, Forecast forecast) {
    review.show(reviewed, forecast);
  }

  public RunView run() {
    return run;
  }

  /**
   * The review that the operator named is not of this plan on this cluster.
   *
   * @param changed what is otherwise, one line each
   */
  public void notAsReviewed(List<String> changed) {
    output.remark("not run; nothing was touched. It is not what was reviewed:");
    changed.forEach(line -> output.remark("  " + line));
    output.remark("review it again: safeops review --format json");
  }

  /** The operator did not agree. */
  public void notAgreed() {
    output.remark("not run; nothing was touched");
  }

  /**
   * The operator named no machine to walk to.
   *
   * @param nodes that no other way leads to
   */
  public void noWayLeft(List<String> nodes) {
    output.remark(
        "not run: no other way leads to "
            + String.join(", ", nodes)
            + ". Type the name of the machine you would walk to, or give --walk-to NODE");
  }

  /**
   * The run's process was started.
   *
   * @param undoneByRun whether the run undoes it, and no node can
   */
  public void started(String id, boolean undoneByRun) {
    output.remark(
        "run "
            + id
            + " is a process of its own: `safeops attach "
            + id
            + "` follows it, `safeops rollback "
            + id
            + "` takes it back. If this machine dies, "
            + (undoneByRun
                ? "no node undoes it: `safeops recover " + id + "` does, here."
                : "the nodes undo by themselves."));
  }
}
