package io.safeops.run.coordinate;

import io.safeops.guard.Arming;
import io.safeops.guard.GuardRequest;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.Member.ProbeState;
import io.safeops.run.messaging.MessageText;
import io.safeops.run.messaging.NodeAnswer;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.messaging.Superseded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run from its first armed node to its end: arms every node, does step after step, waits for the
 * operator, and brings the run to one end.
 */
final class ArmedRun {

  private final RunSpec spec;
  private final Loop loop;
  private final RunWork work;
  private final Journal journal;
  private final OperatorCommandQueue operatorCommandQueue;
  private final List<Member> members;
  private final GuardConversation conversation;
  private final RunMonitor runMonitor;
  private final MonitoredRequests requests;
  private final OperatorRequests operatorRequests;
  private final RunCompletion runCompletion;
  private final StepSequence stepSequence;

  ArmedRun(
      RunSpec spec,
      Loop loop,
      RunWork work,
      Journal journal,
      OperatorCommandQueue operatorCommandQueue,
      List<Member> members,
      GuardConversation conversation) {
    this.spec = spec;
    this.loop = loop;
    this.work = work;
    this.journal = journal;
    this.operatorCommandQueue = operatorCommandQueue;
    this.members = members;
    this.conversation = conversation;
    this.runMonitor = new RunMonitor(spec, loop, members, conversation, operatorCommandQueue);
    operatorCommandQueue.tellWith(runMonitor::snapshot);
    this.requests = new MonitoredRequests(conversation, runMonitor);
    this.operatorRequests =
        new OperatorRequests(
            spec, loop, members, runMonitor, requests, operatorCommandQueue, journal);
    this.runCompletion =
        new RunCompletion(spec.times(), loop, members, conversation, work, journal);
    this.stepSequence =
        new StepSequence(
            spec,
            loop,
            members,
            runMonitor,
            requests,
            operatorRequests,
            work,
            journal,
            runCompletion::stepsBegin);
  }

  /** Runs to the end, and journals it. */
  Outcome run() {
    try {
      return runCompletion.ended(toTheEnd());
    } catch (Superseded by) {
      return runCompletion.ended(Coordinator.superseded(by));
    } catch (RuntimeException | LinkageError | VirtualMachineError again) {
      return runCompletion.ended(runCompletion.failedAgain(again));
    } finally {
      runMonitor.stopLeases();
    }
  }

  private Outcome toTheEnd() throws Superseded {
    try {
      arm();
      stepSequence.run();
      return confirm();
    } catch (RollbackRequired reason) {
      return rollBack(reason);
    } catch (JournalException lost) {
      // Without a journal there is no decision: the armed nodes undo.
      return rollBack(new RollbackRequired("the journal cannot be written: " + lost.getMessage()));
    } catch (RuntimeException | LinkageError | VirtualMachineError fault) {
      return afterFault(fault);
    }
  }

  /** Tries once more: forward after the decision, back before it. */
  private Outcome afterFault(Throwable fault) throws Superseded {
    RollbackRequired reason = new RollbackRequired("safeops itself failed: " + fault);
    if (!runCompletion.isDecided()) {
      return rollBack(reason);
    }
    runCompletion.write(new RunEvent.Note(reason.reason() + "; the decision stands"));
    try {
      return runCompletion.deliverCommit();
    } catch (RollbackRequired late) {
      return rollBack(late);
    }
  }

  /**
   * No lease is renewed any more, so a node that cannot take an abort, because of its disk, undoes
   * when its lease ends. Requests that wait for their turn would lead forward: they are never sent.
   */
  private Outcome rollBack(RollbackRequired reason) throws Superseded {
    runMonitor.stopLeases();
    conversation.cancelQueued();
    return runCompletion.rollBack(reason);
  }

  // --- arming ---

