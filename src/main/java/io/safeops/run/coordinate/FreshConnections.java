package io.safeops.run.coordinate;

import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.GuardLinks;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.NodeAnswer;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.messaging.Superseded;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a run that confirms itself has instead of the operator's code: every node answers on a
 * connection that is opened now, in band and out of band. An open connection may live on while no
 * new one can be made.
 */
final class FreshConnections {

  private final RunSpec spec;
  private final List<Member> members;
  private final GuardConversation conversation;
  private final RunMonitor runMonitor;
  private final Journal journal;

  FreshConnections(
      RunSpec spec,
      List<Member> members,
      GuardConversation conversation,
      RunMonitor runMonitor,
      Journal journal) {
    this.spec = spec;
    this.members = members;
    this.conversation = conversation;
    this.runMonitor = runMonitor;
    this.journal = journal;
  }

  /** Returns when all nodes have answered so, on both paths; else the run rolls back. */
  void require() throws RollbackRequired, Superseded, JournalException {
    for (GuardPath guardPath : GuardPath.values()) {
      require(guardPath);
    }
    journal.write(
        new RunEvent.Note("every node answered on new connections, in band and out of band"));
  }

  private void require(GuardPath guardPath) throws RollbackRequired, Superseded {
    Map<Member, CompletableFuture<GuardLink>> openings = new LinkedHashMap<>();
    for (Member member : members) {
      openings.put(member, conversation.openNew(member, guardPath));
    }
    Duration limit = GuardConversation.longestWait(members.size(), spec.times().answer());
    runMonitor.await(() -> openings.values().stream().allMatch(CompletableFuture::isDone), limit);
    for (Map.Entry<Member, CompletableFuture<GuardLink>> each : openings.entrySet()) {
      if (!each.getValue().isDone() || each.getValue().isCompletedExceptionally()) {
        throw new RollbackRequired(
            each.getKey().name()
                + " cannot be reached "
                + words(guardPath)
                + " on a new connection: "
                + GuardLinks.failureOf(each.getValue()));
      }
    }
    Map<Member, CompletableFuture<GuardReply>> asked = new LinkedHashMap<>();
    for (Member member : members) {
      asked.put(
          member,
          conversation.ask(
              member,
              guardPath,
              one -> GuardRequest.status(spec.runEpoch()),
              spec.times().answer()));
    }
    runMonitor.await(() -> GuardConversation.areDone(asked), limit);
    for (Map.Entry<Member, NodeAnswer> answer : GuardConversation.answers(asked).entrySet()) {
      if (!answer.getValue().isYes()) {
        throw new RollbackRequired(
            answer.getKey().name()
                + " did not answer "
                + words(guardPath)
                + " on a new connection: "
                + answer.getValue().why());
      }
    }
  }

  private static String words(GuardPath guardPath) {
    return switch (guardPath) {
      case IN_BAND -> "in band";
      case OUT_OF_BAND -> "out of band";
    };
  }
}
