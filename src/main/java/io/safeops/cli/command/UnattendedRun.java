package io.safeops.cli.command;

import io.safeops.approval.BindingSource;
import io.safeops.approval.Permission;
import io.safeops.cli.command.FactsCollection.Collected;
import io.safeops.cli.option.ApprovedOptions;
import io.safeops.cli.option.PlanOptions;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.terminal.RunFollower;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.view.ApplyView;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.ReviewView;
import io.safeops.facts.file.FactsFile;
import io.safeops.review.Review;
import io.safeops.run.control.RunClient;
import io.safeops.run.coordinate.Forecast;
import io.safeops.run.store.RunStore;
import io.safeops.session.PreparedRequest;
import io.safeops.session.RunRequest;
import java.security.SecureRandom;
import java.util.List;

/** A run on approvals: nothing is asked, and it is followed to its end. */
final class UnattendedRun {

  private final ApprovalSurroundings surroundings;
  private final PlanOptions plan;
  private final ApprovedOptions approved;
  private final ApplyView view;

  UnattendedRun(
      ApprovalSurroundings surroundings,
      PlanOptions plan,
      ApprovedOptions approved,
      Format format) {
    this.surroundings = surroundings;
    this.plan = plan;
    this.approved = approved;
    this.view =
        ApplyView.of(
            format,
            plan.inventoryAsTyped(),
            System.console() == null ? ReviewView.Reader.FILE : ReviewView.Reader.SCREEN);
  }

  int run() throws Exception {
    String run = RunStore.newId(surroundings.clock(), new SecureRandom());
    ApprovedStart start = ApprovedStart.of(surroundings, approved, run);
    RunRequest request = start.asked(plan.request(false));
    PreparedRequest prepared = PreparedRequest.of(request);
    Collected seen = surroundings.facts(prepared);
    Review review = prepared.reviewer().review(prepared.plan(), seen.cluster());
    Forecast forecast = Forecast.of(review, seen.measuredTimes());
    view.review(review, forecast);
    if (!review.passes() || !forecast.fits()) {
      return Exit.REFUSED;
    }
    BindingSource source = surroundings.source(prepared, review, seen.cluster());
    Permission permission = start.permission(prepared, review, source);
    if (permission.granted().isEmpty()) {
      view.notCovered(permission.refusals());
      return Exit.NOT_STARTED;
    }
    List<String> walk = review.guardPlan().withoutOutOfBand();
    if (!walk.isEmpty()) {
      view.noWayAtNight(walk);
      return Exit.NOT_STARTED;
    }
    RunStore store = RunSelection.store();
    store.create(run);
    start.keep(store.approvals(run));
    start
        .granted(request, permission.granted().get(), true)
        .reviewed(review.plan())
        .save(store.request(run));
    FactsFile.save(seen.cluster(), store.reviewedFacts(run));
    try (RunClient client = RunStart.start(store, run, Passphrases.ofTerminal())) {
      view.started(run, review.isUndoneByRun());
      return RunFollower.follow(client, run, view.run(), event -> {});
    }
  }
}
