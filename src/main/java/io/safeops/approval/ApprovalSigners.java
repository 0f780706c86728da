package io.safeops.approval;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Checks the signature and the times of an approval by all clocks. */
final class ApprovalSigners {

  private ApprovalSigners() {}

  static Refusal refusal(Refusal.Kind kind, SignedApproval signed, String why) {
    return new Refusal(kind, signed.name() + ": " + why);
  }

  /** Who signed it; empty, with the reason added, if the signature does not count. */
  static Optional<SignerCheck.Signed> of(
      SignedApproval signed, SignerCheck check, ClockSpan clocks, List<Refusal> found) {
    try {
      SignerCheck.Signed signer = signer(signed, check, clocks);
      String claimed = signed.approval().approver();
      if (!signer.principals().contains(claimed)) {
        found.add(
            refusal(
                Refusal.Kind.SIGNATURE,
                signed,
                "it says that "
                    + claimed
                    + " approves, and the key is of "
                    + String.join(", ", signer.principals())));
      }
      return Optional.of(signer);
    } catch (SignerRefusedException e) {
      found.add(
          refusal(
              Refusal.Kind.SIGNATURE, signed, "its signature does not count: " + e.getMessage()));
      return Optional.empty();
    }
  }

  /** A key must be allowed by every clock, too. */
  private static SignerCheck.Signed signer(
      SignedApproval signed, SignerCheck check, ClockSpan clocks) throws SignerRefusedException {
    Instant latest = clocks.latest().at();
    Instant earliest = clocks.earliest().at();
    SignerCheck.Signed last = signed.signed(check, latest);
    if (latest.equals(earliest)) {
      return last;
    }
    SignerCheck.Signed first = signed.signed(check, earliest);
    Set<String> both = new TreeSet<>(last.principals());
    both.retainAll(first.principals());
    if (both.isEmpty() || !first.fingerprint().equals(last.fingerprint())) {
      throw new SignerRefusedException(
          "its key is of "
              + String.join(", ", first.principals())
              + " at "
              + earliest
              + ", and of "
              + String.join(", ", last.principals())
              + " at "
              + latest);
    }
    return new SignerCheck.Signed(both, last.fingerprint());
  }

  /** Adds why it is too early or too late. */
  static void times(SignedApproval signed, ClockSpan clocks, List<Refusal> found) {
    Validity validity = signed.approval().validity();
    clocks
        .expired(validity)
        .ifPresent(why -> found.add(refusal(Refusal.Kind.EXPIRED, signed, why)));
    clocks
        .notYetValid(validity)
        .ifPresent(why -> found.add(refusal(Refusal.Kind.NOT_YET_VALID, signed, why)));
  }
}
