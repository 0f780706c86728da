package io.safeops.cli.report;

import io.safeops.cli.report.Finding.Level;
import io.safeops.cli.report.PlanReport.NotReviewed;
import io.safeops.cli.report.PlanReport.Reviewed;
import io.safeops.cli.view.Exit;
import io.safeops.document.Position;
import io.safeops.document.Sha256;
import io.safeops.facts.file.FactsDigest;
import io.safeops.facts.model.Cluster;
import io.safeops.plan.Step;
import io.safeops.policy.PolicySet;
import io.safeops.review.Place;
import io.safeops.review.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The review of one or many plans on one cluster.
 *
 * @param plans in the order in which they were named; those of a folder by name
 * @param source where the facts come from
 * @param notices about the review as a whole, such as facts that are old
 * @param rules all that were asked
 * @param inventory as it was typed, for the commands that are shown
 */
public record ReviewReport(
    List<PlanReport> plans,
    FactsSource source,
    List<String> notices,
    PolicySet rules,
    Optional<String> inventory) {

  /** The exits of a review, the worst last. */
  private static final List<Integer> ORDER =
      List.of(Exit.OK, Exit.REFUSED, Exit.NOT_STARTED, Exit.BAD_INPUT);

  private static final String WHOLE_PLAN = "";

  public ReviewReport {
    plans = List.copyOf(plans);
    notices = List.copyOf(notices);
  }

  /**
   * Where the facts come from.
   *
   * @param file the file; empty if the nodes were asked
   * @param facts none if no plan could be read, so that none were needed
   */
  public record FactsSource(Optional<String> file, Optional<Cluster> facts) {

    /** When they were read, as in the facts. */
    String collectedAt() {
      return facts.map(Cluster::collectedAt).orElse("");
    }

    /** How many nodes they are of. */
    int nodes() {
      return facts.map(cluster -> cluster.nodes().size()).orElse(0);
    }

    /** Their digest, as {@code safeops facts} prints it. */
    String digest() {
      return facts.map(FactsDigest::of).orElse("");
    }
  }

  /** The worst exit of all plans: a file that does not load, then facts that lack, then refused. */
  public int exit() {
    return plans.stream()
        .map(PlanReport::exit)
        .max(Comparator.comparing(ORDER::indexOf))
        .orElse(Exit.OK);
  }

  /** All that it has to say about places in plans, in the order of the plans. */
  public List<Finding> findings() {
    return plans.stream().flatMap(plan -> findings(plan).stream()).toList();
  }

  /** The same of one plan. */
  public List<Finding> findings(PlanReport plan) {
    List<Finding> found = new ArrayList<>();
    if (plan instanceof NotReviewed not) {
      not.problems()
          .forEach(
              problem ->
                  found.add(
                      finding(
                          Level.ERROR,
                          not.reason().rule(),
                          problem.at(),
                          plan,
                          problem.message(),
                          problem.message())));
    } else if (plan instanceof Reviewed reviewed) {
      reviewed.review().allVerdicts().forEach(verdict -> found.add(finding(verdict, reviewed)));
      if (!reviewed.forecast().fits()) {
        found.add(
            finding(
                Level.ERROR,
                "run/deadline",
                reviewed.review().plan().at(),
                plan,
                reviewed.forecast().refusal(),
                ""));
      }
    }
    return found;
  }

  private static Finding finding(
      Level level, String rule, Position at, PlanReport plan, String message, String item) {
    return new Finding(
        level,
        rule,
        Place.from(at),
        plan.file(),
        WHOLE_PLAN,
        message,
        "",
        List.of(),
        digest(rule, plan.file(), "", item));
  }

  private Finding finding(Verdict verdict, Reviewed plan) {
    Level level =
        switch (verdict.ruling()) {
          case REFUSED -> Level.ERROR;
          case WARNED -> Level.WARNING;
          case WAIVED -> Level.NOTE;
        };
    Optional<Step> step = plan.review().stepInItem(verdict);
    String action = step.map(each -> each.action().value()).orElse(WHOLE_PLAN);
    return new Finding(
        level,
        verdict.rule(),
        plan.review().place(verdict),
        plan.file(),
        verdict.step().isEmpty()
            ? plan.review().step(verdict).map(Step::id).orElse(WHOLE_PLAN)
            : verdict.step(),
        verdict.message(),
        verdict.because(),
        verdict.remedies().stream().map(remedy -> remedy.command(inventory)).toList(),
        digest(verdict.rule(), plan.file(), action, item(verdict, step)));
  }

  /** Steps without a name are numbered, so their ids change when others come before them. */
  private static String item(Verdict verdict, Optional<Step> step) {
    return step.map(each -> "(?<![\\w.-])" + Pattern.quote(each.id()) + "(?![\\w-])")
        .map(id -> verdict.item().replaceAll(id, ""))
        .orElse(verdict.item());
  }

  /** Of the parts, each with its end marked, so that no two lists of parts are the same text. */
  private static String digest(String... parts) {
    return Sha256.hex(String.join("\0", parts) + "\0");
  }
}
