package io.safeops.cli.view;

import io.safeops.review.Review;
import io.safeops.run.coordinate.Forecast;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * For programs: the first line about a run.
 *
 * @param inventory as the operator typed it, for the commands that are shown
 */
record JsonReviewView(PrintWriter out, Optional<String> inventory) implements ReviewView {

  @Override
  public void show(Review review, Forecast forecast) {
    out.println(Json.line(RunLines.review(ReviewJson.of(review, forecast, inventory))));
  }
}
