package io.safeops.run.talk;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork.Way;
import io.safeops.guard.Reply;
import io.safeops.guard.Request;
import io.safeops.transport.Turns;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One question to one node: first a connection, then its turn, and from there on the time in which
 * an answer must come. What comes later is heard all the same. Lives on the {@link Loop}.
 */
final class Asking {

  /** Connections that break again and again while a request waits are not opened for ever. */
  private static final int LOST = 3;

  /** So long an answer that is late still keeps its connection: one lease, as it usually is. */
  private static final Duration LATE = Duration.ofSeconds(15);

  /**
   * What is asked.
   *
   * @param request made when the turn has come
   * @param limit for the answer, from then on
   * @param atOnce whether it waits for no turn
   */
  record Question(
      Member member, Way way, Function<Member, Request> request, Duration limit, boolean atOnce) {}

  /** Sees every answer, late ones too. */
  interface Listener {
    void hears(Member member, Reply reply) throws GuardException;
  }

  private final Loop loop;
  private final Links links;
  private final Turns turns;
  private final Question question;
  private final Listener listener;
  private final Member member;
  private final CompletableFuture<Reply> answer = new CompletableFuture<>();
  private @Nullable CompletableFuture<Turns.Turn> waiting;
  private boolean calledOff;
  private boolean hasLeft;
  private int lost;

  Asking(Loop loop, Links links, Turns turns, Question question, Listener listener) {
    this.loop = loop;
    this.links = links;
    this.turns = turns;
    this.question = question;
    this.listener = listener;
    this.member = question.member();
  }

  static String kind(Request.Verb verb, Way way) {
    return verb + " " + way;
  }

  CompletableFuture<Reply> answer() {
    return answer;
  }

  /** What has not left for the node yet never will. */
  void callOff() {
    if (hasLeft) {
      return;
    }
    calledOff = true;
    CompletableFuture<Turns.Turn> turn = waiting;
    if (turn != null) {
      turn.cancel(false);
    }
    fail(new GuardException("it was not asked any more"));
  }

  void begin() {
    Conversation.onLoop(
        loop,
        links.to(member, question.way(), question.atOnce()),
        (link, failure) -> {
          if (calledOff) {
            return;
          }
          if (link == null) {
            member.isAwaited(loop.now());
            fail(Answer.failureOf(failure));
          } else if (question.atOnce()) {
            send(link, null);
          } else {
            queueUp();
          }
        });
  }

  private void queueUp() {
    CompletableFuture<Turns.Turn> turn =
        turns.ask(kind(question.request().apply(member).verb(), question.way()));
    waiting = turn;
    turn.whenComplete(
        (given, off) -> {
          waiting = null;
          if (given != null) {
            takeTurn(given);
          }
        });
  }

  private void takeTurn(Turns.Turn turn) {
    GuardLink link = links.open(member, question.way());
    if (link != null) {
      send(link, turn);
      return;
    }
    turn.close();
    lost++;
    if (lost < LOST) {
      begin();
    } else {
      fail(new GuardException("its connections broke before it could be asked"));
    }
  }

  private void send(GuardLink link, Turns.@Nullable Turn turn) {
    Request asked = question.request().apply(member);
    long sent = loop.now();
    hasLeft = true;
    Sent under = new Sent(link, turn);
    member.isAwaited(sent);
    if (asked.verb() == Request.Verb.ARM) {
      member.mayBeArmed();
    }
    Loop.Timer timer = loop.after(question.limit(), () -> isLate(asked, link, sent, under));
    Conversation.onLoop(
        loop,
        link.ask(asked),
        (reply, broken) -> {
          timer.cancel();
          if (reply == null) {
            links.retire(member, question.way(), link);
            fail(Answer.failureOf(broken));
          } else {
            under.isAnswered();
            hear(asked, reply, sent);
          }
          under.end();
        });
  }

  private void isLate(Request asked, GuardLink link, long sent, Sent under) {
    fail(
        new GuardException(
            "no answer to "
                + asked.verb()
                + " within "
                + question.limit().toMillis() / 1000.0
                + " s"));
    if (member.silentFor(loop.now()) > loop.now() - sent) {
      links.doubt(member, question.way(), link);
    }
    under.isLate();
  }

  private void hear(Request asked, Reply reply, long sent) {
    try {
      String run = asked.fields().getOrDefault("run", "");
      if (!run.isEmpty() && !reply.isAbout(run)) {
        throw new GuardException("it answered about run " + reply.field("run"));
      }
      member.hear(reply, question.way(), sent, loop.now());
      listener.hears(member, reply);
      answer.complete(reply);
    } catch (GuardException nonsense) {
      fail(nonsense);
    }
  }

  private void fail(GuardException why) {
    answer.completeExceptionally(why);
  }

  /** A request under way; its turn and its connection are given back once. */
  private final class Sent {
    private final GuardLink link;
    private final Turns.@Nullable Turn turn;
    private boolean over;

    Sent(GuardLink link, Turns.@Nullable Turn turn) {
      this.link = link;
      this.turn = turn;
      links.begins(link);
    }

    void isAnswered() {
      if (turn != null) {
        turn.answered();
      }
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
}
