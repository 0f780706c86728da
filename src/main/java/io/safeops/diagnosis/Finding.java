package io.safeops.diagnosis;

import io.safeops.paths.verdict.HopFault;
import io.safeops.policy.Remedy;
import io.safeops.policy.Violation;
import java.util.List;
import java.util.Optional;

/**
 * What a rule says about the cluster.
 *
 * @param hop what does not work, where the rule is about paths
 * @param remedies the commands to show: those of the rule that cut no path
 * @param withheld why no command is shown although the rule knows one; else empty
 * @param ofBaseline whether only the baseline asks for what does not work
 */
public record Finding(
    Violation violation,
    Optional<HopFault> hop,
    List<Remedy> remedies,
    Optional<String> withheld,
    boolean ofBaseline) {

  public Finding {
    remedies = List.copyOf(remedies);
  }

  Finding withRemedies(List<Remedy> newRemedies) {
    return new Finding(violation, hop, newRemedies, withheld, ofBaseline);
  }

  /** Whether it is a fault, and not only a warning. */
  public boolean isFault() {
    return violation.isDeny();
  }
}
