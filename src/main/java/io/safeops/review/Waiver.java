package io.safeops.review;

import io.safeops.policy.Rule;
import io.safeops.policy.WaiverLevel;
import java.util.Optional;
import java.util.Set;

/**
 * A rule that is set aside for a run, and who did it.
 *
 * @param rule its id
 * @param because the reason, which the journal records
 * @param level {@code OPERATOR} if the operator typed it, {@code APPROVAL} if it is out of a signed
 *     approval. Then the caller has checked the signature, and that enough principals have approved
 * @param only the keys of the items that it covers ({@link Verdict#item}); empty: all of them
 * @param digest {@link Rule#digest} when it was approved: it does not count for a rule with another
 *     text. Empty if it is given now, for the rule as it is
 */
public record Waiver(
    String rule, String because, WaiverLevel level, Set<String> only, Optional<String> digest) {

  public Waiver {
    if (because.isBlank()) {
      throw new IllegalArgumentException("a rule is set aside only with a reason");
    }
    if (level == WaiverLevel.NEVER) {
      throw new IllegalArgumentException("nobody gives a waiver of the level never");
    }
    only = Set.copyOf(only);
  }

  /** What the operator typed: {@code --waive RULE --because TEXT}. */
  public static Waiver ofOperator(String rule, String because) {
    return new Waiver(rule, because, WaiverLevel.OPERATOR, Set.of(), Optional.empty());
  }

  /**
   * What a signed approval says.
   *
   * @param items the keys of the items that the approvers have seen, at least one: an approval that
   *     names none sets nothing aside
   * @param digest of the rule that they have seen
   */
  public static Waiver ofApproval(String rule, String because, Set<String> items, String digest) {
    if (items.isEmpty()) {
      throw new IllegalArgumentException("an approval that names no item of " + rule);
    }
    return new Waiver(rule, because, WaiverLevel.APPROVAL, items, Optional.of(digest));
  }

  boolean covers(String item) {
    return only.isEmpty() || only.contains(item);
  }
}
