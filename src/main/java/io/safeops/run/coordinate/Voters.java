package io.safeops.run.coordinate;

import io.safeops.run.messaging.Member;
import java.util.List;

/** The nodes that decide over a run, and what their states prove of it. */
final class Voters {

  private final List<Member> members;
  private boolean commitNeverSent;

  Voters(List<Member> members) {
    this.members = members;
  }

  /** Asked anew each time: what a node is may become known late in a recovery. */
  List<Member> all() {
    return members.stream().filter(Member::isVoter).toList();
  }

  boolean areAllConfirmed() {
    return all().stream().allMatch(RunMonitor::isConfirmed);
  }

  List<Member> confirmed() {
    return all().stream().filter(RunMonitor::isConfirmed).toList();
  }

  List<Member> notConfirmed() {
    return all().stream().filter(member -> !RunMonitor.isConfirmed(member)).toList();
  }

  List<Member> reverting() {
    return all().stream().filter(Member::isKnownReverting).toList();
  }

  /** One of them is known to undo: the run can never become confirmed everywhere. */
  boolean isRollbackProven() {
    return commitNeverSent || !reverting().isEmpty();
  }

  /** This epoch fenced one that was not confirmed, and will never send it a commit. */
  void commitIsNeverSent() {
    commitNeverSent = true;
  }
}
