package io.safeops.run.coordinate;

import io.safeops.guard.GuardRequest;
import io.safeops.guard.GuardState;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The two ways a run ends, the same for the run process and for whoever takes over: everyone
 * commits, or everyone turns back. Follows the coordinator table of the guard protocol line by
 * line.
 */
final class RunCompletion {

  private final RunSpec.Times times;
  private final Loop loop;
  private final List<Member> members;
  private final GuardConversation talk;
  private final RunWork work;
  private final Journal journal;
  private final BestEffortJournal record;
  private final Restoration restoration;
  private boolean begun;
  private boolean unsentProof;
  private boolean decided;

  RunCompletion(
      RunSpec.Times times,
      Loop loop,
      List<Member> members,
      GuardConversation talk,
      RunWork work,
      Journal journal) {
    this.times = times;
    this.loop = loop;
    this.members = members;
    this.talk = talk;
    this.work = work;
    this.journal = journal;
    this.record = new BestEffortJournal(journal);
    this.restoration = new Restoration(times, loop, talk, work, record);
  }

  /** From now on a step may have changed something. */
  void begin() {
    begun = true;
  }

  /** Whether the decision to commit may be in the journal: from then on nothing turns back. */
  boolean isDecided() {
    return decided;
  }

  /** What is known where safeops fails itself on the way to the end as well. */
  Outcome failed(Throwable fault) {
    String then = ". When the nodes can be reached: `safeops recover " + talk.stamp().run() + "`.";
    return decided
        ? new Outcome(
            End.SPLIT,
            "decided, and safeops failed itself before every node was known to have it: "
                + fault
                + then)
        : new Outcome(
            End.NOT_PROVEN,
            "safeops failed itself while it undid: "
                + fault
                + ". What is armed undoes by itself when its lease ends"
                + then);
  }

  /** Journals how the run ended, and says so in the outcome where the journal lacks a part. */
  Outcome ended(Outcome outcome) {
    record.write(new RunEvent.Ended(outcome));
    return record.noting(outcome);
  }

  /** Journals an event as far as that can be done. */
  void tell(RunEvent event) {
    record.write(event);
  }

  /** Asked anew each time: what a node is may become known late in a takeover. */
  private List<Member> voters() {
    return members.stream().filter(Member::isVoter).toList();
  }

  private boolean areAllConfirmed() {
    return voters().stream().allMatch(RunMonitor::isConfirmed);
  }

  // --- return, and the decision ---

  /**
   * Every node answers {@code prepare} on a connection opened now; then the decision is journaled
   * and delivered.
   */
  Outcome commit(RunSpec spec, RunMonitor runMonitor)
      throws RollbackRequired, Superseded, JournalException {
    new CommitPreparation(spec, loop, members, talk, runMonitor).collect();
    runMonitor.check();
    decided = true;
    journal.write(
        new RunEvent.CommitDecided("decided: committing on " + Coordinator.names(voters())));
    runMonitor.stop();
    return deliver();
  }

  /** A decided commit is delivered until it is known to have arrived; silence proves nothing. */
  Outcome deliver() throws RollbackRequired, Superseded {
    boolean all =
        insist(
            voters(),
            member ->
                GuardRequest.commit(
                    talk.stamp(), member.boot(), member.uptimeIn(loop.now(), times.answer())),
            RunMonitor::isConfirmed,
            this::isProven,
            new Patience(loop, times.patience()));
    if (all) {
      return forward();
    }
    if (isProven()) {
      throw new RollbackRequired("the commit came too late for " + Coordinator.names(turned()));
    }
    return split();
  }

  private Outcome split() {
    List<Member> unknown =
        voters().stream().filter(member -> !RunMonitor.isConfirmed(member)).toList();
    String text =
        "unknown whether "
            + Coordinator.names(unknown)
            + " kept the change; confirmed on "
            + nameOr(voters().stream().filter(RunMonitor::isConfirmed).toList(), "none")
            + ". Undo is kept everywhere, nothing more is done. When the nodes can be reached again: `safeops recover "
            + talk.stamp().run()
            + "`.";
    record.write(new RunEvent.Note(text));
    return new Outcome(End.SPLIT, text);
  }

  /** All voters are confirmed: tell everyone it is over. */
  Outcome forward() throws Superseded {
    record.write(new RunEvent.Confirmed("confirmed on " + Coordinator.names(voters())));
    Optional<String> left = restoration.doubt(work::keepHere, times.answer());
    if (left.isPresent()) {
      record.write(new RunEvent.Note("the undo on this machine is not removed: " + left.get()));
    }
    boolean sealed =
        insist(
            members,
            this::sealing,
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
            + " could not be told that it is over: run `safeops recover "
            + talk.stamp().run()
            + "` when reachable.");
  }

  private GuardRequest sealing(Member member) {
    return member
        .toAskFirst(talk.stamp())
        .orElseGet(
            () ->
                member.isVoter()
                    ? GuardRequest.seal(talk.stamp())
                    : GuardRequest.release(talk.stamp(), true));
  }

  // --- turning back ---

