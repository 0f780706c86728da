package io.safeops.run.coordinate;

import io.safeops.guard.GuardRequest;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.RepeatedRequest;
import io.safeops.run.messaging.RepeatedRequest.Patience;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.messaging.Superseded;
import java.util.List;
import java.util.Optional;

/**
 * The way on which a run keeps the change: the decision, its delivery to every node that decides,
 * and the seal.
 */
final class CommitCompletion {

  private final RunSpec.Times times;
  private final Loop loop;
  private final List<Member> members;
  private final Voters voters;
  private final GuardConversation conversation;
  private final RunWork work;
  private final Journal journal;
  private final BestEffortJournal record;
  private final Restoration restoration;
  private boolean decided;

  CommitCompletion(
      RunSpec.Times times,
      Loop loop,
      List<Member> members,
      Voters voters,
      GuardConversation conversation,
      RunWork work,
      Journal journal,
      BestEffortJournal record,
      Restoration restoration) {
    this.times = times;
    this.loop = loop;
    this.members = members;
    this.voters = voters;
    this.conversation = conversation;
    this.work = work;
    this.journal = journal;
    this.record = record;
    this.restoration = restoration;
  }

  /** Whether the decision to commit may be in the journal: from then on nothing turns back. */
  boolean isDecided() {
    return decided;
  }

  /**
   * Every node must answer {@code prepare} on a connection opened now. Then the decision is
   * journaled and delivered.
   */
  Outcome commit(RunSpec spec, RunMonitor runMonitor, MonitoredRequests requests)
      throws RollbackRequired, Superseded, JournalException {
    new CommitPreparation(spec, loop, members, conversation, runMonitor, requests).collect();
    runMonitor.check();
    decided = true;
    journal.write(
        new RunEvent.CommitDecided("decided: committing on " + Coordinator.names(voters.all())));
    runMonitor.stopLeases();
    return deliver();
  }

  /**
   * Sends the decided commit again and again until every node is known to have it; silence proves
   * nothing.
   */
  Outcome deliver() throws RollbackRequired, Superseded {
    boolean all =
        RepeatedRequest.until(
            loop,
            conversation,
            voters.all(),
            member ->
                GuardRequest.commit(
                    conversation.runEpoch(),
                    member.boot(),
                    member.uptimeIn(loop.now(), times.answer())),
            RunMonitor::isConfirmed,
            voters::isRollbackProven,
            new Patience(loop, times.patience()));
    if (all) {
      return finish();
    }
    if (voters.isRollbackProven()) {
      throw new RollbackRequired(
          "the commit came too late for " + Coordinator.names(voters.reverting()));
    }
    return split();
  }

  private Outcome split() {
    List<Member> confirmed = voters.confirmed();
    String text =
        "unknown whether "
            + Coordinator.names(voters.notConfirmed())
            + " kept the change; confirmed on "
            + (confirmed.isEmpty() ? "none" : Coordinator.names(confirmed))
            + ". Every node keeps its undo, and safeops does nothing more. When the nodes can be"
            + " reached again, run `safeops recover "
            + conversation.runEpoch().run()
            + "`.";
    record.write(new RunEvent.Note(text));
    return new Outcome(End.SPLIT, text);
  }

  /** All nodes that decide have kept the change: tells every node that the run is over. */
  Outcome finish() throws Superseded {
    record.write(new RunEvent.Confirmed("confirmed on " + Coordinator.names(voters.all())));
    Optional<String> left = restoration.doubt(work::keepApiChanges, times.answer());
    if (left.isPresent()) {
      record.write(new RunEvent.Note("the undo on this machine is not removed: " + left.get()));
    }
    boolean sealed =
        RepeatedRequest.until(
            loop,
            conversation,
            members,
            this::sealRequest,
            member -> member.state().isEnded(),
            () -> false,
            new Patience(loop, times.patience()));
    if (sealed) {
      record.write(new RunEvent.Sealed("sealed: the undo is gone from every node"));
      return new Outcome(End.CONFIRMED, "confirmed; nothing of the guard is left on any node.");
    }
    List<Member> open = members.stream().filter(member -> !member.state().isEnded()).toList();
    return new Outcome(
        End.CONFIRMED,
        "confirmed; "
            + Coordinator.names(open)
            + " could not be told that the run is over. When they can be reached, run `safeops recover "
            + conversation.runEpoch().run()
            + "`.");
  }

  private GuardRequest sealRequest(Member member) {
    return member
        .fenceOrLook(conversation.runEpoch())
        .orElseGet(
            () ->
                member.isVoter()
                    ? GuardRequest.seal(conversation.runEpoch())
                    : GuardRequest.release(conversation.runEpoch(), true));
  }
}
