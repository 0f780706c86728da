package io.safeops.run.coordinate;

import io.safeops.guard.GuardState;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.MessageText;
import io.safeops.run.messaging.RunSpec;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the silence of nodes means to a run that rolls back. Silence proves nothing. But after some
 * time a silent node has undone by itself, and waiting longer tells nothing new.
 */
final class SilentNodes {

  private final RunSpec.Times times;
  private final Loop loop;
  private final List<Member> members;
  private final boolean mayHaveChanged;

  /**
   * @param mayHaveChanged whether a step may have changed something
   */
  SilentNodes(RunSpec.Times times, Loop loop, List<Member> members, boolean mayHaveChanged) {
    this.times = times;
    this.loop = loop;
    this.members = members;
    this.mayHaveChanged = mayHaveChanged;
  }

  static boolean isUndone(Member member) {
    return member.state() == GuardState.REVERTED
        || (!member.isVoter() && member.state().isEnded())
        || member.cannotBeArmed();
  }

  /** A node that is silent for so long is reported. */
  Duration reportedAfter() {
    return times.answer();
  }

  /**
   * A node that is silent for so long has undone: its last answer may have renewed the whole lease;
   * then come its undo and an answer. A node that was just being armed may have been armed at the
   * end of the message's time.
   */
  Duration undoneAfter() {
    return times.lease().plus(mayHaveChanged ? times.undo() : times.answer()).plus(times.answer());
  }

  /**
   * Whether all nodes have undone but these: nodes that have not answered for so long, on either
   * path; and nodes that only protect themselves, which do so until all voters are known to have
   * undone.
   */
  boolean areAllOthersUndone(Duration length) {
    boolean voter =
        members.stream().anyMatch(member -> member.isVoter() && isSilent(member, length));
    return members.stream()
        .filter(member -> !isUndone(member))
        .allMatch(member -> isSilent(member, length) || (voter && !member.isVoter()));
  }

  /** The report; it comes long before the end, so that someone can go to these nodes. */
  String text() {
    return "no answer from "
        + names(members.stream().filter(member -> isSilent(member, reportedAfter())).toList())
        + "; undone so far: "
        + names(members.stream().filter(SilentNodes::isUndone).toList())
        + ". A node that cannot be reached undoes by itself; it is asked again until it has been"
        + " silent for "
        + MessageText.length(undoneAfter());
  }

  private boolean isSilent(Member member, Duration length) {
    return !isUndone(member) && member.unansweredFor(loop.now()) > length.toNanos();
  }

  private static String names(List<Member> some) {
    return some.isEmpty()
        ? "none"
        : some.stream().map(Member::name).collect(Collectors.joining(", "));
  }
}
