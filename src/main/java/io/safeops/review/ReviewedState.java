package io.safeops.review;

import io.safeops.document.Sha256;
import io.safeops.plan.CanonicalPlan;
import io.safeops.plan.Plan;
import io.safeops.plan.Step;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a review was made of, item by item: what the plan says, its parameters, how its nodes are
 * guarded, the rules, what is set aside, and what the facts show of the footprint. From two of them
 * follows what has changed in between.
 *
 * @param digests the SHA-256 digest of each item in hex, by a name that says what it is
 */
public record ReviewedState(Map<String, String> digests) {

  private static final String ROW = "row ";

  public ReviewedState {
    digests = Collections.unmodifiableMap(new TreeMap<>(digests));
  }

  public static ReviewedState of(Review review, PolicySet rules) {
    Map<String, String> digests = new TreeMap<>();
    Plan plan = review.plan();
    digests.put("plan " + plan.name(), plan.digest());
    // A digest of its own would let a reader guess a short secret. The plan's digest has it, too.
    plan.params()
        .forEach(
            (name, value) -> {
              if (!plan.secrets().contains(value)) {
                digests.put("parameter " + name, Sha256.hex(value));
              }
            });
    for (Step step : plan.steps()) {
      if (!step.secrets().isEmpty()) {
        continue;
      }
      digests.put(
          "step " + step.id(),
          Sha256.hex(step.action().value() + CanonicalPlan.digest(step.arguments())));
    }
    review
        .steps()
        .forEach(step -> digests.put("commands of step " + step.id(), Sha256.hex(step.title())));
    GuardPlan guard = review.guardPlan();
    digests.put(
        "guard times", Sha256.hex(guard.deadline() + " " + guard.lease() + " " + guard.hold()));
    guard
        .nodes()
        .forEach(
            node ->
                digests.put(
                    "guard of node " + node.name(),
                    Sha256.hex(node.voter() + " " + node.witness() + " " + node.probes())));
    for (Rule rule : rules.rules()) {
      digests.put("rule " + rule.id().value(), rule.digest());
    }
    for (Verdict verdict : review.allVerdicts()) {
      if (verdict.ruling() == Verdict.Ruling.WAIVED) {
        digests.put("set aside: rule " + verdict.rule(), Sha256.hex(verdict.because()));
      }
    }
    review
        .footprint()
        .content(review.before())
        .forEach((thing, text) -> digests.put("facts: " + thing, Sha256.hex(text)));
    return new ReviewedState(digests);
  }

  /**
   * What is not as it was, one line each; none if nothing has changed. Whole rows are compared if
   * both reviews have read them.
   *
   * @param earlier what was reviewed
   */
  public List<String> changedSince(ReviewedState earlier) {
    TreeSet<String> items = new TreeSet<>(digests.keySet());
    items.addAll(earlier.digests.keySet());
    List<String> changed = new ArrayList<>();
    for (String item : items) {
      String is = digests.get(item);
      String was = earlier.digests.get(item);
      boolean unreadRow = item.startsWith("facts: " + ROW) && (is == null || was == null);
      if (unreadRow) {
        continue;
      }
      if (was == null) {
        changed.add(item + ": new since the review");
      } else if (is == null) {
        changed.add(item + ": gone since the review");
      } else if (!is.equals(was)) {
        changed.add(item + ": changed since the review");
      }
    }
    return changed;
  }
}
