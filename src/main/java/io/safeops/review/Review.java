package io.safeops.review;

import io.safeops.action.footprint.Footprint;
import io.safeops.document.Position;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.verdict.PathCut;
import io.safeops.plan.Plan;
import io.safeops.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The result of a review: what a plan would do to a cluster, step by step, and what the rules say.
 * A review changes nothing.
 *
 * @param before the cluster that the plan was reviewed on
 * @param verdicts on the plan as a whole
 * @param steps in order; batches of a step are steps of their own
 * @param cuts the paths that pass less than before
 */
public record Review(
    Plan plan,
    Cluster before,
    GuardPlan guardPlan,
    List<Verdict> verdicts,
    List<StepReview> steps,
    List<PathCut> cuts) {

  public Review {
    cuts = List.copyOf(cuts);
    verdicts = List.copyOf(verdicts);
    steps = List.copyOf(steps);
  }

  /**
   * The same without the predicted clusters: each of them holds all facts of the cluster again, and
   * all that was found out about them.
   */
  public Review withoutPredictions() {
    return new Review(
        plan,
        before,
        guardPlan,
        verdicts,
        steps.stream()
            .map(
                step ->
                    new StepReview(
                        step.id(), step.action(), step.operation(), before, step.verdicts()))
            .toList(),
        cuts);
  }

  /** All verdicts. Those on the plan as a whole come first. */
  public List<Verdict> allVerdicts() {
    List<Verdict> all = new ArrayList<>(verdicts);
    steps.forEach(step -> all.addAll(step.verdicts()));
    return all;
  }

  /**
   * Where the plan says what a verdict is about: the only word of its step that has the name of it;
   * its step, if no word has or several have; the name of the plan, if it is about no single step.
   */
  public Place place(Verdict verdict) {
    Optional<Step> step = step(verdict);
    return step.flatMap(each -> word(verdict, each))
        .or(() -> step.map(each -> Place.from(each.action().at())))
        .orElseGet(() -> Place.from(plan.at()));
  }

  private Optional<Place> word(Verdict verdict, Step step) {
    StepWords words = new StepWords(step);
    if (!verdict.evidence().ofCommand()) {
      return words.named(verdict.evidence().allNames());
    }
    return steps.stream()
        .filter(each -> verdict.evidence().step().filter(each.id()::equals).isPresent())
        .findFirst()
        .flatMap(each -> words.offending(each.action()));
  }

  /** Where the place of a verdict begins. */
  public Position at(Verdict verdict) {
    return place(verdict).at();
  }

  /** The step of the plan that a verdict is about; none if it is about the plan as a whole. */
  public Optional<Step> step(Verdict verdict) {
    String id = verdict.step().isEmpty() ? verdict.evidence().step().orElse("") : verdict.step();
    return stepOf(id);
  }

  /**
   * The step that the item of a verdict names; the only step, if it names none. Fingerprints are
   * made of it, so it stays as it is when {@link #step} finds more.
   */
  public Optional<Step> stepInItem(Verdict verdict) {
    // The item of a rule about the plan begins with the step that it is about, if any.
    return stepOf(verdict.step().isEmpty() ? verdict.item().split("[ /#]", 2)[0] : verdict.step());
  }

  private Optional<Step> stepOf(String id) {
    return stepWith(id, String::equals)
        .or(() -> stepWith(id, Review::isBatch))
        .or(() -> plan.steps().size() == 1 ? Optional.of(plan.steps().get(0)) : Optional.empty());
  }

  private Optional<Step> stepWith(String id, BiPredicate<String, String> is) {
    return plan.steps().stream().filter(step -> is.test(id, step.id())).findFirst();
  }

  /** A batch of a step has the id of the step with a number. */
  private static boolean isBatch(String id, String step) {
    return id.startsWith(step + ".") && id.substring(step.length() + 1).matches("[0-9]+");
  }

  public List<Verdict> refusals() {
    return allVerdicts().stream().filter(Verdict::refuses).toList();
  }

  /** The part of the cluster that its steps read or write. */
  public Footprint footprint() {
    Footprint footprint = Footprint.EMPTY;
    for (StepReview step : steps) {
      footprint = footprint.and(step.operation().footprint());
    }
    return footprint;
  }

  /** Whether there is a step that only the run process can undo and no node can. */
  public boolean isUndoneByRun() {
    return steps.stream().anyMatch(step -> step.operation().api().isPresent());
  }

  /**
   * The steps without a model of their effect. Once such a step has begun, nothing can prove that
   * everything is as before.
   */
  public List<String> unmodelled() {
    return steps.stream().filter(step -> !step.isModelled()).map(StepReview::id).toList();
  }

  public boolean passes() {
    return refusals().isEmpty();
  }
}
