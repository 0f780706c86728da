package io.safeops.session;

import io.safeops.guard.ApprovalUse;
import io.safeops.guard.RunApprovals;
import io.safeops.review.Waiver;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What approvals allow a run. The command that starts the run has checked them; their files are in
 * the run's folder.
 *
 * @param uses one for each approval that counts
 * @param revocations the number of the list of revoked approvals; 0 for none
 * @param waivers the rules that they set aside
 * @param confirmsItself whether the run confirms itself after the hold, without a code
 * @param reason why the operator runs it now
 * @param by who approved it, in words for the journal
 */
public record ApprovedRun(
    List<Use> uses,
    long revocations,
    List<Waived> waivers,
    boolean confirmsItself,
    String reason,
    String by) {

  /**
   * A use of an approval.
   *
   * @param from the first second at which a run may begin, in seconds since 1970
   * @param until the last one
   */
  public record Use(String approval, int most, long from, long until) {}

  /**
   * A rule that is set aside.
   *
   * @param items for which it is; at least one
   * @param digest of its text
   */
  public record Waived(String rule, String because, Set<String> items, String digest) {
    public Waived {
      items = Set.copyOf(items);
    }
  }

  public ApprovedRun {
    uses = List.copyOf(uses);
    waivers = List.copyOf(waivers);
  }

  /** As the nodes are told. */
  public RunApprovals runApprovals() {
    return new RunApprovals(
        uses.stream()
            .map(
                use ->
                    new ApprovalUse(
                        use.approval(),
                        use.most(),
                        Instant.ofEpochSecond(use.from()),
                        Instant.ofEpochSecond(use.until())))
            .toList(),
        revocations);
  }

  List<Waiver> given() {
    return waivers.stream()
        .map(
            waived ->
                Waiver.ofApproval(waived.rule(), waived.because(), waived.items(), waived.digest()))
        .toList();
  }
}
