package io.safeops.run;

import io.safeops.guard.GuardNetwork.Way;
import io.safeops.guard.Reply;
import io.safeops.guard.Request;
import io.safeops.run.Journal.JournalException;
import io.safeops.run.Outcome.End;
import io.safeops.run.RunEvent.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether every node can be guarded and every rescue path works, asked before anything is armed.
 */
final class Readiness {

  private final RunSpec spec;
  private final List<Member> members;
  private final Conversation talk;
  private final Journal journal;

  Readiness(RunSpec spec, List<Member> members, Conversation talk, Journal journal) {
    this.spec = spec;
    this.members = members;
    this.talk = talk;
    this.journal = journal;
  }

  /** Why the run cannot start; null when it can. */
  @Nullable Outcome problem() throws JournalException, Superseded {
    journal.write(
        RunEvent.of(
            Kind.STARTED,
            spec.user() + " runs " + spec.stamp().run() + " on " + Coordinator.names(members),
            "digest",
            spec.digest(),
            "user",
            spec.user(),
            "nodes",
            spec.kinds().entrySet().stream()
                .map(node -> node.getKey() + ":" + node.getValue().word())
                .collect(Collectors.joining(","))));
    journal.write(RunEvent.of(Kind.CHECKING, "asking every node whether it can be guarded"));
    Map<Member, Reply> answers =
        talk.askAll(members, member -> Request.check(), spec.times().answer());
    for (Member member : members) {
      Reply reply = answers.get(member);
      if (reply == null) {
        return notStarted(member, "cannot be reached: " + talk.trouble(member));
      }
      if (!reply.ok()) {
        return notStarted(member, Refusals.inWords(reply));
      }
      if (member.spec().survivesReboot() && !reply.field("reboot").equals("yes")) {
        return notStarted(
            member,
            "its guard would not survive a reboot, on which the review counted: its state directory"
                + " or its systemd units are lost then");
      }
      String risk = storageRisk(reply.field("storage"));
      if (!risk.isEmpty()) {
        journal.write(RunEvent.of(Kind.NOTE, member.name() + ": " + risk, "node", member.name()));
      }
    }
    return outOfBand();
  }

  /** What may become of a state directory on such storage, in words; empty for a local disk. */
  private static String storageRisk(String storage) {
    return switch (storage) {
      case "network" ->
          "its state directory is on a device behind the network. If the change cuts that off, the"
              + " node undoes it all the same, but it cannot confirm, and a reboot finds no guard";
      case "volatile" ->
          "its state directory is lost at a reboot: nothing undoes the change after one";
      default -> "";
    };
  }

  /** A rescue path is worth what it was worth the last time it was tried: it is tried now. */
  private @Nullable Outcome outOfBand() throws JournalException, Superseded {
    List<Member> reachable = members.stream().filter(talk::hasOutOfBand).toList();
    if (reachable.isEmpty()) {
      return null;
    }
    journal.write(
        RunEvent.of(
            Kind.CHECKING, "trying the out-of-band path to " + Coordinator.names(reachable)));
    // As they said in band: what is heard by any way is taken for the node's own word.
    Map<Member, String> boots = new HashMap<>();
    reachable.forEach(member -> boots.put(member, member.boot()));
    Map<Member, Reply> answers =
        talk.askAll(reachable, Way.OUT_OF_BAND, member -> Request.hello(), spec.times().answer());
    for (Member member : reachable) {
      Reply reply = answers.get(member);
      if (reply == null) {
        return notStarted(member, "its out-of-band path does not work: " + talk.trouble(member));
      }
      if (!reply.boot().equals(boots.get(member))) {
        return notStarted(member, "its out-of-band path leads to another machine");
      }
    }
    return null;
  }

  private Outcome notStarted(Member member, String why) {
    return new Outcome(
        End.NOT_STARTED, "not started: " + member.name() + ": " + why + ". Nothing was armed.");
  }
}
