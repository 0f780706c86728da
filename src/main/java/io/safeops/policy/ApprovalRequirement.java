package io.safeops.policy;

import io.safeops.document.Located;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Who must approve a plan, as the block {@code approval} of a policy says. Several such blocks add
 * up: the approvals of a plan must meet each of them, so a policy can only tighten.
 *
 * @param policy the name of the policy, with the place of its block; empty for {@link #DEFAULT}
 * @param by the principals who may approve, as {@code allowed_signers} names them (ssh-keygen(1),
 *     ALLOWED SIGNERS), each once; empty: whoever it names
 * @param atLeast how many different principals must approve: at least one, and at most as many as
 *     {@code by} names
 * @param maxAge the longest time from signing to running
 * @param plans names of plans that need it even when no rule refuses them; in a name, {@code *}
 *     stands for any characters and {@code ?} for one
 */
public record ApprovalRequirement(
    Optional<Located<String>> policy,
    List<String> by,
    int atLeast,
    Duration maxAge,
    List<String> plans) {

  /** How long an approval is good for if nobody says otherwise. */
  static final Duration MAX_AGE = Duration.ofDays(30);

  /** What an approval must meet where no policy says anything: somebody else agrees. */
  public static final ApprovalRequirement DEFAULT =
      new ApprovalRequirement(Optional.empty(), List.of(), 1, MAX_AGE, List.of());

  public ApprovalRequirement {
    by = List.copyOf(by);
    plans = List.copyOf(plans);
    if (new HashSet<>(by).size() < by.size()) {
      throw new IllegalArgumentException("a principal is named twice");
    }
    if (atLeast < 1 || (!by.isEmpty() && atLeast > by.size())) {
      throw new IllegalArgumentException(atLeast + " of " + by.size() + " principals");
    }
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("no approval is young enough for " + maxAge);
    }
  }

  /** Whether a plan of this name needs an approval even when no rule refuses it. */
  public boolean names(String plan) {
    return plans.stream().anyMatch(pattern -> matches(pattern, plan));
  }

  /**
   * Whether enough of those who may approve have done so. The operator never counts: who runs a
   * plan does not approve it.
   *
   * @param approvers the principals of valid approvals of the plan, none of them older than {@code
   *     maxAge}
   * @param operator the principal who runs the plan
   */
  public boolean isMetBy(Collection<String> approvers, String operator) {
    return approvers.stream()
            .distinct()
            .filter(each -> !each.equals(operator))
            .filter(each -> by.isEmpty() || by.contains(each))
            .count()
        >= atLeast;
  }

  /** It goes back to the last {@code *} only, so it takes at most as long as both lengths allow. */
  private static boolean matches(String pattern, String name) {
    int inPattern = 0;
    int inName = 0;
    int star = -1;
    int afterStar = 0;
    while (inName < name.length()) {
      char expected = inPattern < pattern.length() ? pattern.charAt(inPattern) : 0;
      if (expected == '*') {
        star = inPattern++;
        afterStar = inName;
      } else if (expected == '?' || expected == name.charAt(inName)) {
        inPattern++;
        inName++;
      } else if (star >= 0) {
        inPattern = star + 1;
        inName = ++afterStar;
      } else {
        return false;
      }
    }
    return pattern.substring(inPattern).chars().allMatch(c -> c == '*');
  }
}
