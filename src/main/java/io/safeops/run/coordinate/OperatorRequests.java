package io.safeops.run.coordinate;

import io.safeops.guard.GuardRequest;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.coordinate.OperatorCommandQueue.OperatorCommand;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.MessageText;
import io.safeops.run.messaging.NodeAnswer;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.messaging.Superseded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the operator may ask for on the way forward, beside the code: the next step, more time. */
final class OperatorRequests {

  private final RunSpec spec;
  private final Loop loop;
  private final List<Member> members;
  private final RunMonitor runMonitor;
  private final MonitoredRequests requests;
  private final OperatorCommandQueue operatorCommandQueue;
  private final Journal journal;

  OperatorRequests(
      RunSpec spec,
      Loop loop,
      List<Member> members,
      RunMonitor runMonitor,
      MonitoredRequests requests,
      OperatorCommandQueue operatorCommandQueue,
      Journal journal) {
    this.spec = spec;
    this.loop = loop;
    this.members = members;
    this.runMonitor = runMonitor;
    this.requests = requests;
    this.operatorCommandQueue = operatorCommandQueue;
    this.journal = journal;
  }

  /** Waits for the operator's go to this step. One to an earlier step came twice, or late. */
  void awaitGo(String step) throws RollbackRequired, Superseded, JournalException {
    while (true) {
      runMonitor.await(operatorCommandQueue::hasCommand, runMonitor.untilDeadline());
      OperatorCommand command = operatorCommandQueue.take().orElse(null);
      if (command instanceof OperatorCommand.Go go && !go.step().equals(step)) {
        command.refuse(
            "this go was for "
                + MessageText.bounded(go.step())
                + " and does not count: "
                + step
                + " waits now, look at it first");
      } else if (command instanceof OperatorCommand.Go go) {
        journal.write(new RunEvent.GoGiven(step + ": go, says " + go.by(), step, go.by()));
        go.done("going on with " + step);
        return;
      } else if (command instanceof OperatorCommand.Extend extend) {
        extend(extend);
      } else if (command instanceof OperatorCommand.Rollback rollback) {
        operatorCommandQueue.answerAtTheEnd(rollback);
        throw new RollbackRequired(RunEvent.RollbackBegan.ASKED_FOR + rollback.by());
      } else if (command != null) {
        command.refuse("not yet: " + step + " waits for your go");
      }
    }
  }

  /**
   * Moves the deadline on every node. Nodes that only protect themselves come first, so that none
   * stops before the undo could run elsewhere.
   */
  void extend(OperatorCommand.Extend command)
      throws RollbackRequired, Superseded, JournalException {
    long wanted = Math.min(runMonitor.deadline() + command.length().toNanos(), runMonitor.cap());
    if (wanted <= runMonitor.deadline()) {
      command.refuse(
          "the deadline cannot be moved further: "
              + MessageText.length(spec.times().cap())
              + " is the most");
      return;
    }
    Function<Member, GuardRequest> request =
        member -> {
          long now = loop.now();
          return GuardRequest.extend(
              spec.runEpoch(),
              member.boot(),
              member.uptimeIn(now, spec.times().answer()),
              member.uptimeIn(now, Duration.ofNanos(wanted - now)));
        };
    for (boolean voters : new boolean[] {false, true}) {
      List<Member> group = members.stream().filter(member -> member.isVoter() == voters).toList();
      Map<Member, NodeAnswer> answers = requests.askAll(group, request, spec.times().answer());
      List<Map.Entry<Member, NodeAnswer>> refused =
          answers.entrySet().stream().filter(answer -> !answer.getValue().isYes()).toList();
      if (!refused.isEmpty()) {
        command.refuse(
            "not extended: "
                + refused.stream()
                    .map(answer -> answer.getKey().name() + ": " + answer.getValue().why())
                    .collect(Collectors.joining("; "))
                + "; the old deadline stands");
        return;
      }
    }
    runMonitor.setDeadline(wanted, runMonitor.cap());
    journal.write(
        new RunEvent.DeadlineExtended(
            MessageText.length(runMonitor.untilDeadline()) + " left, extended by " + command.by(),
            Optional.of(runMonitor.untilDeadline())));
    command.done("extended: " + MessageText.length(runMonitor.untilDeadline()) + " left");
  }
}
