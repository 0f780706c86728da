package io.safeops.review;

import io.safeops.policy.ApprovalRequirement;
import io.safeops.policy.PolicySet;
import io.safeops.policy.WaiverLevel;
import java.time.Duration;
import java.util.List;

/**
 * The approvals that a plan needs before it may run. Where a plan has several of these, it needs
 * them all; one approval may count for several.
 *
 * @param requirement who must approve
 * @param named whether the policy names the plan, so that it needs them even when no rule refuses
 *     it
 * @param rules the ids of the rules that they must set aside, each once, sorted; may be empty
 */
public record RequiredApproval(ApprovalRequirement requirement, boolean named, List<String> rules) {

  public RequiredApproval {
    rules = List.copyOf(rules);
  }

  /**
   * What a plan needs. A plan that is refused by something that never yields needs no approval for
   * its rules: none would help.
   *
   * @param verdicts all verdicts on the plan
   */
  static List<RequiredApproval> of(String plan, List<Verdict> verdicts, PolicySet policies) {
    boolean isRefusedForGood =
        verdicts.stream().anyMatch(each -> each.refuses() && each.waivable() == WaiverLevel.NEVER);
    List<String> rules =
        isRefusedForGood
            ? List.of()
            : verdicts.stream()
                .filter(RequiredApproval::needsOne)
                .map(Verdict::rule)
                .distinct()
                .sorted()
                .toList();
    return policies.approvalsFor(plan, !rules.isEmpty()).stream()
        .map(each -> new RequiredApproval(each, each.names(plan), rules))
        .toList();
  }

  /** A rule that an approval has set aside needs that approval. */
  private static boolean needsOne(Verdict verdict) {
    return verdict.waivable() == WaiverLevel.APPROVAL
        && (verdict.refuses() || verdict.isSetAsideBy(WaiverLevel.APPROVAL));
  }

  /** What the plan needs, as what follows after "the plan". */
  public String text() {
    return "needs an approval"
        + (rules.isEmpty() ? "" : " that waives " + String.join(", ", rules))
        + ": by "
        + who()
        + ", signed at most "
        + words(requirement.maxAge())
        + " before the run"
        + requirement
            .policy()
            .map(
                policy ->
                    " (policy "
                        + policy.value()
                        + (named ? " names this plan, at " : ", at ")
                        + policy.at()
                        + ")")
            .orElse("");
  }

  private String who() {
    List<String> by = requirement.by();
    if (by.isEmpty()) {
      return "somebody else than the operator";
    }
    return by.size() == 1
        ? by.get(0) + ", who must not be the operator"
        : requirement.atLeast() + " of " + String.join(", ", by) + ", not counting the operator";
  }

  private static String words(Duration age) {
    long seconds = age.toSeconds();
    if (seconds % 86_400 == 0) {
      return count(seconds / 86_400, "day");
    }
    if (seconds % 3600 == 0) {
      return count(seconds / 3600, "hour");
    }
    return seconds % 60 == 0 ? count(seconds / 60, "minute") : count(seconds, "second");
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
