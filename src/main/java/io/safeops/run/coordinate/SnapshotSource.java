package io.safeops.run.coordinate;

import io.safeops.run.event.RunSnapshot;
import io.safeops.run.event.RunSnapshot.NodeSnapshot;
import io.safeops.run.event.RunSnapshot.Progress;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.RequestProgress;
import io.safeops.run.messaging.RunSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Tells how every node of a run stands, for a session's status. Used on the {@link Loop} only. */
final class SnapshotSource {

  /** A node that has not answered for so long counts as slow: a usual answer takes 0.1 s. */
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final RunSpec spec;
  private final Loop loop;
  private final List<Member> members;
  private final GuardConversation conversation;
  private final Predicate<Member> isRenewed;

  /**
   * @param isRenewed whether a node is armed and its lease is renewed
   */
  SnapshotSource(
      RunSpec spec,
      Loop loop,
      List<Member> members,
      GuardConversation conversation,
      Predicate<Member> isRenewed) {
    this.spec = spec;
    this.loop = loop;
    this.members = members;
    this.conversation = conversation;
    this.isRenewed = isRenewed;
  }

  RunSnapshot snapshot() {
    return new RunSnapshot(
        spec.steps(),
        spec.times().lease(),
        members.stream().map(this::node).toList(),
        conversation.progress().map(this::progress));
  }

  private Progress progress(RequestProgress request) {
    long now = loop.now();
    List<Member> waiting = now - request.begun() > SLOW.toNanos() ? request.waiting() : List.of();
    // Of many, some wait for their turn. The last few are slow themselves, or cannot be reached.
    boolean areLast = waiting.size() <= Progress.NAMED;
    List<String> slow =
        waiting.stream()
            .filter(member -> areLast || member.unansweredFor(now) > SLOW.toNanos())
            .sorted(
                Comparator.comparingLong((Member member) -> member.unansweredFor(now)).reversed())
            .limit(Progress.NAMED)
            .map(Member::name)
            .toList();
    return new Progress(request.done(), request.asked().size(), slow);
  }

  private NodeSnapshot node(Member member) {
    long now = loop.now();
    Duration silent = Duration.ofNanos(member.silentFor(now));
    Optional<Duration> untilUndo = member.untilDeadline(now);
    if (isRenewed.test(member) && untilUndo.isPresent()) {
      Duration ofLease = spec.times().lease().minus(silent);
      boolean isLate = silent.compareTo(NodeSnapshot.ANSWERING) > 0;
      if (isLate && ofLease.compareTo(untilUndo.get()) < 0) {
        untilUndo = Optional.of(ofLease.isNegative() ? Duration.ZERO : ofLease);
      }
    }
    return new NodeSnapshot(
        member.name(),
        member.spec().kind(),
        member.damage().isEmpty() ? member.state().name() : member.damage(),
        isRenewed.test(member) ? Optional.of(silent) : Optional.empty(),
        untilUndo,
        member.sinceOutOfBand(now).filter(ago -> ago.compareTo(silent) < 0),
        member.probes());
  }
}
