package io.safeops.run;

import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardState;
import io.safeops.guard.Request;
import io.safeops.run.Journal.JournalException;
import io.safeops.run.Outcome.End;
import io.safeops.run.RunEvent.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A higher epoch of a run whose process is gone, or must be overruled: fences every node first,
 * then finishes what the nodes themselves have decided. It executes nothing that it read from a
 * journal or from a node, only guard verbs.
 */
public final class Takeover {

  private final RunSpec spec;
  private final List<Member> members;
  private final List<Member> voters;
  private final Conversation talk;
  private final Ending ending;
  private final Journal journal;
  private final Set<Member> confirmedWhenFenced = new HashSet<>();
  private final Set<Member> preparedWhenFenced = new HashSet<>();
  private final Set<Member> fenced = new HashSet<>();

  /**
   * @param spec the run's nodes, with a stamp of a higher epoch than any node has seen
   */
  public Takeover(RunSpec spec, Loop loop, GuardNetwork network, Work work, Journal journal) {
    this.spec = spec;
    this.members = spec.nodes().stream().map(Member::new).toList();
    this.voters = members.stream().filter(Member::isVoter).toList();
    this.talk = new Conversation(loop, network, spec.stamp());
    this.ending = new Ending(spec.times(), loop, members, talk, work, journal);
    this.journal = journal;
    ending.begin();
  }

  /** Brings the run to one end, or says why it cannot yet. */
  public Outcome run(String why) {
    try {
      Outcome outcome = decide(why);
      journal.write(RunEvent.of(Kind.ENDED, outcome.text(), "end", outcome.end().name()));
      return outcome;
    } catch (Superseded by) {
      return new Outcome(End.SUPERSEDED, "taken over again: " + by.getMessage());
    } catch (JournalException lost) {
      return new Outcome(End.NOT_PROVEN, "the journal cannot be written: " + lost.getMessage());
    } finally {
      members.forEach(Member::closeLinks);
    }
  }

  private Outcome decide(String why) throws Superseded, JournalException {
    journal.write(
        RunEvent.of(
            Kind.TAKEOVER,
            why + ": epoch " + spec.stamp().epoch() + " fences " + Coordinator.names(members),
            "epoch",
            String.valueOf(spec.stamp().epoch())));
    talk.persist(
        members,
        member ->
            fenced.contains(member) ? Request.status(spec.stamp()) : Request.fence(spec.stamp()),
        this::isFenced,
        this::isDecidedAlready,
        spec.times().patience());
    boolean sealed = voters.stream().anyMatch(voter -> voter.state() == GuardState.SEALED);
    if (sealed || voters.stream().allMatch(Watch::isConfirmed)) {
      return ending.forward();
    }
    String standing =
        voters.stream()
            .map(voter -> voter.name() + " " + (voter.isHeard() ? voter.state() : "silent"))
            .collect(Collectors.joining(", "));
    if (ending.isProven()) {
      return ending.rollBack(new TurnBack(why + "; a node had already undone (" + standing + ")"));
    }
    boolean someConfirmed = voters.stream().anyMatch(Watch::isConfirmed);
    if (someConfirmed && !voters.stream().allMatch(this::isFenced)) {
      String text =
          "confirmed on some nodes, others cannot be reached ("
              + standing
              + "). Nothing was changed. When they can be reached: `safeops recover "
              + spec.stamp().run()
              + "`.";
      journal.write(RunEvent.of(Kind.NOTE, text));
      return new Outcome(End.SPLIT, text);
    }
    try {
      if (someConfirmed && voters.stream().allMatch(this::isConfirmedOrPrepared)) {
        journal.write(
            RunEvent.of(
                Kind.DECIDED, "decided before: committing on the others (" + standing + ")"));
        return ending.deliver();
      }
      if (someConfirmed) {
        ending.proveUnsent();
      }
      return ending.rollBack(new TurnBack(why + " (" + standing + ")"));
    } catch (TurnBack tooLate) {
      return ending.rollBack(tooLate);
    }
  }

  private boolean isFenced(Member member) {
    // A refused fence is none: an older coordinator could still be obeyed. What has ended obeys
    // nobody.
    boolean obeys = member.obeys(spec.stamp()) || member.state().isEnded();
    if (member.isHeard() && obeys && !fenced.contains(member)) {
      fenced.add(member);
      if (Watch.isConfirmed(member)) {
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

  private boolean isDecidedAlready() {
    return voters.stream().anyMatch(voter -> voter.state() == GuardState.SEALED);
  }
}
