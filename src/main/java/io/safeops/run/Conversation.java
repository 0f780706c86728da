package io.safeops.run;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardNetwork.Way;
import io.safeops.guard.Reply;
import io.safeops.guard.Request;
import io.safeops.guard.Stamp;
import io.safeops.transport.SshTransport;
import io.safeops.transport.Turns;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The talk between one coordinator and the guards: asks each in its turn, bounds every answer in
 * time from there on, and lets each {@link Member} hear whatever is answered, however late. Lives on
 * the {@link Loop}.
 */
final class Conversation {

  /** Connections that break again and again while a request waits are not opened for ever. */
  private static final int LOST = 3;

  /** So long an answer that is late still keeps its connection: one lease, as it usually is. */
  private static final Duration LATE = Duration.ofSeconds(15);

  private final Loop loop;
  private final GuardNetwork network;
  private final Stamp stamp;
  private final Links links;
  private final Turns turns;
  private final Set<Asking> queue = new LinkedHashSet<>();
  private final Map<Member, String> troubles = new HashMap<>();
  private @Nullable String supersededBy;

  Conversation(Loop loop, GuardNetwork network, Stamp stamp) {
    this.loop = loop;
    this.network = network;
    this.stamp = stamp;
    this.links = new Links(loop, network);
    this.turns = new Turns(loop::now);
  }

  Stamp stamp() {
    return stamp;
  }

  boolean hasOutOfBand(Member member) {
    return network.has(member.name(), Way.OUT_OF_BAND);
  }

  boolean isConnected(Member member, Way way) {
    return links.open(member, way) != null;
  }

  /** What requests of this kind have taken, in band. */
  Turns.Measured measured(Request.Verb verb) {
    return turns.measured(kind(verb, Way.IN_BAND));
  }

  private static String kind(Request.Verb verb, Way way) {
    return verb + " " + way;
  }

  /** Why the last attempt at this node failed, in words; empty when it told its state. */
  String trouble(Member member) {
    return troubles.getOrDefault(member, "");
  }

  /**
   * Asks one node when its turn comes, opening a connection where none is open.
   *
   * @param request made when the turn has come: times in it count from there
   * @param limit for the answer, from the turn on
   * @return completes on the loop; exceptionally with a {@link GuardException} when no answer came
   *     in time
   */
  CompletableFuture<Reply> ask(
      Member member, Way way, Function<Member, Request> request, Duration limit) {
    return new Asking(member, way, request, limit, false).begin();
  }

  /** The same at once, whatever else waits: for what keeps a lease. */
  CompletableFuture<Reply> askNow(
      Member member, Way way, Function<Member, Request> request, Duration limit) {
    return new Asking(member, way, request, limit, true).begin();
  }

  /** Opens a connection that carries nothing older than this moment, and uses it from now on. */
  CompletableFuture<GuardLink> openFresh(Member member) {
    CompletableFuture<GuardLink> fresh = links.fresh(member);
    fresh.whenComplete(
        (link, failure) -> {
          if (failure != null) {
            troubles.put(member, String.valueOf(Answer.failureOf(failure).getMessage()));
          }
        });
    return fresh;
  }

  /** What has not left for a node yet never will: the run has turned. */
  void callOff() {
    for (Asking asking : List.copyOf(queue)) {
      asking.callOff();
    }
  }

  void close() {
    callOff();
    links.closeAll();
  }

  /** One question to one node, from its place in the queue to its answer. */
  private final class Asking {
    private final Member member;
    private final Way way;
    private final Function<Member, Request> request;
    private final Duration limit;
    private final boolean atOnce;
    private final CompletableFuture<Reply> answer = new CompletableFuture<>();
    private @Nullable CompletableFuture<Turns.Turn> waiting;
    private boolean calledOff;
    private int lost;

    Asking(
        Member member,
        Way way,
        Function<Member, Request> request,
        Duration limit,
        boolean atOnce) {
      this.member = member;
      this.way = way;
      this.request = request;
      this.limit = limit;
      this.atOnce = atOnce;
    }

    CompletableFuture<Reply> begin() {
      answer.whenComplete(
          (reply, failure) -> {
            queue.remove(this);
            troubles.put(
                member,
                failure != null
                    ? String.valueOf(Answer.failureOf(failure).getMessage())
                    : reply.tellsState() ? "" : Refusals.inWords(reply));
          });
      if (!atOnce) {
        queue.add(this);
      }
      connect();
      return answer;
    }

    void callOff() {
      calledOff = true;
      CompletableFuture<Turns.Turn> turn = waiting;
      if (turn != null) {
        turn.cancel(false);
      }
      fail(new GuardException("it was not asked any more"));
    }

    private void connect() {
      onLoop(
          links.to(member, way, atOnce),
          (link, failure) -> {
            if (calledOff) {
              return;
            }
            if (link == null) {
              member.isAwaited(loop.now());
              fail(Answer.failureOf(failure));
            } else if (atOnce) {
              send(link, null);
            } else {
              queueUp();
            }
          });
    }

