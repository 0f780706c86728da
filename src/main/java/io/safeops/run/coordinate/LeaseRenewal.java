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
 * Renews the lease of each armed node, from the moment it is armed. A renewal waits for no turn: no
 * queue may cost a lease. Nodes that answer slowly are asked less often, so that the renewals do
 * not slow them further.
 */
final class LeaseRenewal {

  /** How often a lease is renewed, unless it is very short. */
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(1);

  private static final Duration LEAST_INTERVAL = Duration.ofMillis(200);

  /** Renewals take at most this part of a node's time. */
  private static final int PART = 5;

  /** Each answer counts for an eighth in the usual time of an answer. */
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

  /** The node has told that it is armed. */
  void start(Member member) {
    if (armed.add(member)) {
      member.leaseBegan(loop.now());
      renew(member);
    }
  }

  /** Renews no lease any more. */
  void stop() {
    isStopped = true;
    reduceLoad();
  }

  /** Other requests make room for the renewals when these take a good part of a lease. */
  private void reduceLoad() {
    boolean isLate = !isStopped && usualAnswerTime > partOfLease(8).toNanos();
    if (isLate != hasReducedLoad) {
      hasReducedLoad = isLate;
      conversation.reduceLoad(isLate);
    }
  }

  /** Whether the lease of this node is being renewed. */
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
   * Where the node is silent in band, the out-of-band path tells early whether it has already
   * undone: then the run rolls back now and not at the end of the lease. This renews no lease.
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

  /** From one renewal to the next: at least three in a lease. */
  private Duration interval() {
    Duration usual = max(LEAST_INTERVAL, min(USUAL_INTERVAL, partOfLease(6)));
    return min(partOfLease(3), max(usual, Duration.ofNanos(usualAnswerTime * PART)));
  }

  /**
   * How long one renewal waits for its answer. After it the next one is sent; where the connection
   * is silent too, a new one is opened, in time for the lease. A node may stall for a moment, on
   * its disk or in a console, and a slow one may take three times the usual time.
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