  /** Some voter is known to have turned back: the run can never become confirmed everywhere. */
  boolean isProven() {
    return unsentProof || voters().stream().anyMatch(Member::isKnownReverting);
  }

  /** This epoch fenced a voter that was not confirmed, and its commit will never be sent. */
  void proveUnsent() {
    unsentProof = true;
  }

  private List<Member> turned() {
    return voters().stream().filter(Member::isKnownReverting).toList();
  }

  Outcome rollBack(RollbackRequired turn) throws Superseded {
    record.write(new RunEvent.RollbackBegan("undoing: " + turn.reason(), turn.reason()));
    SilentNodes silentNodes = new SilentNodes(times, loop, members, begun);
    Patience patience =
        new Patience(
            loop, begun ? silentNodes.longest().plus(times.patience()) : silentNodes.longest());
    boolean all = turnBack(patience, () -> silentNodes.isAllThatIsMissing(silentNodes.noticed()));
    if (!all && silentNodes.isAllThatIsMissing(silentNodes.noticed())) {
      record.write(new RunEvent.Note(silentNodes.inWords()));
      all = turnBack(patience, () -> silentNodes.isAllThatIsMissing(silentNodes.longest()));
    }
    if (areAllConfirmed()) {
      record.write(new RunEvent.Note("too late to undo: it had been confirmed"));
      return forward();
    }
    Optional<String> kept = begun ? restoration.here() : Optional.empty();
    if (!all) {
      return stranded(turn, kept);
    }
    List<Member> armed = members.stream().filter(member -> !member.cannotBeArmed()).toList();
    if (!armed.isEmpty()) {
      record.write(new RunEvent.Undone("undone on " + Coordinator.names(armed)));
    }
    if (kept.isPresent()) {
      return new Outcome(
          End.NOT_PROVEN, "undone on every node: " + turn.reason() + ". But " + kept.get());
    }
    if (!begun) {
      End end = armed.isEmpty() ? End.NOT_STARTED : turn.ifNothingBegun();
      return new Outcome(
          end,
          (end == End.ROLLED_BACK ? "undone before any step: " : "not started: ")
              + turn.reason()
              + (armed.isEmpty()
                  ? ". Nothing was armed."
                  : ". Nothing was changed, every guard is disarmed."));
    }
    return proven(turn);
  }

  private boolean turnBack(Patience patience, BooleanSupplier moot) throws Superseded {
    return insist(
        members,
        this::turningBack,
        SilentNodes::isUndone,
        () -> moot.getAsBoolean() || areAllConfirmed(),
        patience);
  }

  private boolean insist(
      List<Member> some,
      Function<Member, GuardRequest> request,
      Predicate<Member> satisfied,
      BooleanSupplier moot,
      Patience patience)
      throws Superseded {
    return RepeatedRequest.until(loop, talk, some, request, satisfied, moot, patience);
  }

  private GuardRequest turningBack(Member member) {
    Optional<GuardRequest> first = member.toAskFirst(talk.stamp());
    if (first.isPresent()) {
      return first.get();
    }
    if (!member.isVoter()) {
      return voters().stream().allMatch(SilentNodes::isUndone)
          ? GuardRequest.release(talk.stamp(), false)
          : GuardRequest.abort(talk.stamp());
    }
    boolean mayRevert = voters().size() > 1 && isProven() && member.state() == GuardState.CONFIRMED;
    return mayRevert ? GuardRequest.revert(talk.stamp()) : GuardRequest.abort(talk.stamp());
  }

  private Outcome stranded(RollbackRequired turn, Optional<String> kept) {
    String where =
        members.stream()
            .sorted(Comparator.comparing(member -> !member.isVoter()))
            .filter(member -> !member.state().isEnded() && !member.cannotBeArmed())
            .map(
                member ->
                    member.name()
                        + " (last known "
                        + member.state()
                        + (talk.trouble(member).isEmpty() ? "" : "; " + talk.trouble(member))
                        + ")")
            .collect(Collectors.joining(", "));
    String text =
        (begun
                ? "undone, but not proven: "
                : "nothing was changed, but not every node is known to be disarmed: ")
            + turn.reason()
            + (begun ? ". Not known to have undone: " : ". Not known to be disarmed: ")
            + where
            + kept.map(why -> ". And " + why).orElse("")
            + ". Look at these nodes; then `safeops recover "
            + talk.stamp().run()
            + "`.";
    record.write(new RunEvent.Note(text));
    return new Outcome(End.NOT_PROVEN, text);
  }

  private Outcome proven(RollbackRequired turn) throws Superseded {
    Optional<String> doubt = restoration.everywhere();
    if (doubt.isEmpty()) {
      return new Outcome(
          End.ROLLED_BACK,
          "undone: " + turn.reason() + ". Every node is as it was before (footprint equal).");
    }
    return new Outcome(
        End.NOT_PROVEN,
        "undone on every node: "
            + turn.reason()
            + ". But the cluster is not proven to be as before: "
            + doubt.get());
  }

  private static String nameOr(List<Member> some, String otherwise) {
    return some.isEmpty() ? otherwise : Coordinator.names(some);
  }
}
