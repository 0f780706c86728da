package io.safeops.run;

import io.safeops.guard.GuardNetwork.Way;
import io.safeops.guard.Reply;
import io.safeops.guard.Request;
import io.safeops.run.Journal.JournalException;
import io.safeops.run.Outcome.End;
import io.safeops.run.RunEvent.Kind;
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
        talk.askAll(
            members,
            member -> member.spec().trial().map(Request::check).orElseGet(Request::check),
            spec.times().answer());
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
        note(member, risk);
      }
      if (member.spec().trial().isPresent()) {
        String heard = reply.text("heard");
        if (!reply.field("tried").equals("0")) {
          return notStarted(member, unanswered(member, reply.field("tried"), heard));
        }
        if (!heard.isBlank()) {
          note(member, Words.lastLines(heard));
        }
      }
    }
    return outOfBand();
  }

  private void note(Member member, String text) throws JournalException {
    journal.write(RunEvent.of(Kind.NOTE, member.name() + ": " + text, "node", member.name()));
  }

  /**
   * A node that cannot ask what its undo must ask has no place in a run: as a soft node it would
   * not heal by itself, and as a voter it could prove nothing.
   *
   * @param tried the exit code of what was tried; empty where the node did not say
   */
  private static String unanswered(Member member, String tried, String heard) {
    return (member.spec().kind() == io.safeops.guard.Kind.SOFT
            ? "it would not heal by itself"
            : "its undo could not be proven")
        + ", for what that must ask was tried and not answered: "
        + switch (tried) {
          case "" -> "its guard did not say";
          case "124" -> "nothing within the 8 s that are waited for it";
          default -> Words.lastLines(heard);
        };
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
    Map<Member, Reply> answers =
        talk.askAll(reachable, Way.OUT_OF_BAND, member -> Request.hello(), spec.times().answer());
    for (Member member : reachable) {
      Reply reply = answers.get(member);
      if (reply == null) {
        return notStarted(member, "its out-of-band path does not work: " + talk.trouble(member));
      }
      if (!reply.boot().equals(member.boot())) {
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
