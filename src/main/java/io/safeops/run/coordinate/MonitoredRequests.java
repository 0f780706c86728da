package io.safeops.run.coordinate;

import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.GuardLinks;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.NodeAnswer;
import io.safeops.run.messaging.Superseded;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Requests to the nodes on the way forward: a reason to roll back ends the wait for their answers,
 * and a node that does not do what it was asked is one.
 */
final class MonitoredRequests {

  private final GuardConversation conversation;
  private final RunMonitor runMonitor;

  MonitoredRequests(GuardConversation conversation, RunMonitor runMonitor) {
    this.conversation = conversation;
    this.runMonitor = runMonitor;
  }

  /** Asks several nodes and waits for all, or for the first that does not do what it is asked. */
  Map<Member, NodeAnswer> askAll(
      Collection<Member> asked, Function<Member, GuardRequest> request, Duration limit)
      throws RollbackRequired, Superseded {
    return askAll(asked, request, limit, (member, reply) -> {});
  }

  /**
   * The same.
   *
   * @param then called with every reply as it comes
   */
  Map<Member, NodeAnswer> askAll(
      Collection<Member> asked,
      Function<Member, GuardRequest> request,
      Duration limit,
      BiConsumer<Member, GuardReply> then)
      throws RollbackRequired, Superseded {
    Map<Member, CompletableFuture<GuardReply>> answers = new LinkedHashMap<>();
    boolean[] failed = new boolean[1];
    for (Member member : asked) {
      CompletableFuture<GuardReply> answer =
          conversation.ask(member, GuardPath.IN_BAND, request, limit);
      answer.whenComplete(
          (reply, no) -> {
            failed[0] |= reply == null || !reply.ok();
            if (reply != null) {
              then.accept(member, reply);
            }
          });
      answers.put(member, answer);
    }
    conversation.beginProgress(answers);
    try {
      runMonitor.await(
          () -> failed[0] || GuardConversation.areDone(answers),
          GuardConversation.longestWait(asked.size(), limit));
    } finally {
      conversation.endProgress();
    }
    return GuardConversation.answers(answers);
  }

  /**
   * Requires that this node did what all were asked. Otherwise the run rolls back; the reason names
   * a node that did not.
   */
  void requireDone(Member member, Map<Member, NodeAnswer> answers, String what)
      throws RollbackRequired {
    NodeAnswer answer = answers.get(member);
    if (answer == null || answer.isYes()) {
      return;
    }
    for (Map.Entry<Member, NodeAnswer> other : answers.entrySet()) {
      // A node that has not answered yet is not the reason.
      if (other.getValue().isNo()) {
        throw notDone(other.getKey(), other.getValue(), what);
      }
    }
    throw notDone(member, answer, what);
  }

  private static RollbackRequired notDone(Member member, NodeAnswer answer, String what) {
    return new RollbackRequired(
        what
            + ": "
            + (answer.reply() == null ? "no answer from " : "")
            + member.name()
            + ": "
            + answer.why());
  }

  /** Requires that a new connection was opened. */
  void requireOpened(Member member, CompletableFuture<GuardLink> opening) throws RollbackRequired {
    if (!opening.isDone() || opening.isCompletedExceptionally()) {
      throw new RollbackRequired(
          member.name()
              + " cannot be reached in band on a new connection: "
              + GuardLinks.failureOf(opening));
    }
  }
}
