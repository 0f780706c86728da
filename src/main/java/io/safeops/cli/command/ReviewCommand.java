package io.safeops.cli.command;

import io.safeops.cli.command.FactsCollection.Collected;
import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.ClusterOptions;
import io.safeops.cli.option.RuleOptions;
import io.safeops.cli.report.PlanReport;
import io.safeops.cli.report.PlanReport.NotReviewed;
import io.safeops.cli.report.PlanReport.NotReviewed.Reason;
import io.safeops.cli.report.ReportOption;
import io.safeops.cli.report.ReviewReport;
import io.safeops.cli.report.ReviewReport.FactsSource;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.document.DocumentException;
import io.safeops.document.Problem;
import io.safeops.document.Value;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.Inventory;
import io.safeops.plan.Plan;
import io.safeops.plan.PlanFile;
import io.safeops.plan.PlanSearch;
import io.safeops.plan.ValuesFile;
import io.safeops.policy.BuiltInFiles;
import io.safeops.policy.PolicySet;
import io.safeops.review.GuardPlan;
import io.safeops.review.Review;
import io.safeops.review.ReviewException;
import io.safeops.review.Reviewer;
import io.safeops.review.StepReview;
import io.safeops.review.Waiver;
import io.safeops.run.coordinate.Forecast;
import io.safeops.run.simulation.Rehearsal;
import io.safeops.run.simulation.RehearsalFault;
import io.safeops.session.MeasuredTimes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code safeops review}: the dry run of one or many plans. */
@Command(
    name = "review",
    description = "Show what plans would do and what the rules say. Touches nothing.",
    mixinStandardHelpOptions = true)
