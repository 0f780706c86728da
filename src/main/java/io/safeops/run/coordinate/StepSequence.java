package io.safeops.run.coordinate;

import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.coordinate.RunWork.NodeOrders;
import io.safeops.run.coordinate.RunWork.StepOrders;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.MessageText;
import io.safeops.run.messaging.NodeAnswer;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.messaging.Superseded;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The steps of a run, one after the other: the rules again, the undo to the disk of every node that
 * needs it, the change, and what is expected of it.
 */
final class StepSequence {

  private final RunSpec spec;
  private final Loop loop;
  private final List<Member> members;
  private final RunMonitor runMonitor;
  private final MonitoredRequests requests;
  private final OperatorRequests operatorRequests;
  private final RunWork work;
  private final Journal journal;
  private final Runnable beforeChange;
  private final Map<Member, Integer> staged = new HashMap<>();

  /**
   * @param beforeChange called before each change is sent to a node
   */
  StepSequence(
      RunSpec spec,
      Loop loop,
      List<Member> members,
      RunMonitor runMonitor,
      MonitoredRequests requests,
      OperatorRequests operatorRequests,
      RunWork work,
      Journal journal,
      Runnable beforeChange) {
    this.spec = spec;
    this.loop = loop;
    this.members = members;
    this.runMonitor = runMonitor;
    this.requests = requests;
    this.operatorRequests = operatorRequests;
    this.work = work;
    this.journal = journal;
    this.beforeChange = beforeChange;
  }

  void run() throws JournalException, Superseded, RollbackRequired {
    for (int step = 0; step < spec.steps(); step++) {
      StepOrders orders = spec.stepwise() ? afterTheGo(step) : preparedStep(step);
      writeNotes();
      stage(orders);
      act(step, orders);
      expect(step, orders);
    }
    for (Member member : members) {
      if (staged.getOrDefault(member, 0) != member.spec().steps()) {
        throw new RollbackRequired(
            "the cluster changed during the run: "
                + member.name()
                + " was armed for "
                + member.spec().steps()
                + " steps and took part in "
                + staged.getOrDefault(member, 0));
      }
    }
  }

  private void writeNotes() throws JournalException {
    for (String note : work.takeNotes()) {
      journal.write(new RunEvent.Note(note));
    }
  }

  private StepOrders preparedStep(int step) throws JournalException, Superseded, RollbackRequired {
    StepOrders orders = soundOrders(work.prepare(step));
    showStep(step, orders);
    return orders;
  }

  /**
   * The go may come half an hour after the step was shown. So the facts are read again after it,
   * for the rules and for the scripts.
   */
  private StepOrders afterTheGo(int step) throws JournalException, Superseded, RollbackRequired {
    StepOrders shown = soundOrders(work.propose(step));
    showStep(step, shown);
    operatorRequests.awaitGo(shown.id());
    StepOrders orders = soundOrders(work.prepare(step));
    if (!orders.title().equals(shown.title())) {
      throw changed("the step would now be: " + orders.title());
    }
    return orders;
  }

  private void showStep(int step, StepOrders orders) throws JournalException {
    journal.write(
        new RunEvent.StepProposed(
            orders.title(), orders.id(), Optional.of(step + 1), spec.stepwise()));
  }

  private StepOrders soundOrders(CompletableFuture<StepOrders> rendering)
      throws Superseded, RollbackRequired {
    StepOrders orders = runMonitor.resultOf(rendering, spec.times().look(), "collecting facts");
    if (!orders.refused().isEmpty()) {
      throw new RollbackRequired(
          "refused by the rules now: " + String.join("; ", orders.refused()), End.REFUSED);
    }
    if (!orders.drifted().isEmpty()) {
      throw changed(String.join("; ", orders.drifted()));
    }
    return orders;
  }

  private static RollbackRequired changed(String what) {
    return new RollbackRequired(
        "the cluster changed since this step was reviewed: " + what, End.NOT_STARTED);
  }

