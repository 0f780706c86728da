package io.safeops.review;

import io.safeops.plan.CanonicalPlan;
import io.safeops.plan.Plan;
import io.safeops.plan.Step;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Rule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
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
    plan.params().forEach((name, value) -> digests.put("parameter " + name, digest(value)));
    for (Step step : plan.steps()) {
      digests.put(
          "step " + step.id(),
          digest(step.action().value() + CanonicalPlan.digest(step.arguments())));
    }
    review
        .steps()
        .forEach(step -> digests.put("commands of step " + step.id(), digest(step.title())));
    GuardPlan guard = review.guardPlan();
    digests.put("guard times", digest(guard.deadline() + " " + guard.lease() + " " + guard.hold()));
    guard
        .nodes()
        .forEach(
            node ->
                digests.put(
                    "guard of node " + node.name(),
                    digest(node.voter() + " " + node.witness() + " " + node.probes())));
    for (Rule rule : rules.rules()) {
      digests.put("rule " + rule.id().value(), rule.digest());
    }
    for (Verdict verdict : review.allVerdicts()) {
      if (verdict.ruling() == Verdict.Ruling.WAIVED) {
        digests.put("set aside: rule " + verdict.rule(), digest(verdict.because()));
      }
    }
    review
        .footprint()
        .content(review.before())
        .forEach((thing, text) -> digests.put("facts: " + thing, digest(text)));
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

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
