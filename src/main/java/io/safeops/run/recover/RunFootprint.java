package io.safeops.run.recover;

import io.safeops.action.footprint.Footprint;
import io.safeops.document.DocumentException;
import io.safeops.facts.model.Cluster;
import io.safeops.review.ReviewException;
import io.safeops.run.store.FootprintFile;
import io.safeops.run.store.RunStore;
import io.safeops.session.PreparedRequest;
import io.safeops.session.RunRequest;
import java.io.IOException;
import java.nio.file.Files;

/** The part of the cluster that a run reads or writes, for one that this machine began. */
final class RunFootprint {

  private RunFootprint() {}

  /**
   * As the run stored it. An earlier version of safeops stored none: then the run's plan is
   * reviewed once more on the facts before the first step.
   *
   * @param before the facts before the first step
   * @throws IOException when neither can be read, or the plan is not the one that was reviewed
   */
  static Footprint of(RunStore store, String run, Cluster before)
      throws IOException, DocumentException, ReviewException {
    return Files.exists(store.footprint(run))
        ? FootprintFile.load(store.footprint(run))
        : ofPlan(RunRequest.load(store.request(run)), before);
  }

  private static Footprint ofPlan(RunRequest request, Cluster before)
      throws IOException, DocumentException, ReviewException {
    PreparedRequest preparedRequest = PreparedRequest.of(request);
    if (!request.isReviewed(preparedRequest.plan())) {
      throw new IOException("the plan " + request.plan() + " has changed since the run began");
    }
    return preparedRequest.reviewer().review(preparedRequest.plan(), before).footprint();
  }
}
