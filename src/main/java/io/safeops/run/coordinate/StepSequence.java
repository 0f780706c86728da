package io.safeops.run.coordinate;

import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.coordinate.Outcome.End;
import io.safeops.run.coordinate.RunEvent.Kind;
import io.safeops.run.coordinate.RunWork.NodeOrders;
import io.safeops.run.coordinate.RunWork.StepOrders;
import io.safeops.run.talk.Loop;
import io.safeops.run.talk.Member;
import io.safeops.run.talk.MessageText;
import io.safeops.run.talk.NodeAnswer;
import io.safeops.run.talk.RunSpec;
import io.safeops.run.talk.Superseded;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The steps of a run, one after the other: rules again, undo on disk on every node that needs it,
 * the change, what is expected of it.
 */
final class StepSequence {

  private final RunSpec spec;
  private final Loop loop;
  private final List<Member> members;
  private final RunMonitor runMonitor;
  private final RunWork work;
  private final Journal journal;
  private final Runnable begins;
  private final Map<Member, Integer> staged = new HashMap<>();

  /**
   * @param begins called before the first change, and each one after it, leaves for a node
   */
  StepSequence(
      RunSpec spec,
      Loop loop,
      List<Member> members,
      RunMonitor runMonitor,
      RunWork work,
      Journal journal,
      Runnable begins) {
    this.spec = spec;
    this.loop = loop;
    this.members = members;
    this.runMonitor = runMonitor;
    this.work = work;
    this.journal = journal;
    this.begins = begins;
  }

  void run() throws JournalException, Superseded, RollbackRequired {
    for (int step = 0; step < spec.steps(); step++) {
      StepOrders orders = spec.stepwise() ? afterTheGo(step) : prepared(step);
      stage(orders);
      act(step, orders);
      expect(step, orders);
    }
    for (Member member : members) {
      if (staged.getOrDefault(member, 0) != member.spec().steps()) {
        throw new RollbackRequired(
            "the cluster changed under the run: "
                + member.name()
                + " was armed for "
                + member.spec().steps()
                + " steps and took part in "
                + staged.getOrDefault(member, 0));
      }
    }
  }

  private StepOrders prepared(int step) throws JournalException, Superseded, RollbackRequired {
    StepOrders orders = sound(work.prepare(step));
    tell(step, orders);
    return orders;
  }

  /**
   * A go may come half an hour after the step was shown, so that the facts it was shown for are
   * only what the go was said to: rules and scripts are of the facts after it.
   */
  private StepOrders afterTheGo(int step) throws JournalException, Superseded, RollbackRequired {
    StepOrders shown = sound(work.propose(step));
    tell(step, shown);
    runMonitor.awaitGo(shown.id());
    StepOrders orders = sound(work.prepare(step));
    if (!orders.title().equals(shown.title())) {
      throw changed("it would now be: " + orders.title());
    }
    return orders;
  }

  private void tell(int step, StepOrders orders) throws JournalException {
    journal.write(
        RunEvent.of(
            Kind.STEP, orders.title(), "step", orders.id(), "number", String.valueOf(step + 1)));
  }

  private StepOrders sound(CompletableFuture<StepOrders> rendering)
      throws Superseded, RollbackRequired {
    StepOrders orders = runMonitor.get(rendering, spec.times().look(), "collecting facts");
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
        RunEvent.of(Kind.STAGING, "undo of " + orders.id() + " goes to disk", "step", orders.id()));
    Set<Member> taking = new HashSet<>();
    for (Member member : members) {
      if (orders.parts().containsKey(member.name())) {
        staged.merge(member, 1, Integer::sum);
        taking.add(member);
      }
    }
    if (taking.size() != orders.parts().size()) {
      throw new RollbackRequired(
          "the cluster changed under the run: the step now needs nodes that are not armed");
    }
    Map<Member, NodeAnswer> answers =
        runMonitor.askAll(
            taking,
            member -> {
              NodeOrders nodeOrders = part(orders, member);
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
      runMonitor.demand(member, answers, "putting the undo on disk");
    }
  }

  /** The only place a change is made: every affected node has acknowledged its undo on disk. */
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
          RunEvent.of(
              Kind.DOING,
              orders.id() + " runs on " + Coordinator.names(acting),
              "step",
              orders.id()));
    }
    begins.run();
    actOnNodes(orders, acting);
    if (orders.here()) {
      actHere(step, orders);
    }
    journal.write(RunEvent.of(Kind.DONE, orders.id() + " done", "step", orders.id()));
  }

  private void actOnNodes(StepOrders orders, List<Member> acting)
      throws Superseded, RollbackRequired {
    Duration limit = spec.times().step().plus(spec.times().answer());
    Map<Member, NodeAnswer> answers =
        runMonitor.askAll(
            acting,
            member ->
                GuardRequest.act(
                    spec.runEpoch(),
                    member.boot(),
                    member.uptimeIn(loop.now(), spec.times().answer()),
                    staged.getOrDefault(member, 0),
                    part(orders, member).act(),
                    spec.times().step().toMillis() / 10),
            limit);
    for (Member member : acting) {
      runMonitor.demand(member, answers, "the change");
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

  /** The other place a change is made: by the run itself, while the nodes still wait for it. */
  private void actHere(int step, StepOrders orders)
      throws JournalException, Superseded, RollbackRequired {
    runMonitor.check();
    journal.write(
        RunEvent.of(
            Kind.DOING, orders.id() + " runs through OpenStack's API", "step", orders.id()));
    RunWork.Finding made =
        runMonitor.get(
            work.actHere(step), spec.times().step(), orders.id() + ", through OpenStack's API,");
    if (!made.holds()) {
      throw new RollbackRequired(orders.id() + " failed: " + String.join("; ", made.objections()));
    }
  }

  private NodeOrders part(StepOrders orders, Member member) {
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
      // What was seen by a look that began in time counts, however long that look took.
      boolean last = loop.now() > until;
      RunWork.Finding finding =
          runMonitor.get(work.expect(step), spec.times().look(), "looking at " + orders.id());
      if (finding.holds()) {
        journal.write(RunEvent.of(Kind.HOLDS, orders.id() + " holds", "step", orders.id()));
        return;
      }
      if (last) {
        throw new RollbackRequired(
            "after "
                + orders.id()
                + " it is not as expected: "
                + String.join("; ", finding.objections()));
      }
      runMonitor.pause(Duration.ofMillis(300));
    }
  }
}
