package io.safeops.run.coordinate;

import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardRequest;
import io.safeops.guard.GuardState;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.RepeatedRequest;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.messaging.Superseded;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A higher epoch of a run whose process is gone, or must be overruled: fences every node first,
 * then finishes what the nodes themselves have decided. It executes nothing that it read from a
 * journal or from a node, only guard verbs.
 */
public final class RecoveryCoordinator {

  private final RunSpec spec;
  private final LostNodes lost;
  private final Loop loop;
  private final List<Member> members;
  private final GuardConversation conversation;
  private final RunCompletion runCompletion;
  private final Set<Member> confirmedWhenFenced = new HashSet<>();
  private final Set<Member> preparedWhenFenced = new HashSet<>();
  private final Set<Member> fenced = new HashSet<>();

  /**
   * @param spec the run's nodes with their kinds as the nodes list them, and an epoch higher than
   *     any node has seen
   * @param lost nodes of these that are not waited for
   * @param journal nothing depends on it: the nodes' own answers count
   */
  public RecoveryCoordinator(
      RunSpec spec,
      LostNodes lost,
      Loop loop,
      GuardNetwork network,
      RunWork work,
      Journal journal) {
    this.spec = spec;
    this.lost = lost;
    this.loop = loop;
    this.members = lost.remaining(spec.nodes()).stream().map(Member::found).toList();
    this.conversation = new GuardConversation(loop, network, spec.runEpoch());
    this.runCompletion =
        new RunCompletion(spec.times(), loop, members, conversation, work, journal);
    runCompletion.stepsBegin();
  }

  /** Brings the run to one end, or tells why that is not possible yet. */
  public Outcome run(String why) {
    try {
      return runCompletion.ended(lost.withLostNodes(withLostStates(decide(why))));
    } catch (Superseded by) {
      return new Outcome(End.SUPERSEDED, "taken over again: " + by.getMessage());
    } finally {
      conversation.close();
    }
  }

  private Outcome decide(String why) throws Superseded {
    runCompletion.write(
        new RunEvent.TakenOver(
            why + ": epoch " + spec.runEpoch().epoch() + " fences " + Coordinator.names(members),
            Optional.of(spec.runEpoch().epoch())));
    if (!lost.names().isEmpty()) {
      runCompletion.write(
          new RunEvent.NodesGivenUp(
              "given up as lost for good: " + lost.text(), lost.names(), lost.because()));
      if (lost.remaining(spec.nodes()).stream()
          .noneMatch(node -> node.kind() == io.safeops.guard.NodeKind.VOTER)) {
        return split(
            "No node is left that decides over this run, so safeops cannot tell whether the change"
                + " was kept. Nothing was changed: the other nodes protect themselves, and stop that by"
                + " themselves.");
      }
    }
    RepeatedRequest.until(
        loop,
        conversation,
        members,
        member ->
            member
                .fenceOrLook(spec.runEpoch())
                .orElseGet(() -> GuardRequest.status(spec.runEpoch())),
        this::isFenced,
        this::isAnySealed,
        new RepeatedRequest.Patience(loop, spec.times().patience()));
    List<Member> contradicting =
        members.stream().filter(member -> member.contradicts(spec.kinds())).toList();
    if (!contradicting.isEmpty()) {
      return split(
          Coordinator.names(contradicting)
              + " and the other nodes do not agree who takes part in the run."
              + " Nothing was changed: look at these nodes.");
    }
    List<Member> voters = voters();
    if (isAnySealed() || voters.stream().allMatch(RunMonitor::isConfirmed)) {
      return runCompletion.finishConfirmed();
    }
    String standing =
        voters.stream()
            .map(voter -> voter.name() + " " + (voter.hasAnswered() ? voter.state() : "silent"))
            .collect(Collectors.joining(", "));
    if (!withLostState().isEmpty() && voters.stream().anyMatch(RunMonitor::isConfirmed)) {
      return split(
          "confirmed on some nodes ("
              + standing
              + "), and "
              + text(withLostState())
              + " Nothing was changed. To go on without: `safeops recover "
              + spec.runEpoch().run()
              + " --lost NODE --because TEXT`.");
    }
    if (runCompletion.isRollbackProven()) {
      return runCompletion.rollBack(
          new RollbackRequired(why + "; a node had already undone (" + standing + ")"));
    }
    boolean someConfirmed = voters.stream().anyMatch(RunMonitor::isConfirmed);
    if (someConfirmed && !voters.stream().allMatch(this::isFenced)) {
      return split(
          "confirmed on some nodes, others cannot be reached ("
              + standing
              + "). Nothing was changed. When they can be reached, run `safeops recover "
              + spec.runEpoch().run()
              + "`. If one of them never comes back: `safeops recover "
              + spec.runEpoch().run()
              + " --lost NODE --because TEXT`.");
    }
    try {
      if (someConfirmed && voters.stream().allMatch(this::isConfirmedOrPrepared)) {
        runCompletion.write(
            new RunEvent.CommitDecided(
                "decided before: committing on the others (" + standing + ")"));
        return runCompletion.deliverCommit();
      }
      if (someConfirmed) {
        runCompletion.commitIsNeverSent();
      }
      return runCompletion.rollBack(new RollbackRequired(why + " (" + standing + ")"));
    } catch (RollbackRequired tooLate) {
      return runCompletion.rollBack(tooLate);
    }
  }

  /**
   * Nodes that decide and know nothing of the run, although all were armed: their state is lost,
   * and their undo with it. Their answers prove nothing about it.
   */
  private List<Member> withLostState() {
    return members.stream().anyMatch(Member::provesAllArmed)
        ? voters().stream().filter(Member::holdsNothing).toList()
        : List.of();
  }

  /** Such a node is not called undone: a human must look at it. */
  private Outcome withLostStates(Outcome outcome) {
    List<Member> forgetful = withLostState();
    return forgetful.isEmpty() || outcome.end() != End.NOT_PROVEN
        ? outcome
        : new Outcome(outcome.end(), outcome.text() + " " + text(forgetful) + " Look there.");
  }

  private static String text(List<Member> forgetful) {
    return Coordinator.names(forgetful)
        + (forgetful.size() == 1 ? " knows" : " know")
        + " nothing of the run any more, though armed for it: the state directory was lost, and the"
        + " undo with it, so what was changed there stays.";
  }

  private Outcome split(String text) {
    runCompletion.write(new RunEvent.Note(text));
    return new Outcome(End.SPLIT, text);
  }

  private List<Member> voters() {
    return members.stream().filter(Member::isVoter).toList();
  }

  private boolean isFenced(Member member) {
    if (member.isKnownTo(spec.runEpoch()) && fenced.add(member)) {
      if (RunMonitor.isConfirmed(member)) {
        confirmedWhenFenced.add(member);
      } else if (member.state() == GuardState.PREPARED) {
        preparedWhenFenced.add(member);
      }
    }
    return fenced.contains(member);
  }

  private boolean isConfirmedOrPrepared(Member voter) {
    return confirmedWhenFenced.contains(voter) || preparedWhenFenced.contains(voter);
  }

  private boolean isAnySealed() {
    return voters().stream().anyMatch(voter -> voter.state() == GuardState.SEALED);
  }
}
