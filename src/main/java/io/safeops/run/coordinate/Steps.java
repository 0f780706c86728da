package io.safeops.run.coordinate;

import io.safeops.guard.Reply;
import io.safeops.guard.Request;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.coordinate.Outcome.End;
import io.safeops.run.coordinate.RunEvent.Kind;
import io.safeops.run.coordinate.Work.Orders;
import io.safeops.run.coordinate.Work.Part;
import io.safeops.run.talk.Answer;
import io.safeops.run.talk.Loop;
import io.safeops.run.talk.Member;
import io.safeops.run.talk.RunSpec;
import io.safeops.run.talk.Superseded;
import io.safeops.run.talk.Words;
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
final class Steps {

  private final RunSpec spec;
  private final Loop loop;
  private final List<Member> members;
  private final Watch watch;
  private final Work work;
  private final Journal journal;
  private final Runnable begins;
  private final Map<Member, Integer> staged = new HashMap<>();

  /**
   * @param begins called before the first change, and each one after it, leaves for a node
   */
  Steps(
      RunSpec spec,
      Loop loop,
      List<Member> members,
      Watch watch,
      Work work,
      Journal journal,
      Runnable begins) {
    this.spec = spec;
    this.loop = loop;
    this.members = members;
    this.watch = watch;
    this.work = work;
    this.journal = journal;
    this.begins = begins;
  }

  void run() throws JournalException, Superseded, TurnBack {
    for (int step = 0; step < spec.steps(); step++) {
      Orders orders = spec.stepwise() ? afterTheGo(step) : prepared(step);
      stage(orders);
      act(step, orders);
      expect(step, orders);
    }
    for (Member member : members) {
      if (staged.getOrDefault(member, 0) != member.spec().steps()) {
        throw new TurnBack(
            "the cluster changed under the run: "
                + member.name()
                + " was armed for "
                + member.spec().steps()
                + " steps and took part in "
                + staged.getOrDefault(member, 0));
      }
    }
  }

  private Orders prepared(int step) throws JournalException, Superseded, TurnBack {
    Orders orders = sound(work.prepare(step));
    tell(step, orders);
    return orders;
  }

  /**
   * A go may come half an hour after the step was shown, so that the facts it was shown for are
   * only what the go was said to: rules and scripts are of the facts after it.
   */
  private Orders afterTheGo(int step) throws JournalException, Superseded, TurnBack {
    Orders shown = sound(work.propose(step));
    tell(step, shown);
    watch.awaitGo(shown.id());
    Orders orders = sound(work.prepare(step));
    if (!orders.title().equals(shown.title())) {
      throw changed("it would now be: " + orders.title());
    }
    return orders;
  }

  private void tell(int step, Orders orders) throws JournalException {
    journal.write(
        RunEvent.of(
            Kind.STEP, orders.title(), "step", orders.id(), "number", String.valueOf(step + 1)));
  }

  private Orders sound(CompletableFuture<Orders> rendering) throws Superseded, TurnBack {
    Orders orders = watch.get(rendering, spec.times().look(), "collecting facts");
    if (!orders.refused().isEmpty()) {
      throw new TurnBack(
          "refused by the rules now: " + String.join("; ", orders.refused()), End.REFUSED);
    }
    if (!orders.drifted().isEmpty()) {
      throw changed(String.join("; ", orders.drifted()));
    }
    return orders;
  }

  private static TurnBack changed(String what) {
    return new TurnBack(
        "the cluster changed since this step was reviewed: " + what, End.NOT_STARTED);
  }

  private void stage(Orders orders) throws JournalException, Superseded, TurnBack {
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
      throw new TurnBack(
          "the cluster changed under the run: the step now needs nodes that are not armed");
    }
    Map<Member, Answer> answers =
        watch.askAll(
            taking,
            member -> {
              Part part = part(orders, member);
              return Request.stage(
                  spec.stamp(),
                  member.boot(),
                  member.uptimeIn(loop.now(), spec.times().answer()),
                  staged.getOrDefault(member, 0),
                  part.undo(),
                  part.local(),
                  part.acts());
            },
            spec.times().answer());
    for (Member member : taking) {
      watch.demand(member, answers, "putting the undo on disk");
    }
  }

  /** The only place a change is made: every affected node has acknowledged its undo on disk. */
  private void act(int step, Orders orders) throws JournalException, Superseded, TurnBack {
    List<Member> acting =
        members.stream()
            .filter(
                member -> {
                  Part part = orders.parts().get(member.name());
                  return part != null && part.acts();
                })
            .toList();
    watch.check();
    journal.write(
        RunEvent.of(
            Kind.DOING,
            orders.id() + " runs on " + Coordinator.names(acting),
            "step",
            orders.id()));
    Duration limit = spec.times().step().plus(spec.times().answer());
    begins.run();
    Map<Member, Answer> answers =
        watch.askAll(
            acting,
            member ->
                Request.act(
                    spec.stamp(),
                    member.boot(),
                    member.uptimeIn(loop.now(), spec.times().answer()),
                    staged.getOrDefault(member, 0),
                    part(orders, member).act(),
                    spec.times().step().toMillis() / 10),
            limit);
    for (Member member : acting) {
      watch.demand(member, answers, "the change");
      Answer answer = answers.get(member);
      Reply reply = answer == null ? null : answer.reply();
      if (reply != null && !reply.field("rc").equals("0")) {
        throw new TurnBack(
            orders.id()
                + " failed on "
                + member.name()
                + " (exit "
                + reply.field("rc")
                + "): "
                + Words.lastLines(reply.text("out")));
      }
    }
    if (orders.here()) {
      actHere(step, orders);
    }
    journal.write(RunEvent.of(Kind.DONE, orders.id() + " done", "step", orders.id()));
  }

  /** The other place a change is made: by the run itself, while the nodes still wait for it. */
  private void actHere(int step, Orders orders) throws JournalException, Superseded, TurnBack {
    watch.check();
    journal.write(
        RunEvent.of(
            Kind.DOING, orders.id() + " runs through OpenStack's API", "step", orders.id()));
    Work.Finding made =
        watch.get(
            work.actHere(step), spec.times().step(), orders.id() + ", through OpenStack's API,");
    if (!made.holds()) {
      throw new TurnBack(orders.id() + " failed: " + String.join("; ", made.objections()));
    }
  }

  private Part part(Orders orders, Member member) {
    Part part = orders.parts().get(member.name());
    if (part == null) {
      throw new IllegalStateException(member.name() + " has no part in " + orders.id());
    }
    return part;
  }

  private void expect(int step, Orders orders) throws JournalException, Superseded, TurnBack {
    long until = loop.now() + spec.times().expect().toNanos();
    while (true) {
      // What was seen by a look that began in time counts, however long that look took.
      boolean last = loop.now() > until;
      Work.Finding finding =
          watch.get(work.expect(step), spec.times().look(), "looking at " + orders.id());
      if (finding.holds()) {
        journal.write(RunEvent.of(Kind.HOLDS, orders.id() + " holds", "step", orders.id()));
        return;
      }
      if (last) {
        throw new TurnBack(
            "after "
                + orders.id()
                + " it is not as expected: "
                + String.join("; ", finding.objections()));
      }
      watch.pause(Duration.ofMillis(300));
    }
  }
}
