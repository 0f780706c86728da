package io.safeops.cli.view;

import io.safeops.approval.Approval;
import io.safeops.approval.SignedApproval;
import io.safeops.review.Review;
import io.safeops.run.coordinate.Forecast;
import java.util.Optional;

/**
 * Shows how an approval is made: {@code approve}.
 *
 * <p>JSON: the review as {@link ReviewView} shows it, then {@code {"file": FILE, "signature": FILE,
 * "id": ID, "digest": DIGEST}} if it was signed. What is asked on the terminal is text in both
 * forms, on standard error.
 */
public sealed interface ApproveView {

  /**
   * @param inventory as the operator typed it, for the commands that are shown
   */
  static ApproveView of(Format format, Optional<String> inventory) {
    return format.choose(
        output ->
            new Text(output, new TextReviewView(output.err(), inventory, ReviewView.Reader.PROMPT)),
        output -> new Json(output, new JsonReviewView(output.out(), inventory)));
  }

  Output output();

  ReviewView reviewView();

  default void review(Review reviewed, Forecast forecast) {
    reviewView().show(reviewed, forecast);
  }

  /** What would be signed. */
  default void draft(Approval approval) {
    output().remark("the approval would say:");
    ApprovalLines.of(approval).forEach(output()::remark);
  }

  /** The operator did not agree. */
  default void notAgreed() {
    output().remark("not signed; nothing was written");
  }

  /** Both files were written. */
  void written(SignedApproval approval);

  /** For people. */
  record Text(Output output, ReviewView reviewView) implements ApproveView {
    @Override
    public void written(SignedApproval approval) {
      output.line(
          approval.name()
              + " and "
              + approval.name()
              + SignedApproval.SUFFIX
              + ": "
              + ApprovalsView.summary(approval.approval()));
    }
  }

  /** For programs. */
  record Json(Output output, ReviewView reviewView) implements ApproveView {
    @Override
    public void written(SignedApproval approval) {
      output.json(
          io.safeops.cli.view.Json.object(
              "file",
              approval.name(),
              "signature",
              approval.name() + SignedApproval.SUFFIX,
              "id",
              approval.approval().id(),
              "digest",
              approval.digest()));
    }
  }
}
