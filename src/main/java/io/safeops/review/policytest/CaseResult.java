package io.safeops.review.policytest;

import io.safeops.document.Position;
import java.util.List;

/**
 * The result of one case.
 *
 * @param policy the policy that it tests
 * @param name the name of the case
 * @param at its place in the file
 * @param failures how the verdicts differ from the expected ones; empty if the case passed
 */
public record CaseResult(String policy, String name, Position at, List<String> failures) {

  public CaseResult {
    failures = List.copyOf(failures);
  }

  public boolean isAsExpected() {
    return failures.isEmpty();
  }
}
