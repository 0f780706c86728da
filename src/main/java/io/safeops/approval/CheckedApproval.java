package io.safeops.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be said of an approval without a run: who signed it, and whether it is valid now.
 *
 * @param signer who signed it; empty if the signature does not count
 * @param refusals everything that is wrong with it
 */
public record CheckedApproval(
    SignedApproval signed, Optional<SignerCheck.Signed> signer, List<Refusal> refusals) {

  public CheckedApproval {
    refusals = List.copyOf(refusals);
  }

  /** Checks signature and times, and nothing else. */
  public static CheckedApproval of(SignedApproval signed, SignerCheck check, ClockSpan clocks) {
    List<Refusal> found = new ArrayList<>();
    Optional<SignerCheck.Signed> signer = ApprovalSigners.of(signed, check, clocks, found);
    ApprovalSigners.times(signed, clocks, found);
    return new CheckedApproval(signed, signer, found);
  }

  public boolean isGood() {
    return refusals.isEmpty();
  }
}
