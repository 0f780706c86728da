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
  private static final Duration USUAL = Duration.ofSeconds(1);

  private static final Duration LEAST = Duration.ofMillis(200);

  /** At most this part of a node's time goes into beats. */
  private static final int PART = 5;

  /** Each answer counts for an eighth in what a beat is said to take. */
  private static final int SHARE = 8;

  private final RunSpec spec;
  private final Loop loop;
  private final GuardConversation talk;
  private final Set<Member> armed = new LinkedHashSet<>();
  private final Set<Member> looking = new LinkedHashSet<>();
  private boolean over;
  private boolean late;
  private long takes;

  LeaseRenewal(RunSpec spec, Loop loop, GuardConversation talk) {
    this.spec = spec;
    this.loop = loop;
    this.talk = talk;
  }

  /** The node has said that it is armed. */
  void begin(Member member) {
    if (armed.add(member)) {
      member.startHearing(loop.now());
      beat(member);
    }
  }

  /** No lease is renewed any more. */
  void stop() {
    over = true;
    giveWay();
  }

  /** What may wait lets the beats through, where they take a good part of a lease. */
  private void giveWay() {
    boolean isLate = !over && takes > part(8).toNanos();
    if (isLate != late) {
      late = isLate;
      talk.giveWay(isLate);
    }
  }

  /** Whether its lease is kept. */
  boolean keep(Member member) {
    return !over && armed.contains(member);
  }

  private void beat(Member member) {
    if (over) {
      return;
    }
    long sent = loop.now();
    talk.askNow(
            member,
            GuardPath.IN_BAND,
            to -> GuardRequest.beat(spec.runEpoch(), to.uptimeIn(loop.now(), spec.times().lease())),
            toAnswer())
        .whenComplete(
            (reply, failure) -> {
              takes += (loop.now() - sent - takes) / SHARE;
              giveWay();
              long next = Math.max(0, sent + every().toNanos() - loop.now());
              loop.after(Duration.ofNanos(next), () -> beat(member));
            });
    lookOutOfBand(member);
  }

  /**
   * Where the way in band is silent, the other way tells early whether the node has already undone:
   * the others then turn back now and not at the end of their lease. It renews no lease.
   */
  private void lookOutOfBand(Member member) {
    boolean silent = member.silentFor(loop.now()) > part(4).toNanos();
    if (silent && talk.hasOutOfBand(member) && looking.add(member)) {
      talk.ask(
              member,
              GuardPath.OUT_OF_BAND,
              to -> GuardRequest.status(spec.runEpoch()),
              spec.times().lease())
          .whenComplete((reply, failure) -> looking.remove(member));
    }
  }

  private Duration part(int of) {
    return spec.times().lease().dividedBy(of);
  }

  /** From one beat to the next: three of them in a lease at least. */
  private Duration every() {
    Duration usual = max(LEAST, min(USUAL, part(6)));
    return min(part(3), max(usual, Duration.ofNanos(takes * PART)));
  }

  /**
   * Who has not answered a beat by then is sent the next one, and where the connection is silent
   * too a new one is opened, in time for the lease. A node may stall for a moment, on its disk or
   * in a console, and a slow one may take three times what is usual among them.
   */
  private Duration toAnswer() {
    Duration quarter = max(every().multipliedBy(2), min(Duration.ofSeconds(5), part(4)));
    return min(part(2), max(quarter, Duration.ofNanos(takes * 3)));
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