  /**
   * Arms each node in its turn, and renews the leases of those that are armed while others wait.
   */
  private void arm() throws JournalException, Superseded, RollbackRequired {
    journal.write(new RunEvent.ArmingBegan("arming " + Coordinator.names(members)));
    long now = loop.now();
    runMonitor.setDeadline(
        now + spec.times().deadline().toNanos(), now + spec.times().cap().toNanos());
    Map<Member, NodeAnswer> answers =
        requests.askAll(
            members,
            member ->
                GuardRequest.arm(
                    spec.runEpoch(),
                    member.boot(),
                    member.uptimeIn(loop.now(), spec.times().answer()),
                    armingOf(member)),
            spec.times().answer(),
            (member, reply) -> {
              if (reply.ok()) {
                runMonitor.startLease(member);
              }
            });
    for (Member member : members) {
      NodeAnswer answer = answers.get(member);
      if (answer != null && answer.isNo()) {
        throw new RollbackRequired(
            member.name()
                + ": "
                + (answer.reply() == null ? "no answer to arm: " : "")
                + answer.why(),
            End.NOT_STARTED);
      }
    }
    for (Member member : members) {
      NodeAnswer answer = answers.get(member);
      if (answer == null || !answer.isYes()) {
        throw new RollbackRequired(member.name() + ": it was not armed in time", End.NOT_STARTED);
      }
    }
    journal.write(
        new RunEvent.Armed(
            Coordinator.names(members)
                + " armed: without a confirm everything is undone in "
                + MessageText.length(runMonitor.untilDeadline()),
            Optional.of(runMonitor.untilDeadline())));
    if (members.stream().anyMatch(member -> !member.spec().probes().isEmpty())) {
      awaitProbes();
    }
  }

  private void awaitProbes() throws JournalException, Superseded, RollbackRequired {
    journal.write(
        new RunEvent.BaselineBegan(
            "the probes look for " + MessageText.length(spec.times().baseline()) + " first"));
    runMonitor.await(
        () -> members.stream().allMatch(member -> member.probesIn(ProbeState.BASELINE).isEmpty()),
        spec.times().baseline(),
        spec.times().baseline().multipliedBy(3).plus(spec.times().answer()),
        "the probes did not start");
    for (Member member : members) {
      for (String probe : member.probesIn(ProbeState.FAILING)) {
        journal.write(
            new RunEvent.Note(
                member.name() + ": probe " + probe + " fails already, so it does not count"));
      }
    }
  }

  private Arming armingOf(Member member) {
    RunSpec.Times times = spec.times();
    long now = loop.now();
    long deadline = member.uptime(now) + runMonitor.untilDeadline().toMillis() / 10;
    Duration hold = times.answer().plus(times.deadline()).plus(times.expiry()).plus(times.undo());
    return Arming.builder(member.spec().kind(), spec.kinds())
        .steps(member.spec().steps())
        .deadline(deadline)
        // A node's clock is estimated. The estimate is never ahead of it, and each answer makes it
        // better: a deadline at the run's own cap would be past the node's without this room.
        .cap(member.uptimeIn(now, times.cap().plus(times.answer())))
        .lease(times.lease().toMillis() / 10)
        // The guard cuts this to one lease from when it is armed: a slow node is armed late.
        .leaseUntil(member.uptimeIn(now, times.answer().plus(times.lease())))
        .hold(hold.toMillis() / 10)
        .baseline(times.baseline().toMillis() / 10)
        .confirmationMode(
            switch (spec.confirmationInput()) {
              case CODE -> Arming.ConfirmationMode.CODE;
              case IN_BAND -> Arming.ConfirmationMode.INBAND;
              case HOLD -> Arming.ConfirmationMode.NONE;
            })
        .witness(member.spec().witness())
        .probes(member.spec().probes())
        .digest(spec.digest())
        .user(spec.user())
        .host(spec.host())
        .build();
  }

  // --- confirm: quiet, code, return ---

  private Outcome confirm() throws JournalException, Superseded, RollbackRequired {
    journal.write(
        new RunEvent.QuietBegan(
            "all steps hold; quiet for " + MessageText.length(spec.times().hold())));
    quiet();
    if (spec.confirmationInput() != RunSpec.ConfirmationInput.HOLD) {
      new OperatorConfirmation(
              spec,
              loop,
              members,
              conversation,
              runMonitor,
              requests,
              operatorRequests,
              operatorCommandQueue,
              journal)
          .await();
    }
    runMonitor.check();
    journal.write(new RunEvent.PrepareBegan("every node must answer in band, on a new connection"));
    return runCompletion.commit(spec, runMonitor, requests);
  }

  private void quiet() throws JournalException, Superseded, RollbackRequired {
    long until = loop.now() + spec.times().hold().toNanos();
    do {
      RunWork.Finding finding =
          runMonitor.resultOf(
              work.quiet(), spec.times().look(), "checking whether the cluster is quiet");
      for (String note : work.takeNotes()) {
        journal.write(new RunEvent.Note(note));
      }
      if (!finding.holds()) {
        throw new RollbackRequired(
            "the cluster did not stay quiet: " + String.join("; ", finding.objections()));
      }
      runMonitor.pause(Duration.ofNanos(Math.max(0, Math.min(until - loop.now(), 2_000_000_000L))));
    } while (loop.now() < until);
  }
}
