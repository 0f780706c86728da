package io.safeops.run.coordinate;

import io.safeops.guard.GuardRequest;
import io.safeops.guard.GuardState;
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
import java.util.stream.Collectors;

/**
 * The way on which a run undoes the change: on every node, then through the API, and then by
 * comparing the cluster with what it was before.
 */
final class RollbackCompletion {

  private final RunSpec.Times times;
  private final Loop loop;
  private final List<Member> members;
  private final Voters voters;
  private final GuardConversation conversation;
  private final BestEffortJournal record;
  private final Restoration restoration;
  private final CommitCompletion commitCompletion;

  /**
   * @param commitCompletion for a rollback that comes after all have confirmed
   */
  RollbackCompletion(
      RunSpec.Times times,
      Loop loop,
      List<Member> members,
      Voters voters,
      GuardConversation conversation,
      BestEffortJournal record,
      Restoration restoration,
      CommitCompletion commitCompletion) {
    this.times = times;
    this.loop = loop;
    this.members = members;
    this.voters = voters;
    this.conversation = conversation;
    this.record = record;
    this.restoration = restoration;
    this.commitCompletion = commitCompletion;
  }

  /**
   * Undoes everything.
   *
   * @param mayHaveChanged whether a step may have changed something
   */
  Outcome rollBack(RollbackRequired cause, boolean mayHaveChanged) throws Superseded {
    record.write(new RunEvent.RollbackBegan("undoing: " + cause.reason(), cause.reason()));
    boolean all = undoEverywhere(mayHaveChanged);
    if (voters.areAllConfirmed()) {
      record.write(new RunEvent.Note("too late to undo: it had been confirmed"));
      return commitCompletion.finish();
    }
    Optional<String> apiDoubt = mayHaveChanged ? restoration.undoApiChanges() : Optional.empty();
    if (!all) {
      return notAllUndone(cause, mayHaveChanged, apiDoubt);
    }
    List<Member> armed = members.stream().filter(member -> !member.cannotBeArmed()).toList();
    if (!armed.isEmpty()) {
      record.write(new RunEvent.Undone("undone on " + Coordinator.names(armed)));
    }
    if (apiDoubt.isPresent()) {
      return new Outcome(
          End.NOT_PROVEN, "undone on every node: " + cause.reason() + ". But " + apiDoubt.get());
    }
    return mayHaveChanged ? compared(cause) : beforeAnyStep(cause, armed.isEmpty());
  }

  /** Whether every node has undone, after as much time as its undo may take. */
  private boolean undoEverywhere(boolean mayHaveChanged) throws Superseded {
    SilentNodes silentNodes = new SilentNodes(times, loop, members, mayHaveChanged);
    Patience patience =
        new Patience(
            loop,
            mayHaveChanged
                ? silentNodes.undoneAfter().plus(times.patience())
                : silentNodes.undoneAfter());
    boolean all =
        undoEverywhere(patience, () -> silentNodes.areAllOthersUndone(silentNodes.reportedAfter()));
    if (!all && silentNodes.areAllOthersUndone(silentNodes.reportedAfter())) {
      record.write(new RunEvent.Note(silentNodes.text()));
      all =
          undoEverywhere(patience, () -> silentNodes.areAllOthersUndone(silentNodes.undoneAfter()));
    }
    return all;
  }

  private boolean undoEverywhere(Patience patience, BooleanSupplier moot) throws Superseded {
    return RepeatedRequest.until(
        loop,
        conversation,
        members,
        this::undoRequest,
        SilentNodes::isUndone,
        () -> moot.getAsBoolean() || voters.areAllConfirmed(),
        patience);
  }

  private GuardRequest undoRequest(Member member) {
    Optional<GuardRequest> first = member.fenceOrLook(conversation.runEpoch());
    if (first.isPresent()) {
      return first.get();
    }
    if (!member.isVoter()) {
      return voters.all().stream().allMatch(SilentNodes::isUndone)
          ? GuardRequest.release(conversation.runEpoch(), false)
          : GuardRequest.abort(conversation.runEpoch());
    }
    boolean mayRevert =
        voters.all().size() > 1
            && voters.isRollbackProven()
            && member.state() == GuardState.CONFIRMED;
    return mayRevert
        ? GuardRequest.revert(conversation.runEpoch())
        : GuardRequest.abort(conversation.runEpoch());
  }

  private static Outcome beforeAnyStep(RollbackRequired cause, boolean noneArmed) {
    End end = noneArmed ? End.NOT_STARTED : cause.ifNothingBegun();
    return new Outcome(
        end,
        (end == End.ROLLED_BACK ? "undone before any step: " : "not started: ")
            + cause.reason()
            + (noneArmed
                ? ". Nothing was armed."
                : ". Nothing was changed, every guard is disarmed."));
  }

  private Outcome notAllUndone(
      RollbackRequired cause, boolean mayHaveChanged, Optional<String> apiDoubt) {
    String where =
        members.stream()
            .sorted(Comparator.comparing(member -> !member.isVoter()))
            .filter(member -> !member.state().isEnded() && !member.cannotBeArmed())
            .map(this::lastKnown)
            .collect(Collectors.joining(", "));
    String text =
        (mayHaveChanged
                ? "undone, but not proven: "
                : "nothing was changed, but not every node is known to be disarmed: ")
            + cause.reason()
            + (mayHaveChanged ? ". Not known to have undone: " : ". Not known to be disarmed: ")
            + where
            + apiDoubt.map(why -> ". And " + why).orElse("")
            + ". Look at these nodes; then `safeops recover "
            + conversation.runEpoch().run()
            + "`.";
    record.write(new RunEvent.Note(text));
    return new Outcome(End.NOT_PROVEN, text);
  }

  private String lastKnown(Member member) {
    String failure = conversation.lastFailure(member);
    return member.name()
        + " (last known "
        + member.state()
        + (failure.isEmpty() ? "" : "; " + failure)
        + ")";
  }

  private Outcome compared(RollbackRequired cause) throws Superseded {
    Optional<String> doubt = restoration.compare();
    if (doubt.isEmpty()) {
      return new Outcome(
          End.ROLLED_BACK,
          "undone: " + cause.reason() + ". Every node is as it was before (footprint equal).");
    }
    return new Outcome(
        End.NOT_PROVEN,
        "undone on every node: "
            + cause.reason()
            + ". But the cluster is not proven to be as before: "
            + doubt.get());
  }
}
