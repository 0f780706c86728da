package io.safeops.guard;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The approvals that a run uses, as its nodes are told.
 *
 * @param uses one for each approval; at most {@value #MOST}
 * @param revocations the number of the list of revoked approvals that the run knows; 0 for none
 */
public record RunApprovals(List<ApprovalUse> uses, long revocations) {

  /** A plan needs the signatures of a few people; the guard takes no more (66-uses.sh). */
  public static final int MOST = 8;

  /** Of a run that needs no approval. */
  public static final RunApprovals NONE = new RunApprovals(List.of(), 0);

  public RunApprovals {
    uses = List.copyOf(uses);
    if (uses.size() > MOST) {
      throw new IllegalArgumentException(
          "a run uses at most " + MOST + " approvals, these are " + uses.size());
    }
  }

  String wire() {
    return uses.stream().map(ApprovalUse::wire).collect(Collectors.joining(","));
  }
}
