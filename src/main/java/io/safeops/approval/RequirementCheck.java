package io.safeops.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether approvals of the same meet one requirement. */
final class RequirementCheck {

  private final Requirement requirement;
  private final ClockSpan clocks;
  private final Set<String> allowed;
  private final Set<String> operator;

  RequirementCheck(Requirement requirement, Operator operator, ClockSpan clocks) {
    this.requirement = requirement;
    this.clocks = clocks;
    this.allowed = new TreeSet<>(requirement.by());
    this.allowed.removeAll(operator.principals());
    this.operator = operator.principals();
  }

  /** The places of those that count for it; adds what is wrong if they are too few. */
  List<Integer> counted(List<ValidApproval> approvals, List<Refusal> refusals) {
    if (allowed.isEmpty() && !requirement.anybody()) {
      refusals.add(
          new Refusal(
              Refusal.Kind.NOBODY_ALLOWED,
              requirement.by().isEmpty()
                  ? "nobody may approve this plan, as the policy says"
                  : "only the operator may approve this plan ("
                      + names(requirement.by())
                      + "), and nobody approves what they run"));
      return List.of();
    }
    List<Integer> counted = new ArrayList<>();
    List<Refusal> found = new ArrayList<>();
    Map<String, Set<String>> principalsOfKeys = new TreeMap<>();
    for (int i = 0; i < approvals.size(); i++) {
      ValidApproval each = approvals.get(i);
      Optional<Refusal> refusal = refusal(each);
      if (refusal.isPresent()) {
        found.add(refusal.get());
        continue;
      }
      counted.add(i);
      principalsOfKeys
          .computeIfAbsent(each.signer().fingerprint(), any -> new TreeSet<>())
          .addAll(allowed(each));
    }
    SortedSet<String> approved = PrincipalMatching.of(principalsOfKeys);
    if (approved.size() >= requirement.atLeast()) {
      return counted;
    }
    refusals.addAll(found);
    refusals.add(tooFew(approved));
    return List.of();
  }

  private Optional<Refusal> refusal(ValidApproval approval) {
    String name = approval.signed().name();
    if (allowed(approval).isEmpty()) {
      return Optional.of(
          new Refusal(
              Refusal.Kind.NOT_ALLOWED,
              name
                  + ": it is signed by "
                  + names(approval.signer().principals())
                  + ", who may not approve this plan ("
                  + names(allowed)
                  + " may)"));
    }
    return clocks
        .tooOld(approval.approval().validity(), requirement.maxAge())
        .map(why -> new Refusal(Refusal.Kind.TOO_OLD, name + ": " + why));
  }

  private Set<String> allowed(ValidApproval approval) {
    Set<String> names = new TreeSet<>(approval.signer().principals());
    if (requirement.anybody()) {
      names.removeAll(operator);
    } else {
      names.retainAll(allowed);
    }
    return names;
  }

  private Refusal tooFew(SortedSet<String> approved) {
    return new Refusal(
        Refusal.Kind.TOO_FEW,
        "this plan has to be approved by "
            + (requirement.atLeast() == 1 ? "one" : String.valueOf(requirement.atLeast()))
            + " of "
            + (requirement.anybody() ? "the allowed signers, not the operator" : names(allowed))
            + "; "
            + (approved.isEmpty()
                ? "none of them has approved it as it is now"
                : approved.size() + " did: " + names(approved)));
  }

  private static String names(Set<String> principals) {
    return String.join(", ", principals);
  }
}
