package io.safeops.run.coordinate;

import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.messaging.Superseded;
import java.util.List;

/**
 * The two ways in which a run ends, the same for the run process and for a recovery: all nodes
 * commit, or all nodes undo. Follows the coordinator table of the guard protocol line by line.
 */
final class RunCompletion {

  private final GuardConversation conversation;
  private final BestEffortJournal record;
  private final Voters voters;
  private final CommitCompletion commitCompletion;
  private final RollbackCompletion rollbackCompletion;
  private boolean mayHaveChanged;

  RunCompletion(
      RunSpec.Times times,
      Loop loop,
      List<Member> members,
      GuardConversation conversation,
      RunWork work,
      Journal journal) {
    this.conversation = conversation;
    this.record = new BestEffortJournal(journal);
    this.voters = new Voters(members);
    Restoration restoration = new Restoration(times, loop, conversation, work, record);
    this.commitCompletion =
        new CommitCompletion(
            times, loop, members, voters, conversation, work, journal, record, restoration);
    this.rollbackCompletion =
        new RollbackCompletion(
            times, loop, members, voters, conversation, record, restoration, commitCompletion);
  }

  /** From now on a step may have changed something. */
  void stepsBegin() {
    mayHaveChanged = true;
  }

  /** Whether the decision to commit may be in the journal: from then on nothing turns back. */
  boolean isDecided() {
    return commitCompletion.isDecided();
  }

  /** The outcome where safeops fails itself on the way to the end as well. */
  Outcome failedAgain(Throwable fault) {
    String then =
        ". When the nodes can be reached again, run `safeops recover "
            + conversation.runEpoch().run()
            + "`.";
    return isDecided()
        ? new Outcome(
            End.SPLIT,
            "decided, but safeops itself failed before every node was known to have the decision: "
                + fault
                + then)
        : new Outcome(
            End.NOT_PROVEN,
            "safeops itself failed while it undid the change: "
                + fault
                + ". An armed node undoes by itself when its lease ends"
                + then);
  }

  /** Journals how the run ended, and says so in the outcome where the journal lacks a part. */
  Outcome ended(Outcome outcome) {
    record.write(new RunEvent.Ended(outcome));
    return record.withJournalLoss(outcome);
  }

  /** Journals an event as far as that can be done. */
  void write(RunEvent event) {
    record.write(event);
  }

  /** {@link CommitCompletion#commit}. */
  Outcome commit(RunSpec spec, RunMonitor runMonitor, MonitoredRequests requests)
      throws RollbackRequired, Superseded, JournalException {
    return commitCompletion.commit(spec, runMonitor, requests);
  }

  /** {@link CommitCompletion#deliver}. */
  Outcome deliverCommit() throws RollbackRequired, Superseded {
    return commitCompletion.deliver();
  }

  /** {@link CommitCompletion#finish}. */
  Outcome finishConfirmed() throws Superseded {
    return commitCompletion.finish();
  }

  /** {@link Voters#isRollbackProven}. */
  boolean isRollbackProven() {
    return voters.isRollbackProven();
  }

  /** {@link Voters#commitIsNeverSent}. */
  void commitIsNeverSent() {
    voters.commitIsNeverSent();
  }

  /** Undoes everything. */
  Outcome rollBack(RollbackRequired cause) throws Superseded {
    return rollbackCompletion.rollBack(cause, mayHaveChanged);
  }
}
