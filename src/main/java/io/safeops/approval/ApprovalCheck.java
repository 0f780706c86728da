package io.safeops.approval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks each approval of a request by itself. */
final class ApprovalCheck {

  /** Nobody reads more differences between one approval and a run. */
  static final int MOST_DIFFERENCES = 40;

  private final PermissionRequest request;
  private final Map<Salt, Binding> now = new HashMap<>();

  ApprovalCheck(PermissionRequest request) {
    this.request = request;
  }

  /** The approval, if nothing is wrong with it; else adds everything that is. */
  Optional<ValidApproval> check(SignedApproval signed, List<Refusal> refusals) {
    List<Refusal> found = new ArrayList<>();
    Optional<SignerCheck.Signed> signer =
        ApprovalSigners.of(signed, request.check(), request.clocks(), found);
    signer.ifPresent(by -> notTheOperator(signed, by, found));
    ApprovalSigners.times(signed, request.clocks(), found);
    if (signer.isPresent()) {
      // What nobody has signed is nobody's word, and may be of any length.
      differences(signed, found);
    }
    request
        .objection()
        .apply(signed.approval())
        .ifPresent(why -> found.add(refusal(Refusal.Kind.OTHER, signed, why)));
    refusals.addAll(found);
    return found.isEmpty() ? signer.map(by -> new ValidApproval(signed, by)) : Optional.empty();
  }

  private static Refusal refusal(Refusal.Kind kind, SignedApproval signed, String why) {
    return ApprovalSigners.refusal(kind, signed, why);
  }

  private void notTheOperator(SignedApproval signed, SignerCheck.Signed by, List<Refusal> found) {
    if (request.operator().is(by)) {
      found.add(
          refusal(
              Refusal.Kind.SELF_APPROVED,
              signed,
              "it is signed by the operator ("
                  + String.join(", ", by.principals())
                  + "): somebody else has to approve"));
    }
  }

  private void differences(SignedApproval signed, List<Refusal> found) {
    Approval approval = signed.approval();
    Binding is = now.computeIfAbsent(approval.salt(), request.now());
    List<Difference> all = BindingComparison.of(approval.binding(), is);
    all.stream()
        .limit(MOST_DIFFERENCES)
        .forEach(each -> found.add(refusal(Refusal.Kind.DIFFERENT, signed, each.toString())));
    if (all.size() > MOST_DIFFERENCES) {
      found.add(
          refusal(
              Refusal.Kind.DIFFERENT,
              signed,
              (all.size() - MOST_DIFFERENCES) + " more differences"));
    }
  }
}
