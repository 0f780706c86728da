package io.safeops.run.coordinate;

import io.safeops.guard.Arming;
import io.safeops.guard.Request;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.coordinate.Outcome.End;
import io.safeops.run.coordinate.RunEvent.Kind;
import io.safeops.run.talk.Answer;
import io.safeops.run.talk.Conversation;
import io.safeops.run.talk.Loop;
import io.safeops.run.talk.Member;
import io.safeops.run.talk.RunSpec;
import io.safeops.run.talk.Superseded;
import io.safeops.run.talk.Words;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A run from its first armed node to its end: arms every node, does step after step, waits for the
 * operator, and brings the run to one end.
 */
final class ArmedRun {

  private final RunSpec spec;
  private final Loop loop;
  private final Work work;
  private final Journal journal;
  private final Desk desk;
  private final List<Member> members;
  private final Conversation talk;
  private final Watch watch;
  private final Ending ending;
  private final Steps steps;

  ArmedRun(
      RunSpec spec,
      Loop loop,
      Work work,
      Journal journal,
      Desk desk,
      List<Member> members,
      Conversation talk) {
    this.spec = spec;
    this.loop = loop;
    this.work = work;
    this.journal = journal;
    this.desk = desk;
    this.members = members;
    this.talk = talk;
    this.watch = new Watch(spec, loop, members, talk, desk, journal);
    this.ending = new Ending(spec.times(), loop, members, talk, work, journal);
    this.steps = new Steps(spec, loop, members, watch, work, journal, ending::begin);
  }

  /** Runs to the end, and journals it. */
  Outcome run() {
    try {
      return ending.ended(wayAndEnd());
    } catch (Superseded by) {
      return ending.ended(Coordinator.superseded(by));
    } catch (RuntimeException | LinkageError | VirtualMachineError again) {
      return ending.ended(ending.failed(again));
    } finally {
      watch.stop();
    }
  }

  private Outcome wayAndEnd() throws Superseded {
    try {
      arm();
      steps.run();
      return confirm();
    } catch (TurnBack reason) {
      return turnBack(reason);
    } catch (JournalException lost) {
      // Without a journal nothing leads to a decision; what is armed is turned back.
      return turnBack(new TurnBack("the journal cannot be written: " + lost.getMessage()));
    } catch (RuntimeException | LinkageError | VirtualMachineError fault) {
      return afterFault(fault);
    }
  }

  /** Once more on the way that was taken: forward after the decision, back before it. */
  private Outcome afterFault(Throwable fault) throws Superseded {
    TurnBack reason = new TurnBack("safeops failed itself: " + fault);
    if (!ending.isDecided()) {
      return turnBack(reason);
    }
    ending.tell(RunEvent.of(Kind.NOTE, reason.reason() + "; the decision stands"));
    try {
      return ending.deliver();
    } catch (TurnBack late) {
      return turnBack(late);
    }
  }

  /**
   * A node that cannot take an abort (its disk) undoes when its lease ends: none is renewed. What
   * waits for its turn would lead forward, and does not leave any more.
   */
  private Outcome turnBack(TurnBack reason) throws Superseded {
    watch.stop();
    talk.callOff();
    return ending.rollBack(reason);
  }

  // --- arming ---

