package io.safeops.review.policytest;

import io.safeops.document.Position;
import java.util.List;

/**
 * What came of one case.
 *
 * @param policy whose test it is
 * @param name what it is about
 * @param at where it stands
 * @param failures what the rules said otherwise than it expects; none if all is as it should be
 */
public record CaseResult(String policy, String name, Position at, List<String> failures) {

  public CaseResult {
    failures = List.copyOf(failures);
  }

  public boolean isAsExpected() {
    return failures.isEmpty();
  }
}
