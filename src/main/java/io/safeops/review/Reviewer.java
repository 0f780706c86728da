package io.safeops.review;

import io.safeops.action.ActionException;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.Operation;
import io.safeops.action.Refused;
import io.safeops.document.DocumentException;
import io.safeops.document.Position;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.RowKey;
import io.safeops.inventory.Inventory;
import io.safeops.paths.verdict.PathChange;
import io.safeops.paths.verdict.PathComparison;
import io.safeops.paths.verdict.PathCut;
import io.safeops.plan.Plan;
import io.safeops.plan.Step;
import io.safeops.policy.Maintenance;
import io.safeops.policy.PlanContext;
import io.safeops.policy.PolicySet;
import io.safeops.policy.StepChange;
import io.safeops.policy.Violation;
import io.safeops.policy.WaiverLevel;
import io.safeops.review.Verdict.Ruling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reviews a plan on a cluster: binds its steps to actions, predicts the cluster after each step,
 * and evaluates every rule to find the violations that a step adds. A plan is refused only for
 * violations that it adds, so the repair of a faulty cluster passes.
 */
public final class Reviewer {

  /** OVN needs some seconds to follow a change. The run's own time for expectations bounds it. */
  private static final Duration SETTLING = Duration.ofSeconds(30);

  private final PolicySet rules;
  private final Map<String, Waiver> waivers = new HashMap<>();
  private final Inventory inventory;

  /**
   * @param waivers rules that the operator sets aside
   * @throws ReviewException when a waiver names no rule, or a rule that may not be set aside
   */
  public Reviewer(PolicySet rules, List<Waiver> waivers, Inventory inventory)
      throws ReviewException {
    this.rules = rules;
    this.inventory = inventory;
    for (Waiver waiver : waivers) {
      var rule =
          rules
              .rule(waiver.rule())
              .orElseThrow(
                  () ->
                      new ReviewException(
                          ReviewException.Reason.WAIVER, "there is no rule " + waiver.rule()));
      if (!rule.isOperators()) {
        throw new ReviewException(
            ReviewException.Reason.WAIVER,
            waiver.rule()
                + " cannot be set aside"
                + (rule.waive() == WaiverLevel.APPROVAL
                    ? " by the operator: it needs an approval"
                    : ", with any reason"));
      }
      this.waivers.put(waiver.rule(), waiver);
    }
  }

  /** The steps of a plan as actions, in order. A step in batches becomes several. */
  public List<BoundStep> bind(Plan plan, Cluster cluster)
      throws DocumentException, ReviewException {
    return StepBinding.of(plan, cluster);
  }

  /** Reviews a whole plan on a cluster. */
  public Review review(Plan plan, Cluster before) throws DocumentException, ReviewException {
    Predicted predicted = predict(plan, before);
    return new Review(
        plan,
        before,
        predicted.guardPlan(),
        onPlan(before, predicted),
        predicted.steps(),
        predicted.cuts());
  }

  /**
   * The rows that a plan would touch, as far as its steps are possible. They must be read
   * completely before the review.
   */
  public List<RowKey> rows(Plan plan, Cluster before) throws DocumentException, ReviewException {
    Set<RowKey> rows = new TreeSet<>();
    Cluster now = before;
    for (BoundStep step : bind(plan, before)) {
      rows.addAll(rows(step, now));
      now = step.action().effect(now);
    }
    return List.copyOf(rows);
  }

  /**
   * The rows that a step would touch; none if the step is not possible, which its review reports.
   */
  public List<RowKey> rows(BoundStep step, Cluster now) {
    try {
      return step.action().operation(now).footprint().rows();
    } catch (ActionException cannotBeDone) {
      return List.of();
    }
  }

  /** What the rules about plans are evaluated on. */
  public PlanContext context(Plan plan, Cluster before) throws DocumentException, ReviewException {
    return predict(plan, before).context();
  }

  private record Predicted(
      List<StepReview> steps, GuardPlan guardPlan, PlanContext context, List<PathCut> cuts) {}

