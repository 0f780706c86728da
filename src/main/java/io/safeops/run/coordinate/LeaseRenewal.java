package io.safeops.run.coordinate;

import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardRequest;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.RunSpec;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Keeps the leases of the nodes that are armed, each from the moment on that it is. A beat waits
 * for no turn: nothing that is queued may cost a lease. Nodes that answer slowly are asked less
 * often, so that the beats themselves are not what slows them.
 */
final class LeaseRenewal {

  /** So often a node hears of the run, where its lease is not very short. */
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(1);

  private static final Duration LEAST_INTERVAL = Duration.ofMillis(200);

  /** At most this part of a node's time goes into beats. */
  private static final int PART = 5;

  /** Each answer counts for an eighth in what a beat is said to take. */
  private static final int SHARE = 8;

  private final RunSpec spec;
  private final Loop loop;
  private final GuardConversation conversation;
  private final Set<Member> armed = new LinkedHashSet<>();
  private final Set<Member> askedOutOfBand = new LinkedHashSet<>();
  private boolean isStopped;
  private boolean hasReducedLoad;
  private long usualAnswerTime;

  LeaseRenewal(RunSpec spec, Loop loop, GuardConversation conversation) {
    this.spec = spec;
    this.loop = loop;
    this.conversation = conversation;
  }

  /** The node has said that it is armed. */
  void start(Member member) {
    if (armed.add(member)) {
      member.leaseBegan(loop.now());
      renew(member);
    }
  }

  /** No lease is renewed any more. */
  void stop() {
    isStopped = true;
    reduceLoad();
  }

  /** What may wait lets the beats through, where they take a good part of a lease. */
  private void reduceLoad() {
    boolean isLate = !isStopped && usualAnswerTime > partOfLease(8).toNanos();
    if (isLate != hasReducedLoad) {
      hasReducedLoad = isLate;
      conversation.reduceLoad(isLate);
    }
  }

  /** Whether its lease is kept. */
  boolean isRenewed(Member member) {
    return !isStopped && armed.contains(member);
  }

  private void renew(Member member) {
    if (isStopped) {
      return;
    }
    long sent = loop.now();
    conversation
        .askNow(
            member,
            GuardPath.IN_BAND,
            to -> GuardRequest.beat(spec.runEpoch(), to.uptimeIn(loop.now(), spec.times().lease())),
            answerTime())
        .whenComplete(
            (reply, failure) -> {
              usualAnswerTime += (loop.now() - sent - usualAnswerTime) / SHARE;
              reduceLoad();
              long next = Math.max(0, sent + interval().toNanos() - loop.now());
              loop.after(Duration.ofNanos(next), () -> renew(member));
            });
    askOutOfBand(member);
  }

  /**
   * Where the way in band is silent, the other way tells early whether the node has already undone:
   * the others then turn back now and not at the end of their lease. It renews no lease.
   */
  private void askOutOfBand(Member member) {
    boolean silent = member.silentFor(loop.now()) > partOfLease(4).toNanos();
    if (silent && conversation.hasOutOfBand(member) && askedOutOfBand.add(member)) {
      conversation
          .ask(
              member,
              GuardPath.OUT_OF_BAND,
              to -> GuardRequest.status(spec.runEpoch()),
              spec.times().lease())
          .whenComplete((reply, failure) -> askedOutOfBand.remove(member));
    }
  }

  private Duration partOfLease(int of) {
    return spec.times().lease().dividedBy(of);
  }

  /** From one beat to the next: three of them in a lease at least. */
  private Duration interval() {
    Duration usual = max(LEAST_INTERVAL, min(USUAL_INTERVAL, partOfLease(6)));
    return min(partOfLease(3), max(usual, Duration.ofNanos(usualAnswerTime * PART)));
  }

  /**
   * Who has not answered a beat by then is sent the next one, and where the connection is silent
   * too a new one is opened, in time for the lease. A node may stall for a moment, on its disk or
   * in a console, and a slow one may take three times what is usual among them.
   */
  private Duration answerTime() {
    Duration quarter = max(interval().multipliedBy(2), min(Duration.ofSeconds(5), partOfLease(4)));
    return min(partOfLease(2), max(quarter, Duration.ofNanos(usualAnswerTime * 3)));
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