  private void stage(StepOrders orders) throws JournalException, Superseded, RollbackRequired {
    journal.write(
        new RunEvent.UndoStaging("undo of " + orders.id() + " goes to disk", orders.id()));
    Set<Member> taking = new HashSet<>();
    for (Member member : members) {
      if (orders.parts().containsKey(member.name())) {
        staged.merge(member, 1, Integer::sum);
        taking.add(member);
      }
    }
    if (taking.size() != orders.parts().size()) {
      throw new RollbackRequired(
          "the cluster changed during the run: the step now needs nodes that are not armed");
    }
    Map<Member, NodeAnswer> answers =
        requests.askAll(
            taking,
            member -> {
              NodeOrders nodeOrders = ordersOf(orders, member);
              return GuardRequest.stage(
                  spec.runEpoch(),
                  member.boot(),
                  member.uptimeIn(loop.now(), spec.times().answer()),
                  staged.getOrDefault(member, 0),
                  nodeOrders.undo(),
                  nodeOrders.local(),
                  nodeOrders.acts());
            },
            spec.times().answer());
    for (Member member : taking) {
      requests.requireDone(member, answers, "putting the undo on disk");
    }
  }

  /**
   * The only place that makes a change on nodes: every affected node has confirmed that its undo is
   * on disk.
   */
  private void act(int step, StepOrders orders)
      throws JournalException, Superseded, RollbackRequired {
    List<Member> acting =
        members.stream()
            .filter(
                member -> {
                  NodeOrders nodeOrders = orders.parts().get(member.name());
                  return nodeOrders != null && nodeOrders.acts();
                })
            .toList();
    runMonitor.check();
    if (!acting.isEmpty()) {
      journal.write(
          new RunEvent.StepBegan(
              orders.id() + " runs on " + Coordinator.names(acting), orders.id()));
    }
    beforeChange.run();
    actOnNodes(orders, acting);
    if (orders.hasApiChange()) {
      makeApiChange(step, orders);
    }
    journal.write(new RunEvent.StepDone(orders.id() + " done", orders.id()));
  }

  private void actOnNodes(StepOrders orders, List<Member> acting)
      throws Superseded, RollbackRequired {
    Duration limit = spec.times().step().plus(spec.times().answer());
    Map<Member, NodeAnswer> answers =
        requests.askAll(
            acting,
            member ->
                GuardRequest.act(
                    spec.runEpoch(),
                    member.boot(),
                    member.uptimeIn(loop.now(), spec.times().answer()),
                    staged.getOrDefault(member, 0),
                    ordersOf(orders, member).act(),
                    spec.times().step().toMillis() / 10),
            limit);
    for (Member member : acting) {
      requests.requireDone(member, answers, "the change");
      NodeAnswer answer = answers.get(member);
      GuardReply reply = answer == null ? null : answer.reply();
      if (reply != null && !reply.field("rc").equals("0")) {
        throw new RollbackRequired(
            orders.id()
                + " failed on "
                + member.name()
                + " (exit "
                + reply.field("rc")
                + "): "
                + MessageText.lastLines(reply.text("out")));
      }
    }
  }

  /**
   * The other place that makes a change: the run itself, through the API, while the nodes are
   * armed.
   */
  private void makeApiChange(int step, StepOrders orders)
      throws JournalException, Superseded, RollbackRequired {
    runMonitor.check();
    journal.write(
        new RunEvent.StepBegan(orders.id() + " runs through OpenStack's API", orders.id()));
    RunWork.Finding made =
        runMonitor.resultOf(
            work.makeApiChange(step),
            spec.times().step(),
            orders.id() + ", through OpenStack's API,");
    if (!made.holds()) {
      throw new RollbackRequired(orders.id() + " failed: " + String.join("; ", made.objections()));
    }
  }

  private NodeOrders ordersOf(StepOrders orders, Member member) {
    NodeOrders nodeOrders = orders.parts().get(member.name());
    if (nodeOrders == null) {
      throw new IllegalStateException(member.name() + " has no part in " + orders.id());
    }
    return nodeOrders;
  }

  private void expect(int step, StepOrders orders)
      throws JournalException, Superseded, RollbackRequired {
    long until = loop.now() + spec.times().expect().toNanos();
    while (true) {
      // A check that began in time counts, however long it took.
      boolean last = loop.now() > until;
      RunWork.Finding finding =
          runMonitor.resultOf(work.expect(step), spec.times().look(), "checking " + orders.id());
      writeNotes();
      if (finding.holds()) {
        journal.write(new RunEvent.StepHolds(orders.id() + " holds", orders.id()));
        return;
      }
      if (last) {
        throw new RollbackRequired(
            "after "
                + orders.id()
                + " the cluster is not as expected: "
                + String.join("; ", finding.objections()));
      }
      runMonitor.pause(Duration.ofMillis(300));
    }
  }
}
