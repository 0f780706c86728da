package io.safeops.cli.command;

import io.safeops.cli.view.ReviewDetails;
import io.safeops.facts.file.FactsFile;
import io.safeops.review.Review;
import io.safeops.run.store.RunStore;
import io.safeops.session.PreparedRequest;
import io.safeops.session.RunRequest;
import java.util.concurrent.CompletableFuture;

/**
 * The review of a run, made again from the files of the run: for those who attach to it, and for
 * the page that tells its story. It takes a second or two, so for a session it is made beside it.
 */
final class StoredReview {

  private StoredReview() {}

  /** It fails where the plan or the facts of the run are gone, or not what was reviewed. */
  static CompletableFuture<ReviewDetails> of(RunStore store, String run) {
    CompletableFuture<ReviewDetails> details = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                details.complete(new ReviewDetails(read(store, run)));
              } catch (Exception | LinkageError unreadable) {
                details.completeExceptionally(unreadable);
              }
            },
            "review");
    thread.setDaemon(true);
    thread.start();
    return details;
  }

  /**
   * The same at once.
   *
   * @throws Exception when a file of the run, the plan, the inventory or a policy does not load, or
   *     is not what was reviewed
   */
  static Review read(RunStore store, String run) throws Exception {
    RunRequest request = RunRequest.load(store.request(run));
    PreparedRequest prepared = PreparedRequest.of(request);
    if (!request.isReviewed(prepared.plan())) {
      throw new IllegalStateException("the plan has changed since it was reviewed");
    }
    return prepared.reviewer().review(prepared.plan(), FactsFile.load(store.reviewedFacts(run)));
  }
}
