package io.safeops.run;

import io.safeops.guard.Arming;
import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardState;
import io.safeops.guard.Reply;
import io.safeops.guard.Request;
import io.safeops.run.Journal.JournalException;
import io.safeops.run.Outcome.End;
import io.safeops.run.RunEvent.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Epoch 1 of a run: arms every node, does step after step, waits for the operator, and brings the
 * run to one end. The states and their conditions are those of the guard protocol; the nodes are
 * authoritative, this only asks.
 */
public final class Coordinator {

  private final RunSpec spec;
  private final Loop loop;
  private final Work work;
  private final Journal journal;
  private final Desk desk;
  private final List<Member> members;
  private final Conversation talk;
  private final Watch watch;
  private final Readiness readiness;
  private final Ending ending;
  private final Steps steps;

  public Coordinator(
      RunSpec spec, Loop loop, GuardNetwork network, Work work, Journal journal, Desk desk) {
    this.spec = spec;
    this.loop = loop;
    this.work = work;
    this.journal = journal;
    this.desk = desk;
    this.members = spec.nodes().stream().map(Member::armed).toList();
    this.talk = new Conversation(loop, network, spec.stamp());
    this.watch = new Watch(spec, loop, members, talk, desk, journal);
    this.readiness = new Readiness(spec, members, talk, journal);
    this.ending = new Ending(spec.times(), loop, members, talk, work, journal);
    this.steps = new Steps(spec, loop, members, talk, watch, work, journal, ending::begin);
  }

  /**
   * Runs to the end; called once, on the loop's thread. Every word still on the desk is answered
   * with the outcome.
   */
  public Outcome run() {
    Outcome outcome = outcome();
    watch.stop();
    members.forEach(Member::closeLinks);
    desk.close(outcome);
    return outcome;
  }

  private Outcome outcome() {
    try {
      return ending.ended(wayAndEnd());
    } catch (Superseded by) {
      return ending.ended(
          new Outcome(
              End.SUPERSEDED,
              "taken over: "
                  + by.getMessage()
                  + ". This process stopped and claims nothing; see `safeops runs`."));
    }
  }

  private Outcome wayAndEnd() throws Superseded {
    try {
      Outcome problem = readiness.problem();
      if (problem != null) {
        return problem;
      }
      arm();
      steps.run();
      return confirm();
    } catch (TurnBack reason) {
      // A node that cannot take an abort (its disk) undoes when its lease ends: none is renewed.
      watch.stop();
      return ending.rollBack(reason);
    } catch (JournalException lost) {
      // Without a journal nothing leads to a decision; what is armed is turned back.
      watch.stop();
      return ending.rollBack(new TurnBack("the journal cannot be written: " + lost.getMessage()));
    }
  }

  // --- arming ---

  private void arm() throws JournalException, Superseded, TurnBack {
    journal.write(RunEvent.of(Kind.ARMING, "arming " + names(members)));
    long now = loop.now();
    watch.begin(now + spec.times().deadline().toNanos(), now + spec.times().cap().toNanos());
    Map<Member, Reply> answers =
        talk.askAll(
            members,
            member ->
                Request.arm(
                    spec.stamp(),
                    member.boot(),
                    member.uptimeIn(loop.now(), spec.times().answer()),
                    arming(member)),
            spec.times().answer());
    for (Member member : members) {
      Reply reply = answers.get(member);
      if (reply == null || !reply.ok()) {
        throw new TurnBack(
            member.name()
                + ": "
                + (reply == null
                    ? "no answer to arm: " + talk.trouble(member)
                    : Refusals.inWords(reply)),
            End.NOT_STARTED);
      }
    }
    watch.startBeating();
    journal.write(
        RunEvent.of(
            Kind.ARMED,
            names(members)
                + " armed: without a confirm everything is undone in "
                + Words.length(spec.times().deadline()),
            "seconds",
            String.valueOf(watch.untilDeadline().toSeconds())));
    if (members.stream().anyMatch(member -> !member.spec().probes().isEmpty())) {
      journal.write(
          RunEvent.of(
              Kind.BASELINE,
              "probes look for " + Words.length(spec.times().baseline()) + " first"));
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
        member.uptimeIn(now, times.lease()),
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
          watch.get(work.quiet(), spec.times().step(), "looking whether it is quiet");
      if (!finding.holds()) {
        throw new TurnBack("it did not stay quiet: " + String.join("; ", finding.objections()));
      }
      watch.pause(Duration.ofNanos(Math.max(0, Math.min(until - loop.now(), 2_000_000_000L))));
    } while (loop.now() < until);
  }

  static String names(List<Member> members) {
    return members.stream().map(Member::name).collect(Collectors.joining(", "));
  }

  /** Whether a reply shows a state from which nothing goes forward. */
  static boolean isOver(GuardState state) {
    return !state.isOpen();
  }
}