  /** Each node in its turn; the lease of one that is armed is kept while others wait for theirs. */
  private void arm() throws JournalException, Superseded, TurnBack {
    journal.write(RunEvent.of(Kind.ARMING, "arming " + Coordinator.names(members)));
    long now = loop.now();
    watch.begin(now + spec.times().deadline().toNanos(), now + spec.times().cap().toNanos());
    Map<Member, Answer> answers =
        watch.askAll(
            members,
            member ->
                Request.arm(
                    spec.stamp(),
                    member.boot(),
                    member.uptimeIn(loop.now(), spec.times().answer()),
                    arming(member)),
            spec.times().answer(),
            (member, reply) -> {
              if (reply.ok()) {
                watch.keep(member);
              }
            });
    for (Member member : members) {
      Answer answer = answers.get(member);
      if (answer != null && answer.isNo()) {
        throw new TurnBack(
            member.name()
                + ": "
                + (answer.reply() == null ? "no answer to arm: " : "")
                + answer.why(),
            End.NOT_STARTED);
      }
    }
    for (Member member : members) {
      Answer answer = answers.get(member);
      if (answer == null || !answer.isYes()) {
        throw new TurnBack(member.name() + ": it was not armed in time", End.NOT_STARTED);
      }
    }
    journal.write(
        RunEvent.of(
            Kind.ARMED,
            Coordinator.names(members)
                + " armed: without a confirm everything is undone in "
                + Words.length(watch.untilDeadline()),
            "seconds",
            String.valueOf(watch.untilDeadline().toSeconds())));
    if (members.stream().anyMatch(member -> !member.spec().probes().isEmpty())) {
      awaitProbes();
    }
  }

  private void awaitProbes() throws JournalException, Superseded, TurnBack {
    journal.write(
        RunEvent.of(
            Kind.BASELINE, "probes look for " + Words.length(spec.times().baseline()) + " first"));
    watch.await(
        () -> members.stream().noneMatch(member -> member.probes().contains(":baseline")),
        spec.times().baseline(),
        spec.times().baseline().multipliedBy(3).plus(spec.times().answer()),
        "the probes did not come up");
    for (Member member : members) {
      for (String probe : member.probes().split(",")) {
        if (probe.endsWith(":failing")) {
          journal.write(
              RunEvent.of(
                  Kind.NOTE,
                  member.name()
                      + ": probe "
                      + probe.substring(0, probe.length() - 8)
                      + " already fails, it is not counted"));
        }
      }
    }
  }

  private Arming arming(Member member) {
    RunSpec.Times times = spec.times();
    long now = loop.now();
    long deadline = member.uptime(now) + watch.untilDeadline().toMillis() / 10;
    Duration hold = times.answer().plus(times.deadline()).plus(times.expiry()).plus(times.undo());
    return new Arming(
        member.spec().kind(),
        spec.kinds(),
        member.spec().steps(),
        deadline,
        // A node's clock is estimated, never ahead of it, and each answer makes that better:
        // without
        // room a deadline at the run's own cap would be one after the node's.
        member.uptimeIn(now, times.cap().plus(times.answer())),
        times.lease().toMillis() / 10,
        // The guard cuts this to one lease from when it is armed, which a slow node is late.
        member.uptimeIn(now, times.answer().plus(times.lease())),
        hold.toMillis() / 10,
        times.baseline().toMillis() / 10,
        switch (spec.word()) {
          case CODE -> Arming.Word.CODE;
          case IN_BAND -> Arming.Word.INBAND;
          case HOLD -> Arming.Word.NONE;
        },
        member.spec().witness(),
        member.spec().probes(),
        spec.digest(),
        spec.user(),
        spec.host());
  }

  // --- confirm: quiet, word, return ---

  private Outcome confirm() throws JournalException, Superseded, TurnBack {
    journal.write(
        RunEvent.of(Kind.QUIET, "all steps hold; quiet for " + Words.length(spec.times().hold())));
    quiet();
    if (spec.word() != RunSpec.Word.HOLD) {
      new Word(spec, loop, members, talk, watch, desk, journal).await();
    }
    watch.check();
    journal.write(
        RunEvent.of(Kind.PREPARING, "every node must answer in band, on a new connection"));
    return ending.commit(spec, watch);
  }

  private void quiet() throws JournalException, Superseded, TurnBack {
    long until = loop.now() + spec.times().hold().toNanos();
    do {
      Work.Finding finding =
          watch.get(work.quiet(), spec.times().look(), "looking whether it is quiet");
      if (!finding.holds()) {
        throw new TurnBack("it did not stay quiet: " + String.join("; ", finding.objections()));
      }
      watch.pause(Duration.ofNanos(Math.max(0, Math.min(until - loop.now(), 2_000_000_000L))));
    } while (loop.now() < until);
  }
}
