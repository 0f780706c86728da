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
 * What the silence of nodes means to a run that turns back. It proves nothing; but there is a time
 * after which a node that undoes by itself has done so, and waiting longer tells nothing new.
 */
final class SilentNodes {

  private final RunSpec.Times times;
  private final Loop loop;
  private final List<Member> members;
  private final boolean begun;

  /**
   * @param begun whether a step may have changed something
   */
  SilentNodes(RunSpec.Times times, Loop loop, List<Member> members, boolean begun) {
    this.times = times;
    this.loop = loop;
    this.members = members;
    this.begun = begun;
  }

  static boolean isUndone(Member member) {
    return member.state() == GuardState.REVERTED
        || (!member.isVoter() && member.state().isEnded())
        || member.cannotBeArmed();
  }

  /** The length that is told. */
  Duration noticed() {
    return times.answer();
  }

  /**
   * A node's last word renewed its lease at most in full; then comes its undo, then an answer. One
   * that was just being armed may have been so at the end of the message's time.
   */
  Duration longest() {
    return times.lease().plus(begun ? times.undo() : times.answer()).plus(times.answer());
  }

  /**
   * Whether nothing is missing but the word of nodes that have said nothing, either way, for so
   * long; and of nodes that only protect themselves, and go on with that until all voters are known
   * to have undone.
   */
  boolean isAllThatIsMissing(Duration length) {
    boolean voter = members.stream().anyMatch(member -> member.isVoter() && is(member, length));
    return members.stream()
        .filter(member -> !isUndone(member))
        .allMatch(member -> is(member, length) || (voter && !member.isVoter()));
  }

  /** Told long before the end, so that someone can set out for these nodes. */
  String inWords() {
    return "no answer from "
        + names(members.stream().filter(member -> is(member, noticed())).toList())
        + "; undone so far: "
        + names(members.stream().filter(SilentNodes::isUndone).toList())
        + ". A node that cannot be reached undoes by itself; it is asked again until it has been"
        + " silent for "
        + MessageText.length(longest());
  }

  private boolean is(Member member, Duration length) {
    return !isUndone(member) && member.unansweredFor(loop.now()) > length.toNanos();
  }

  private static String names(List<Member> some) {
    return some.isEmpty()
        ? "none"
        : some.stream().map(Member::name).collect(Collectors.joining(", "));
  }
}