    private void queueUp() {
      CompletableFuture<Turns.Turn> turn = turns.ask(kind(request.apply(member).verb(), way));
      waiting = turn;
      turn.whenComplete(
          (given, off) -> {
            waiting = null;
            if (given != null) {
              begins(given);
            }
          });
    }

    private void begins(Turns.Turn turn) {
      GuardLink link = links.open(member, way);
      if (link != null) {
        queue.remove(this);
        send(link, turn);
        return;
      }
      turn.close();
      lost++;
      if (lost < LOST) {
        connect();
      } else {
        fail(new GuardException("its connections broke before it could be asked"));
      }
    }

    private void send(GuardLink link, Turns.@Nullable Turn turn) {
      Request asked = request.apply(member);
      long sent = loop.now();
      Sent under = new Sent(link, turn);
      member.isAwaited(sent);
      if (asked.verb() == Request.Verb.ARM) {
        member.mayBeArmed();
      }
      Loop.Timer timer =
          loop.after(
              limit,
              () -> {
                fail(
                    new GuardException(
                        "no answer to "
                            + asked.verb()
                            + " within "
                            + limit.toMillis() / 1000.0
                            + " s"));
                if (member.silentFor(loop.now()) > loop.now() - sent) {
                  links.replace(member, way, link);
                }
                under.isLate();
              });
      onLoop(
          link.ask(asked),
          (reply, broken) -> {
            timer.cancel();
            if (reply == null) {
              links.retire(member, way, link);
              fail(Answer.failureOf(broken));
            } else {
              if (turn != null) {
                turn.answered();
              }
              hear(reply, sent);
            }
            under.end();
          });
    }

    private void hear(Reply reply, long sent) {
      try {
        member.hear(reply, way, sent, loop.now());
        if (!reply.ok() && reply.why().equals("epoch") && isLater(reply)) {
          supersededBy =
              member.name()
                  + " obeys epoch "
                  + reply.field("epoch")
                  + " of this run, not "
                  + stamp.epoch();
        }
        answer.complete(reply);
      } catch (GuardException nonsense) {
        fail(nonsense);
      }
    }

    private void fail(GuardException why) {
      answer.completeExceptionally(why);
    }
  }

  /** A request under way; its place and its connection are given back once. */
  private final class Sent {
    private final GuardLink link;
    private final Turns.@Nullable Turn turn;
    private boolean over;

    Sent(GuardLink link, Turns.@Nullable Turn turn) {
      this.link = link;
      this.turn = turn;
      links.begins(link);
    }

    /** Nobody waits for it, but it is heard if it comes. */
    void isLate() {
      if (turn != null) {
        turn.timedOut();
      }
      loop.after(LATE, this::end);
    }

    void end() {
      if (!over) {
        over = true;
        links.ended(link);
        if (turn != null) {
          turn.close();
        }
      }
    }
  }

  /** One that an earlier coordinator leads still is no sign of a later one. */
  private boolean isLater(Reply reply) throws GuardException {
    long epoch = reply.number("epoch");
    return epoch > stamp.epoch()
        || (epoch == stamp.epoch() && !reply.field("nonce").equals(stamp.nonce()));
  }

  /** Asks several nodes, each in its turn, and waits for all. */
  Map<Member, Answer> askAll(
      Collection<Member> members, Way way, Function<Member, Request> request, Duration limit)
      throws Superseded {
    Map<Member, CompletableFuture<Reply>> asked = new LinkedHashMap<>();
    for (Member member : members) {
      asked.put(member, ask(member, way, request, limit));
    }
    await(() -> areDone(asked), longest(members.size(), limit));
    return answers(asked);
  }

  static boolean areDone(Map<Member, CompletableFuture<Reply>> asked) {
    return asked.values().stream().allMatch(CompletableFuture::isDone);
  }

  static Map<Member, Answer> answers(Map<Member, CompletableFuture<Reply>> asked) {
    Map<Member, Answer> answers = new LinkedHashMap<>();
    asked.forEach((member, answer) -> answers.put(member, Answer.of(answer)));
    return answers;
  }

  /** Every question ends by itself; this is when the last would have, one after the other. */
  static Duration longest(int members, Duration limit) {
    return limit.plus(SshTransport.MOST).multipliedBy(Math.max(1, members));
  }

  boolean await(BooleanSupplier condition, Duration atMost) throws Superseded {
    return loopAwait(condition, loop.now() + atMost.toNanos());
  }

  boolean loopAwait(BooleanSupplier condition, long until) throws Superseded {
    boolean holds = loop.await(() -> supersededBy != null || condition.getAsBoolean(), until);
    String by = supersededBy;
    if (by != null) {
      throw new Superseded(by);
    }
    return holds;
  }

  /** Lets a future that ends on another thread end on the loop. */
  <T> void onLoop(CompletableFuture<T> future, Ended<T> then) {
    future.whenComplete((value, failure) -> loop.post(() -> then.ended(value, failure)));
  }

  /** How a future ended: a value, or a failure. */
  interface Ended<T> {
    void ended(@Nullable T value, @Nullable Throwable failure);
  }
}