final class ReviewCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "PLAN",
      description =
          "Plan files, folders with all that is below them, patterns, or names of playbooks.")
  private List<String> words = new ArrayList<>();

  @Mixin private ClusterOptions cluster;
  @Mixin private RuleOptions rules;
  @Mixin private ReportOption report;

  @Option(
      names = "-p",
      paramLabel = "NAME=VALUE",
      description = "A parameter, for every plan that has it. Repeat the option for each.")
  private List<String> params = new ArrayList<>();

  @Option(
      names = "--values",
      paramLabel = "FILE",
      description = "A file of kind Values with the parameters of each plan.")
  private @Nullable Path values;

  @Option(
      names = "--facts",
      paramLabel = "FILE",
      description = "Use the facts in this file; no node is contacted.")
  private @Nullable Path facts;

  @Option(
      names = "--facts-age",
      paramLabel = "TIME",
      defaultValue = "1d",
      description = "Warn if the facts are older, such as 12h or 7d (default ${DEFAULT-VALUE}).")
  private String factsAge = "1d";

  @Option(
      names = "--rehearse",
      description =
          "Also run the plan with simulated nodes and a simulated clock, to every end that it can"
              + " come to.")
  private boolean rehearse;

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      description =
          "Rehearse a run in which this goes wrong: node-lost=NODE@STEP, power-cut=NODE@STEP,"
              + " probe=NODE@STEP, disk-full=NODE@STEP, expectation@STEP or operator-lost@STEP.")
  private @Nullable String faultText;

  @Override
  public Integer call() throws Exception {
    Optional<RehearsalFault> fault = fault();
    ReportOption.Checked output = report.checked();
    Duration age =
        Value.parseDuration(factsAge)
            .orElseThrow(
                () -> new BadInput("--facts-age " + factsAge + ": expected a time such as 12h"));
    Inventory inventory = Inventory.load(cluster.inventory());
    PolicySet policies = PolicySet.load(rules.policies());
    List<Waiver> waivers =
        rules.waivers().entrySet().stream()
            .map(each -> new Waiver(each.getKey(), each.getValue()))
            .toList();
    Reviewer reviewer = new Reviewer(policies, waivers, inventory);
    PlanSearch search = PlanSearch.of(words, BuiltInFiles.playbooks());
    if (search.plans().isEmpty()) {
      throw new BadInput("no plan among " + String.join(", ", words));
    }
    List<NamedPlan> plans =
        NamedPlan.load(
            search.plans(),
            values == null ? ValuesFile.NONE : ValuesFile.read(values),
            PlanFile.parameters(params));
    List<Plan> readable = NamedPlan.readable(plans);
    // If no plan loads, no node is asked.
    Optional<Collected> seen =
        readable.isEmpty() ? Optional.empty() : Optional.of(facts(inventory, reviewer, readable));
    List<PlanReport> reports = new ArrayList<>();
    for (NamedPlan plan : plans) {
      reports.add(
          plan.plan().isEmpty() || seen.isEmpty()
              ? new NotReviewed(plan.file(), Reason.UNREADABLE, plan.problems())
              : review(plan.file(), plan.plan().get(), reviewer, seen.get(), fault));
    }
    Optional<Cluster> known = seen.map(Collected::cluster);
    ReviewReport reviewed =
        new ReviewReport(
            reports, source(known), notices(search, known, age), policies, cluster.asTyped());
    output.write(reviewed);
    return reviewed.exit();
  }

  private Collected facts(Inventory inventory, Reviewer reviewer, List<Plan> plans)
      throws DocumentException, InterruptedException {
    return facts != null
        ? new Collected(FactsFile.load(facts), MeasuredTimes.UNKNOWN)
        : FactsCollection.collect(inventory, reviewer, plans, Passphrases.ofTerminal());
  }

  private PlanReport review(
      String file, Plan plan, Reviewer reviewer, Collected seen, Optional<RehearsalFault> fault)
      throws BadInput {
    try {
      Review review = reviewer.review(plan, seen.cluster());
      return PlanReport.Reviewed.of(
          file, review, Forecast.of(review, seen.measuredTimes()), rehearsals(review, fault));
    } catch (DocumentException e) {
      return new NotReviewed(file, Reason.UNREADABLE, e.problems());
    } catch (ReviewException e) {
      Reason reason =
          e.kind() == ReviewException.Reason.UNREACHABLE ? Reason.UNKNOWN : Reason.IMPOSSIBLE;
      return new NotReviewed(
          file, reason, List.of(new Problem(e.at().orElse(plan.at()), e.what())));
    }
  }

  private Optional<RehearsalFault> fault() throws BadInput {
    if (faultText == null) {
      return Optional.empty();
    }
    Optional<RehearsalFault> fault = RehearsalFault.read(faultText);
    if (fault.isEmpty()) {
      throw new BadInput(
          "--fault "
              + faultText
              + ": expected one of "
              + String.join(", ", RehearsalFault.forms()));
    }
    return fault;
  }

  /** None for a plan that is refused: it would not run. */
  private List<Rehearsal> rehearsals(Review review, Optional<RehearsalFault> fault)
      throws BadInput {
    if ((!rehearse && fault.isEmpty()) || !review.passes()) {
      return List.of();
    }
    if (fault.isEmpty()) {
      return Rehearsal.ofEveryEnd(review);
    }
    List<String> steps = review.steps().stream().map(StepReview::id).toList();
    List<String> nodes = review.guardPlan().nodes().stream().map(GuardPlan.Guarded::name).toList();
    known("step", fault.get().step(), steps);
    if (!fault.get().node().isEmpty()) {
      known("armed node", fault.get().node(), nodes);
    }
    return List.of(Rehearsal.of(review, fault.get()));
  }

  private void known(String what, String name, List<String> names) throws BadInput {
    if (!names.contains(name)) {
      throw new BadInput(
          "--fault "
              + faultText
              + ": the plan has no "
              + what
              + " "
              + name
              + ", expected one of "
              + String.join(", ", names));
    }
  }

  private FactsSource source(Optional<Cluster> seen) {
    return new FactsSource(Optional.ofNullable(facts).map(Path::toString), seen);
  }

  private List<String> notices(PlanSearch search, Optional<Cluster> seen, Duration age) {
    List<String> notices = new ArrayList<>();
    if (facts != null && seen.isPresent()) {
      old(seen.get().collectedAt(), age, Clock.systemUTC()).ifPresent(notices::add);
    }
    search.passedOver().forEach(file -> notices.add("passed over: " + file));
    return notices;
  }

  private static Optional<String> old(String collectedAt, Duration age, Clock clock) {
    try {
      Duration is = Duration.between(Instant.parse(collectedAt), clock.instant());
      if (is.compareTo(age) <= 0) {
        return Optional.empty();
      }
      return Optional.of(
          "the facts are "
              + (is.toDays() > 1 ? is.toDays() + " days" : is.toHours() + " hours")
              + " old (read at "
              + collectedAt
              + "): the cluster may have changed since. `safeops facts -o FILE` reads it again");
    } catch (DateTimeParseException e) {
      return Optional.of("when the facts were read is not known");
    }
  }
}
