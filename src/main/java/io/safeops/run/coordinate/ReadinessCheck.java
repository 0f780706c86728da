package io.safeops.run.coordinate;

import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.guard.NodeKind;
import io.safeops.guard.NodeStorage;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.MessageText;
import io.safeops.run.messaging.NodeAnswer;
import io.safeops.run.messaging.Refusals;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.messaging.Superseded;
import io.safeops.session.MeasuredTimes;
import io.safeops.transport.limit.RequestLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether every node can be guarded and every rescue path works, before anything is armed.
 */
final class ReadinessCheck {

  private static final int SLOWER = 6;

  /**
   * The time that all nodes together take may become so many times longer: armed nodes have more to
   * do, and others use the same processors. Five times was seen.
   */
  private static final int SLOWEST = 10;

  /** When the run dies, no node that has promised to commit waits for longer. */
  private static final Duration LONGEST_PROMISE = Duration.ofSeconds(120);

  /** The nodes' speed is not known yet, and nothing waits for them. */
  private static final Duration CHECKING = Duration.ofSeconds(30);

  /** A node that needs longer for one message is no better than a silent one. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final RunSpec spec;
  private final List<Member> members;
  private final GuardConversation conversation;
  private final Journal journal;
  private final MeasuredTimes measuredTimes;

  ReadinessCheck(
      RunSpec spec,
      List<Member> members,
      GuardConversation conversation,
      Journal journal,
      MeasuredTimes measuredTimes) {
    this.spec = spec;
    this.members = members;
    this.conversation = conversation;
    this.journal = journal;
    this.measuredTimes = measuredTimes;
  }

  /**
   * The lengths of time of the run, as the check has measured them. An answer may take some times
   * as long as the slowest one did: arming costs a node more than a check, and an armed node has
   * more to do. All promises must be given and kept within the time of one promise.
   */
  RunSpec.Times times() {
    RequestLimits.Measured check = conversation.measured(GuardRequest.Verb.CHECK);
    Duration answer = check.slowest().multipliedBy(SLOWER);
    Duration expiry = check.of(members.size()).multipliedBy(SLOWEST);
    Duration look = measuredTimes.look().of(measuredTimes.look().answers()).multipliedBy(SLOWEST);
    return spec.times().atLeast(shorter(answer, LONGEST), shorter(expiry, LONGEST_PROMISE), look);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** Why the run cannot start; null when it can. */
  @Nullable Outcome problem() throws JournalException, Superseded {
    journal.write(
        new RunEvent.RunStarted(
            spec.user() + " runs " + spec.runEpoch().run() + " on " + Coordinator.names(members),
            spec.digest(),
            spec.user(),
            spec.kinds()));
    journal.write(new RunEvent.Checking("asking every node whether it can be guarded"));
    Map<Member, NodeAnswer> answers =
        conversation.askAll(
            members,
            GuardPath.IN_BAND,
            member -> member.spec().trial().map(GuardRequest::check).orElseGet(GuardRequest::check),
            CHECKING);
    for (Map.Entry<Member, NodeAnswer> answer : answers.entrySet()) {
      Member member = answer.getKey();
      GuardReply reply = answer.getValue().reply();
      if (reply == null) {
        return notStarted(member, "cannot be reached: " + answer.getValue().why());
      }
      if (!reply.ok()) {
        return notStarted(member, Refusals.text(reply));
      }
      if (member.spec().survivesReboot() && !reply.survivesReboot()) {
        return notStarted(
            member,
            "its guard would not survive a reboot, and the review counts on that: a reboot loses its"
                + " state directory or its systemd units");
      }
      String risk = storageRisk(reply.storage());
      if (!risk.isEmpty()) {
        note(member, risk);
      }
      if (member.spec().trial().isPresent()) {
        String heard = reply.text("heard");
        if (!reply.field("tried").equals("0")) {
          return notStarted(member, trialFailed(member, reply.field("tried"), heard));
        }
        if (!heard.isBlank()) {
          note(member, MessageText.lastLines(heard));
        }
      }
    }
    Outcome problem = outOfBandProblem();
    return problem == null ? forecastProblem() : problem;
  }

  /** A run that does not fit into its deadline would be rolled back although all went well. */
  private @Nullable Outcome forecastProblem() throws JournalException {
    RequestLimits.Measured check = conversation.measured(GuardRequest.Verb.CHECK);
    Forecast forecast = Forecast.of(spec, measuredTimes, check);
    if (!forecast.fits()) {
      return new Outcome(End.REFUSED, "refused: " + forecast.refusal() + ". Nothing was armed.");
    }
    journal.write(
        new RunEvent.Checking(
            "every node can be guarded; the run needs about "
                + Forecast.seconds(forecast.total())
                + " of its deadline of "
                + MessageText.length(forecast.deadline())
                + ": "
                + forecast.text()));
    return null;
  }

  private void note(Member member, String text) throws JournalException {
    journal.write(new RunEvent.NodeNote(member.name() + ": " + text, member.name()));
  }

  /**
   * A node must be able to ask what its undo has to ask: else a node that protects itself would not
   * heal, and a node that decides could prove nothing.
   *
   * @param tried the exit code of the trial; empty where the node did not tell it
   */
  private static String trialFailed(Member member, String tried, String heard) {
    return (member.spec().kind() == NodeKind.SOFT
            ? "it would not heal by itself"
            : "its undo could not be proven")
        + ": what the undo must ask was tried, and there was no good answer: "
        + switch (tried) {
          case "" -> "its guard does not say why";
          case "124" -> "no answer within 8 s";
          default -> MessageText.lastLines(heard);
        };
  }

  /** What may happen to a state directory on such storage; empty for a local disk. */
  private static String storageRisk(NodeStorage storage) {
    return switch (storage) {
      case NETWORK ->
          "its state directory is on a device behind the network. If the change cuts that off, the"
              + " node undoes it all the same, but it cannot confirm, and a reboot finds no guard";
      case VOLATILE ->
          "its state directory is lost at a reboot: nothing undoes the change after one";
      case LOCAL, UNKNOWN -> "";
    };
  }

  /** Tries the rescue paths now: an untried path proves nothing. */
  private @Nullable Outcome outOfBandProblem() throws JournalException, Superseded {
    List<Member> reachable = members.stream().filter(conversation::hasOutOfBand).toList();
    if (reachable.isEmpty()) {
      return null;
    }
    journal.write(
        new RunEvent.Checking("trying the out-of-band path to " + Coordinator.names(reachable)));
    // The boot ids from in band: answers on any path are taken as the node's own.
    Map<Member, String> boots = new HashMap<>();
    reachable.forEach(member -> boots.put(member, member.boot()));
    Map<Member, NodeAnswer> answers =
        conversation.askAll(
            reachable, GuardPath.OUT_OF_BAND, member -> GuardRequest.hello(), CHECKING);
    for (Map.Entry<Member, NodeAnswer> answer : answers.entrySet()) {
      Member member = answer.getKey();
      GuardReply reply = answer.getValue().reply();
      if (reply == null) {
        return notStarted(member, "its out-of-band path does not work: " + answer.getValue().why());
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
