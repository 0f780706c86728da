package io.safeops.run.coordinate;

import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardState;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.messaging.Superseded;
import io.safeops.session.MeasuredTimes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Epoch 1 of a run: checks whether every node can be guarded, and then runs. States and conditions
 * are those of the guard protocol. The nodes hold the truth; the coordinator only asks.
 */
public final class Coordinator {

  private final RunSpec spec;
  private final Loop loop;
  private final RunWork work;
  private final Journal journal;
  private final OperatorCommandQueue operatorCommandQueue;
  private final List<Member> members;
  private final GuardConversation conversation;
  private final ReadinessCheck readiness;

  /**
   * @param measuredTimes how fast the nodes were when their facts were read
   */
  public Coordinator(
      RunSpec spec,
      Loop loop,
      GuardNetwork network,
      RunWork work,
      Journal journal,
      OperatorCommandQueue operatorCommandQueue,
      MeasuredTimes measuredTimes) {
    this.spec = spec;
    this.loop = loop;
    this.work = work;
    this.journal = journal;
    this.operatorCommandQueue = operatorCommandQueue;
    this.members = spec.nodes().stream().map(Member::toArm).toList();
    this.conversation = new GuardConversation(loop, network, spec.runEpoch());
    operatorCommandQueue.tellWith(
        new SnapshotSource(spec, loop, members, conversation, member -> false)::snapshot);
    this.readiness = new ReadinessCheck(spec, members, conversation, journal, measuredTimes);
  }

  /**
   * Runs to the end; called once, on the loop's thread. Every command that is still in the queue is
   * answered with the outcome.
   */
  public Outcome run() {
    Outcome outcome = outcome();
    conversation.close();
    operatorCommandQueue.close(outcome);
    return outcome;
  }

  private Outcome outcome() {
    Optional<Outcome> problem = problem();
    if (problem.isPresent()) {
      BestEffortJournal record = new BestEffortJournal(journal);
      record.write(new RunEvent.Ended(problem.get()));
      return record.withJournalLoss(problem.get());
    }
    RunSpec timed = spec.with(readiness.times());
    return new ArmedRun(timed, loop, work, journal, operatorCommandQueue, members, conversation)
        .run();
  }

  private Optional<Outcome> problem() {
    try {
      return Optional.ofNullable(readiness.problem());
    } catch (JournalException lost) {
      return Optional.of(
          new Outcome(
              End.NOT_STARTED,
              "not started: the journal cannot be written: "
                  + lost.getMessage()
                  + ". Nothing was armed."));
    } catch (Superseded by) {
      return Optional.of(superseded(by));
    } catch (RuntimeException | LinkageError | VirtualMachineError fault) {
      return Optional.of(
          new Outcome(
              End.NOT_STARTED,
              "not started: safeops itself failed: " + fault + ". Nothing was armed."));
    }
  }

  static Outcome superseded(Superseded by) {
    return new Outcome(
        End.SUPERSEDED,
        "taken over: "
            + by.getMessage()
            + ". This process has stopped and reports no result; see `safeops runs`.");
  }

  static String names(List<Member> members) {
    return members.stream().map(Member::name).collect(Collectors.joining(", "));
  }

  /** Whether a node in this state can go forward no more. */
  static boolean isNotOpen(GuardState state) {
    return !state.isOpen();
  }
}