  private Predicted predict(Plan plan, Cluster before) throws DocumentException, ReviewException {
    FactsNeeded.requireReached(before);
    List<StepReview> steps = new ArrayList<>();
    Cluster now = before;
    for (BoundStep step : bind(plan, before)) {
      StepReview review = stepAlone(step, now);
      steps.add(review);
      now = review.after();
    }
    PathChange change =
        PathComparison.of(
            before,
            steps.stream()
                .map(step -> new PathComparison.StepResult(step.id(), step.after()))
                .toList());
    steps.replaceAll(step -> withCuts(step, change));
    List<Operation> operations = steps.stream().map(StepReview::operation).toList();
    GuardPlan guardPlan = GuardPlan.of(operations, plan.guard(), inventory, before);
    List<StepChange> changes = new ArrayList<>();
    now = before;
    for (StepReview step : steps) {
      changes.add(change(step, now, guardPlan));
      now = step.after();
    }
    return new Predicted(
        steps, guardPlan, context(plan, before, now, guardPlan, changes), change.cuts());
  }

  /**
   * Reviews one step on the present cluster, for the violations that it adds.
   *
   * @param rest the steps that follow: what they restore is not lost
   */
  public StepReview step(BoundStep step, List<BoundStep> rest, Cluster now) throws ReviewException {
    StepReview review = stepAlone(step, now);
    List<PathComparison.StepResult> results = new ArrayList<>();
    results.add(new PathComparison.StepResult(step.id(), review.after()));
    Cluster then = review.after();
    for (BoundStep later : rest) {
      then = later.action().effect(then);
    }
    if (!rest.isEmpty()) {
      // What counts is the end. The review has compared every step.
      results.add(new PathComparison.StepResult(rest.get(rest.size() - 1).id(), then));
    }
    return withCuts(expectingPaths(review, now), PathComparison.of(now, results));
  }

  /** After the step, the run looks at the paths, too: what is predicted may not come. */
  private static StepReview expectingPaths(StepReview review, Cluster now) {
    if (review.operation() instanceof Refused) {
      return review;
    }
    List<Expectation> expect = new ArrayList<>(review.operation().expect());
    expect.add(
        new FactExpectation(
            PathsStay.DESCRIPTION,
            new PathsStay(now, review.after(), needed(review.operation(), now)),
            SETTLING));
    return new StepReview(
        review.id(),
        review.action(),
        review.operation().expecting(expect),
        review.after(),
        review.verdicts());
  }

  /** The review with the paths that its step cuts. */
  private StepReview withCuts(StepReview review, PathChange change) {
    List<Verdict> verdicts = new ArrayList<>(review.verdicts());
    rules
        .ofChange(review.after(), change.of(review.id()))
        .forEach(violation -> verdicts.add(verdict(violation, review.id())));
    return new StepReview(
        review.id(), review.action(), review.operation(), review.after(), verdicts);
  }

  private StepReview stepAlone(BoundStep step, Cluster now) throws ReviewException {
    Operation operation = operation(step, now);
    FactsNeeded.requireWhole(operation, now);
    Cluster after = step.action().effect(now);
    List<Violation> added = Violation.added(rules.known(now), rules.predicted(after));
    return new StepReview(
        step.id(),
        step.action(),
        operation,
        after,
        added.stream().map(violation -> verdict(violation, step.id())).toList());
  }

  /**
   * The facts that must be read again before a step is judged, if everything else was read
   * recently: the footprint of the step, and all facts but the tools of the nodes on which it does
   * something. Which nodes these are depends on the cluster.
   */
  public FactsScope needed(BoundStep step, Cluster now) {
    try {
      return needed(operation(step, now), now);
    } catch (ReviewException impossible) {
      // Only completely new facts can show whether it is still impossible.
      return FactsScope.ALL;
    }
  }

  static FactsScope needed(Operation operation, Cluster now) {
    return operation
        .footprint()
        .scopeBefore(now)
        .and(FactsScope.on(operation.nodes(), FactsPart.NETWORK, FactsPart.COMPONENTS));
  }

  /** The same for all steps of a plan. */
  public FactsScope needed(Plan plan, Cluster before) throws DocumentException, ReviewException {
    List<FactsScope> needed = new ArrayList<>();
    Cluster now = before;
    for (BoundStep step : bind(plan, before)) {
      needed.add(needed(step, now));
      now = step.action().effect(now);
    }
    return FactsScope.union(needed);
  }

