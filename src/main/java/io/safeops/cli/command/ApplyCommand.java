package io.safeops.cli.command;

import io.safeops.cli.command.FactsCollection.Collected;
import io.safeops.cli.option.PlanOptions;
import io.safeops.cli.option.TerminalOptions;
import io.safeops.cli.report.ReviewedFile;
import io.safeops.cli.terminal.OperatorSession;
import io.safeops.cli.terminal.ParameterQuestions;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.terminal.ReviewQuestion;
import io.safeops.cli.terminal.RunFollower;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.terminal.SessionEnd;
import io.safeops.cli.view.ApplyView;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.ReviewDetails;
import io.safeops.cli.view.ReviewView;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.Inventory;
import io.safeops.plan.PlanFile;
import io.safeops.review.Review;
import io.safeops.run.control.RunClient;
import io.safeops.run.coordinate.Forecast;
import io.safeops.run.store.RunStore;
import io.safeops.session.PreparedRequest;
import io.safeops.session.RunRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code safeops apply}: runs a plan, in a session with the operator or for a script. */
@Command(
    name = "apply",
    description = {
      "Run a plan under guard: every node that it can hurt undoes it unless you confirm.",
      "The run is a process of its own: it goes on when you close this terminal."
    },
    mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer>, RunSession {

  @Mixin private PlanOptions plan;
  @Mixin private Format format;
  @Mixin private TerminalOptions terminal;

  @Option(
      names = "--no-input",
      description =
          "Ask nothing. Confirm with `safeops confirm` from elsewhere, or the change is undone.")
  private boolean noInput;

  @Option(
      names = "--yes",
      description = "Do not ask before each step. You still have to type the code.")
  private boolean yes;

  @Option(
      names = "--walk-to",
      paramLabel = "NODE",
      description = "The machine you would walk to, where the inventory says `oob: none`.")
  private @Nullable String walkTo;

  @Option(
      names = "--reviewed",
      paramLabel = "FILE",
      description =
          "Run only what this review has seen (safeops review --format json): the plan, the rules"
              + " and what the plan touches must be as they were.")
  private @Nullable Path reviewed;

  private boolean wasLeft;

  @Override
  public Integer call() throws Exception {
    Optional<ReviewedFile> bound =
        reviewed == null ? Optional.empty() : Optional.of(ReviewedFile.read(reviewed));
    boolean interactive = !noInput && System.console() != null && !format.isJson();
    ApplyView view = ApplyView.of(format, plan.inventoryAsTyped(), reader(interactive));
    Passphrases passphrases = Passphrases.ofTerminal();
    Optional<Map<String, String>> asked =
        interactive ? missing(passphrases) : Optional.of(Map.of());
    if (asked.isEmpty()) {
      view.notAgreed();
      return Exit.NOT_STARTED;
    }
    RunRequest request = plan.request(interactive && !yes, asked.get());
    PreparedRequest preparedRequest = PreparedRequest.of(request);
    Collected seen = FactsCollection.collect(preparedRequest, passphrases);
    Cluster facts = seen.cluster();
    Review review = preparedRequest.reviewer().review(preparedRequest.plan(), facts);
    Forecast forecast = Forecast.of(review, seen.measuredTimes());
    view.review(review, forecast);
    if (!review.passes() || !forecast.fits()) {
      return Exit.REFUSED;
    }
    List<String> changed =
        bound.map(file -> file.objections(review, preparedRequest.rules())).orElse(List.of());
    if (!changed.isEmpty()) {
      view.notAsReviewed(changed);
      return Exit.NOT_STARTED;
    }
    if (interactive && !yes && !ReviewQuestion.agrees(review)) {
      view.notAgreed();
      return Exit.NOT_STARTED;
    }
    List<String> walk = review.guardPlan().withoutOutOfBand();
    boolean walks =
        walk.isEmpty()
            || (walkTo != null
                ? walk.contains(walkTo)
                : interactive && OperatorSession.walksTo(walk));
    if (!walks) {
      view.noWayLeft(walk);
      return Exit.NOT_STARTED;
    }
    RunStore store = RunSelection.store();
    String run = store.create(Clock.systemUTC(), new SecureRandom());
    request.reviewed(review.plan()).save(store.request(run));
    FactsFile.save(facts, store.reviewedFacts(run));
    try (RunClient client = RunStart.start(store, run, passphrases)) {
      view.started(run, review.isUndoneByRun());
      if (!interactive) {
        return RunFollower.follow(client, run, view.run(), event -> {});
      }
      SessionEnd end =
          OperatorSession.follow(
              client,
              run,
              view.run(),
              CompletableFuture.completedFuture(new ReviewDetails(review)),
              terminal.isPlain());
      wasLeft = end.wasLeft();
      return end.exit();
    }
  }

  private ReviewView.Reader reader(boolean interactive) {
    if (interactive && !yes) {
      return ReviewView.Reader.PROMPT;
    }
    return System.console() == null ? ReviewView.Reader.FILE : ReviewView.Reader.SCREEN;
  }

  @Override
  public boolean wasLeft() {
    return wasLeft;
  }

  /**
   * The parameters that were not given, asked for at the terminal, with the names of the cluster to
   * choose from. Empty when the operator left.
   */
  private Optional<Map<String, String>> missing(Passphrases passphrases) throws Exception {
    PlanFile file = plan.plan();
    Map<String, String> given = plan.given();
    if (file.params().stream()
        .noneMatch(each -> each.isRequired() && !given.containsKey(each.name()))) {
      return Optional.of(Map.of());
    }
    Cluster known = FactsCollection.collect(Inventory.load(plan.inventory()), passphrases);
    return ParameterQuestions.ask(file, given, Optional.of(known));
  }
}
