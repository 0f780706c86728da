package io.safeops.run.messaging;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.transport.limit.RequestLimits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request to one node. It first needs a connection, then its turn; from then on the time for
 * the answer is limited. A later answer is still used. Used on the {@link Loop} only.
 */
final class GuardQuestion {

  /** After so many connections that broke while the request waited, it fails. */
  private static final int MOST_BROKEN_LINKS = 3;

  /** So long a late answer keeps its connection: one usual lease. */
  private static final Duration LATE = Duration.ofSeconds(15);

  /**
   * What is asked.
   *
   * @param request made when the turn has come
   * @param limit for the answer, from then on
   * @param atOnce whether it waits for no turn
   */
  record QuestionSpec(
      Member member,
      GuardPath guardPath,
      Function<Member, GuardRequest> request,
      Duration limit,
      boolean atOnce) {}

  /** Sees every answer, late ones too. */
  interface ReplyListener {
    void reply(Member member, GuardReply reply) throws GuardException;
  }

  private final Loop loop;
  private final GuardLinks links;
  private final RequestLimits requestLimits;
  private final QuestionSpec question;
  private final ReplyListener listener;
  private final Member member;
  private final CompletableFuture<GuardReply> answer = new CompletableFuture<>();
  private @Nullable CompletableFuture<RequestLimits.Turn> awaitedTurn;
  private boolean cancelled;
  private boolean wasSent;
  private int brokenLinks;

  GuardQuestion(
      Loop loop,
      GuardLinks links,
      RequestLimits requestLimits,
      QuestionSpec question,
      ReplyListener listener) {
    this.loop = loop;
    this.links = links;
    this.requestLimits = requestLimits;
    this.question = question;
    this.listener = listener;
    this.member = question.member();
  }

  static String limitedAs(GuardRequest.Verb verb, GuardPath guardPath) {
    return verb + " " + guardPath;
  }

  CompletableFuture<GuardReply> answer() {
    return answer;
  }

  /** A request that is not sent yet is never sent. */
  void cancel() {
    if (wasSent) {
      return;
    }
    cancelled = true;
    CompletableFuture<RequestLimits.Turn> turn = awaitedTurn;
    if (turn != null) {
      turn.cancel(false);
    }
    fail(new GuardException("it was not asked any more"));
  }

  void begin() {
    GuardConversation.onLoop(
        loop,
        links.connect(member, question.guardPath(), question.atOnce()),
        (link, failure) -> {
          if (cancelled) {
            return;
          }
          if (link == null) {
            member.startWaiting(loop.now());
            fail(NodeAnswer.failureOf(failure));
          } else if (question.atOnce()) {
            send(link, null);
          } else {
            queueUp();
          }
        });
  }

  private void queueUp() {
    CompletableFuture<RequestLimits.Turn> turn =
        requestLimits.ask(limitedAs(question.request().apply(member).verb(), question.guardPath()));
    awaitedTurn = turn;
    turn.whenComplete(
        (given, off) -> {
          awaitedTurn = null;
          if (given != null) {
            takeTurn(given);
          }
        });
  }

  private void takeTurn(RequestLimits.Turn turn) {
    GuardLink link = links.current(member, question.guardPath());
    if (link != null) {
      send(link, turn);
      return;
    }
    turn.close();
    brokenLinks++;
    if (brokenLinks < MOST_BROKEN_LINKS) {
      begin();
    } else {
      fail(new GuardException("its connections broke before it could be asked"));
    }
  }

  private void send(GuardLink link, RequestLimits.@Nullable Turn turn) {
    GuardRequest asked = question.request().apply(member);
    long sent = loop.now();
    wasSent = true;
    SentRequest under = new SentRequest(link, turn);
    member.startWaiting(sent);
    if (asked.verb() == GuardRequest.Verb.ARM) {
      member.armMessageSent();
    }
    Loop.Timer timer = loop.after(question.limit(), () -> isLate(asked, link, sent, under));
    GuardConversation.onLoop(
        loop,
        link.ask(asked),
        (reply, broken) -> {
          timer.cancel();
          if (reply == null) {
            links.retire(member, question.guardPath(), link);
            fail(NodeAnswer.failureOf(broken));
          } else {
            under.isAnswered();
            hear(asked, reply, sent);
          }
          under.end();
        });
  }

  private void isLate(GuardRequest asked, GuardLink link, long sent, SentRequest under) {
    fail(
        new GuardException(
            "no answer to "
                + asked.verb()
                + " within "
                + question.limit().toMillis() / 1000.0
                + " s"));
    if (member.silentFor(loop.now()) > loop.now() - sent) {
      links.replaceIfSilent(member, question.guardPath(), link);
    }
    under.isLate();
  }

  private void hear(GuardRequest asked, GuardReply reply, long sent) {
    try {
      String run = asked.fields().getOrDefault("run", "");
      if (!run.isEmpty() && !reply.isAbout(run)) {
        throw new GuardException("it answered about run " + reply.field("run"));
      }
      member.accept(reply, question.guardPath(), sent, loop.now());
      listener.reply(member, reply);
      answer.complete(reply);
    } catch (GuardException nonsense) {
      fail(nonsense);
    }
  }

  private void fail(GuardException why) {
    answer.completeExceptionally(why);
  }

  /** A request that was sent. It gives its turn and its connection back once. */
  private final class SentRequest {
    private final GuardLink link;
    private final RequestLimits.@Nullable Turn turn;
    private boolean over;

    SentRequest(GuardLink link, RequestLimits.@Nullable Turn turn) {
      this.link = link;
      this.turn = turn;
      links.requestSent(link);
    }

    void isAnswered() {
      if (turn != null) {
        turn.answered();
      }
    }

    /** Nobody waits for the answer any more, but it is used if it comes. */
    void isLate() {
      if (turn != null) {
        turn.timedOut();
      }
      loop.after(LATE, this::end);
    }

    void end() {
      if (!over) {
        over = true;
        links.requestEnded(link);
        if (turn != null) {
          turn.close();
        }
      }
    }
  }
}