  /** The paths that steps may touch, as far as the steps are possible. */
  public AffectedPaths affected(List<BoundStep> steps, Cluster before) {
    AffectedPaths affected = AffectedPaths.NONE;
    Cluster now = before;
    for (BoundStep step : steps) {
      try {
        affected = affected.and(AffectedPaths.of(step.action().operation(now), now));
      } catch (ActionException impossible) {
        // It is not done, so it touches nothing; its review reports it.
        return affected;
      }
      now = step.action().effect(now);
    }
    return affected;
  }

  private static Operation operation(BoundStep step, Cluster now) throws ReviewException {
    try {
      Operation operation = step.action().operation(now);
      if (operation instanceof Refused) {
        return operation;
      }
      List<Expectation> expect = new ArrayList<>(operation.expect());
      expect.addAll(PlanExpectations.of(step.step().expect(), now));
      return operation.expecting(expect);
    } catch (ActionException e) {
      // What the step names may exist in the part that could not be read.
      Optional<String> gaps = FactsNeeded.gaps(now);
      throw new ReviewException(
          gaps.isPresent() ? ReviewException.Reason.UNREACHABLE : ReviewException.Reason.IMPOSSIBLE,
          at(e, step.step()),
          step.id()
              + " cannot be done: "
              + e.getMessage()
              + gaps.map(text -> " (but " + text + ")").orElse(""));
    }
  }

  private static Position at(ActionException why, Step step) {
    return why.thing()
        .flatMap(thing -> new StepWords(step).named(List.of(List.of(thing))))
        .map(Place::at)
        .orElse(step.action().at());
  }

  private PlanContext context(
      Plan plan, Cluster before, Cluster after, GuardPlan guardPlan, List<StepChange> changes) {
    return PlanContext.builder(plan.name())
        .deadlineSeconds(guardPlan.deadline().toSeconds())
        .leaseSeconds(guardPlan.lease().toSeconds())
        .holdSeconds(guardPlan.hold().toSeconds())
        .changes(changes)
        .removed(PlanContext.without(before, after))
        .made(PlanContext.without(after, before))
        .maintenance(Maintenance.of(inventory.maintenance(), before.collectedAt()))
        .mends(Violation.mended(rules.known(before), rules.known(after), plan.name()))
        .build();
  }

  private List<Verdict> onPlan(Cluster before, Predicted predicted) {
    PlanContext context = predicted.context();
    CausingStep causing = new CausingStep(rules, before, context, predicted.steps());
    List<Verdict> verdicts = new ArrayList<>();
    for (Violation each : Violation.added(rules.known(before), rules.evaluate(before, context))) {
      Optional<String> step =
          each.evidence().step().isEmpty() ? causing.of(each) : Optional.empty();
      Violation placed =
          step.map(id -> each.toBuilder().evidence(each.evidence().ofStep(id)).build())
              .orElse(each);
      verdicts.add(verdict(placed, ""));
    }
    return verdicts;
  }

  private StepChange change(StepReview step, Cluster before, GuardPlan guardPlan) {
    return StepChange.of(
        step.id(),
        StepChange.What.of(step.action()),
        step.operation(),
        step.action().stops(before),
        before,
        step.after(),
        ProtectionAssessment.of(inventory, before, guardPlan));
  }

  private Verdict verdict(Violation violation, String step) {
    Waiver waiver = waivers.get(violation.rule());
    Ruling ruling =
        !violation.isDeny() ? Ruling.WARNED : waiver != null ? Ruling.WAIVED : Ruling.REFUSED;
    return Verdict.builder(violation.rule(), ruling)
        .step(step)
        .item(violation.item())
        .message(violation.message())
        .because(ruling == Ruling.WAIVED && waiver != null ? waiver.because() : "")
        .waivable(violation.waive())
        .meanwhile(
            rules.rule(violation.rule()).filter(rule -> rule.meanwhile().isPresent()).isPresent())
        .trace(String.join("; ", violation.trace()))
        .evidence(violation.evidence())
        .remedies(step.isEmpty() ? violation.remedies() : List.of())
        .source(violation.source())
        .build();
  }
}
