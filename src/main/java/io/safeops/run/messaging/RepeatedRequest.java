package io.safeops.run.messaging;

import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Sends a request again and again until every node has done it or patience ends; in band, and out
 * of band too where that fails. For what must arrive: aborts, decided commits, seals, releases,
 * fences.
 */
public final class RepeatedRequest {

  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration PAUSE = ROUND.dividedBy(5);

  /**
   * The time for the first attempt on a path; each later one has twice as much, for a node may be
   * slow.
   */
  private static final Duration ATTEMPT = Duration.ofSeconds(3);

  /**
   * The time is doubled at most so often: a node that takes longer is no better than a silent one.
   */
  private static final int LONGER = 3;

  /** How long it goes on while no further node does what it was asked. */
  public static final class Patience {
    private final Loop loop;
    private final long length;
    private long until;

    public Patience(Loop loop, Duration length) {
      this.loop = loop;
      this.length = length.toNanos();
      this.until = loop.now() + this.length;
    }

    /** One more node is done: the others are slow, and have the whole time from here. */
    private void begin() {
      until = loop.now() + length;
    }

    boolean isOver() {
      return loop.now() >= until;
    }
  }

  private final Loop loop;
  private final GuardConversation conversation;
  private final Function<Member, GuardRequest> request;
  private final Map<String, Long> sentAt = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();

  private RepeatedRequest(
      Loop loop, GuardConversation conversation, Function<Member, GuardRequest> request) {
    this.loop = loop;
    this.conversation = conversation;
    this.request = request;
  }

  /**
   * @param moot whether the request does not matter any more
   * @return whether all are done
   */
  public static boolean until(
      Loop loop,
      GuardConversation conversation,
      Collection<Member> members,
      Function<Member, GuardRequest> request,
      Predicate<Member> satisfied,
      BooleanSupplier moot,
      Patience patience)
      throws Superseded {
    conversation.beginProgress(members, satisfied);
    try {
      return new RepeatedRequest(loop, conversation, request)
          .until(members, satisfied, moot, patience);
    } finally {
      conversation.endProgress();
    }
  }

  private boolean until(
      Collection<Member> members,
      Predicate<Member> satisfied,
      BooleanSupplier moot,
      Patience patience)
      throws Superseded {
    BooleanSupplier over = () -> moot.getAsBoolean() || members.stream().allMatch(satisfied);
    long well = members.stream().filter(satisfied).count();
    while (!over.getAsBoolean() && !patience.isOver()) {
      for (Member member : members) {
        if (!satisfied.test(member)) {
          send(member);
        }
      }
      int waiting = sentAt.size();
      await(() -> over.getAsBoolean() || (waiting > 0 && sentAt.isEmpty()), ROUND, patience);
      if (!over.getAsBoolean()) {
        await(over, PAUSE, patience);
      }
      long now = members.stream().filter(satisfied).count();
      if (now > well) {
        patience.begin();
      }
      well = now;
    }
    return members.stream().allMatch(satisfied);
  }

  private void await(BooleanSupplier condition, Duration atMost, Patience patience)
      throws Superseded {
    conversation.loopAwait(condition, Math.min(patience.until, loop.now() + atMost.toNanos()));
  }

  private void send(Member member) {
    send(member, GuardPath.IN_BAND);
    if (failsInBand(member) && conversation.hasOutOfBand(member)) {
      send(member, GuardPath.OUT_OF_BAND);
    }
  }

  /** It failed, or not even a connection is open after a while. */
  private boolean failsInBand(Member member) {
    String key = key(member, GuardPath.IN_BAND);
    Long since = sentAt.get(key);
    boolean lingers =
        since != null
            && loop.now() - since > ATTEMPT.toNanos()
            && !conversation.isConnected(member, GuardPath.IN_BAND);
    return lingers || failures.containsKey(key);
  }

  private void send(Member member, GuardPath guardPath) {
    String key = key(member, guardPath);
    if (sentAt.putIfAbsent(key, loop.now()) != null) {
      return;
    }
    int longer = Math.min(LONGER, failures.getOrDefault(key, 0));
    conversation
        .ask(member, guardPath, request, ATTEMPT.multipliedBy(1L << longer))
        .whenComplete(
            (reply, failure) -> {
              sentAt.remove(key);
              if (failure == null) {
                failures.remove(key);
              } else {
                failures.merge(key, 1, Integer::sum);
              }
            });
  }

  private static String key(Member member, GuardPath guardPath) {
    return member.name() + "/" + guardPath;
  }
}
