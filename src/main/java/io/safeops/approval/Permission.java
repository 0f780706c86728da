package io.safeops.approval;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whether approvals cover a run.
 *
 * @param granted what they allow together; empty if they do not cover it
 * @param refusals everything that is wrong; of a permission that is granted, why other approvals at
 *     hand do not count
 */
public record Permission(Optional<Granted> granted, List<Refusal> refusals) {

  /**
   * What approvals of the same allow together.
   *
   * @param approvals that count, at least one
   * @param uses the smallest number of uses of any of them
   * @param notAfter the earliest end of any of them
   */
  public record Granted(
      List<SignedApproval> approvals,
      ConfirmMode confirm,
      boolean takeBack,
      int uses,
      Instant notAfter) {

    public Granted {
      approvals = List.copyOf(approvals);
    }

    static Granted of(List<SignedApproval> approvals) {
      Approval first = approvals.get(0).approval();
      return new Granted(
          approvals,
          first.confirm(),
          first.takeBack(),
          approvals.stream().mapToInt(each -> each.approval().validity().uses()).min().orElse(0),
          approvals.stream()
              .map(each -> each.approval().validity().notAfter())
              .min(Comparator.naturalOrder())
              .orElseThrow());
    }
  }

  public Permission {
    refusals = List.copyOf(refusals);
  }

  public boolean isGranted() {
    return granted.isPresent();
  }

  /** Decides about a request. */
  public static Permission of(PermissionRequest request) {
    if (request.approvals().isEmpty()) {
      return new Permission(
          Optional.empty(), List.of(new Refusal(Refusal.Kind.NONE, "no approval is given")));
    }
    List<Refusal> refusals = new ArrayList<>();
    List<ValidApproval> valid = new ArrayList<>();
    ApprovalCheck check = new ApprovalCheck(request);
    for (SignedApproval approval : request.approvals()) {
      check.check(approval, refusals).ifPresent(valid::add);
    }
    return decided(request, distinct(valid, refusals), refusals);
  }

  /** The same file twice counts once. Two statements with one id would share their uses. */
  private static List<ValidApproval> distinct(
      List<ValidApproval> approvals, List<Refusal> refusals) {
    Map<String, ValidApproval> byId = new LinkedHashMap<>();
    for (ValidApproval each : approvals) {
      ValidApproval other = byId.putIfAbsent(each.approval().id(), each);
      if (other != null && !other.signed().digest().equals(each.signed().digest())) {
        refusals.add(
            new Refusal(
                Refusal.Kind.OTHER,
                each.signed().name()
                    + ": it has the id of "
                    + other.signed().name()
                    + " and is another one"));
      }
    }
    return List.copyOf(byId.values());
  }

  private static Permission decided(
      PermissionRequest request, List<ValidApproval> valid, List<Refusal> refusals) {
    Map<String, List<ValidApproval>> same = new LinkedHashMap<>();
    valid.forEach(each -> same.computeIfAbsent(each.bound(), any -> new ArrayList<>()).add(each));
    List<GroupCheck> groups =
        same.values().stream().map(group -> GroupCheck.of(request, group)).toList();
    Optional<GroupCheck> met = groups.stream().filter(GroupCheck::isMet).findFirst();
    if (met.isPresent()) {
      return new Permission(Optional.of(Granted.of(met.get().counted())), refusals);
    }
    List<Refusal> all = new ArrayList<>(refusals);
    if (groups.isEmpty()) {
      all.addAll(GroupCheck.of(request, List.of()).refusals());
    }
    groups.forEach(group -> all.addAll(group.refusals()));
    if (groups.size() > 1 && GroupCheck.of(request, valid).isMet()) {
      all.add(new Refusal(Refusal.Kind.NOT_THE_SAME, notTheSame(List.copyOf(same.values()))));
    }
    return new Permission(Optional.empty(), all.stream().distinct().toList());
  }

  private static String notTheSame(List<List<ValidApproval>> groups) {
    ValidApproval one = groups.get(0).get(0);
    ValidApproval other = groups.get(1).get(0);
    return "the approvals would be enough if they were of the same: "
        + one.signed().name()
        + " and "
        + other.signed().name()
        + " differ in "
        + String.join(", ", SameThing.differing(one.approval(), other.approval()));
  }

  /**
   * What the requirements say of approvals of the same.
   *
   * @param counted those that meet a requirement
   */
  private record GroupCheck(List<SignedApproval> counted, List<Refusal> refusals) {

    boolean isMet() {
      return refusals.isEmpty();
    }

    static GroupCheck of(PermissionRequest request, List<ValidApproval> group) {
      List<Refusal> refusals = new ArrayList<>();
      TreeSet<Integer> counted = new TreeSet<>();
      if (request.requirements().isEmpty()) {
        refusals.add(
            new Refusal(Refusal.Kind.NOBODY_ALLOWED, "no policy says who may approve this plan"));
      }
      for (Requirement requirement : request.requirements()) {
        RequirementCheck check =
            new RequirementCheck(requirement, request.operator(), request.clocks());
        counted.addAll(check.counted(group, refusals));
      }
      return new GroupCheck(counted.stream().map(i -> group.get(i).signed()).toList(), refusals);
    }
  }
}
