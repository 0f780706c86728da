package io.safeops.run.coordinate;

import io.safeops.audit.ChainEnd;
import io.safeops.audit.Head;
import io.safeops.audit.LogPosition;
import io.safeops.audit.SignedHead;
import io.safeops.guard.RunEpoch;
import io.safeops.run.coordinate.HeadDelivery.NotTaken;
import io.safeops.run.coordinate.HeadDelivery.Taken;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A journal whose head is sent to the nodes at every phase of the run, so that they can show later
 * whether it was changed. It notes which nodes have stored it, and how far their logs were. Heads
 * hold nothing up, and no fault of theirs fails the run.
 */
final class WitnessedJournal implements Journal {

  /** Nodes in one line: the line stays far below what clients and texts are limited to. */
  private static final int NODES = 400;

  private final Journal journal;
  private final RunEpoch runEpoch;
  private final HeadDelivery delivery;
  private final HeadSettings settings;
  private final List<RunEvent> unwritten = new ArrayList<>();
  private final Set<String> noted = new HashSet<>();

  WitnessedJournal(
      Journal journal, RunEpoch runEpoch, HeadDelivery delivery, HeadSettings settings) {
    this.journal = journal;
    this.runEpoch = runEpoch;
    this.delivery = delivery;
    this.settings = settings;
  }

  @Override
  public void write(RunEvent event) throws JournalException {
    // A head that waited for a node's answer goes out before the next one takes its place.
    delivery.look();
    Optional<String> phase = phase(event);
    if (phase.isPresent()) {
      writeAnswers();
    }
    journal.write(event);
    phase.ifPresent(reached -> send(reached, readyFor(event)));
  }

  @Override
  public void useReserve() {
    journal.useReserve();
  }

  @Override
  public void tell(RunEvent event) {
    journal.tell(event);
  }

  @Override
  public Optional<ChainEnd> lastLine() {
    return journal.lastLine();
  }

  /** What a run has reached with an event; empty if its head is not sent then. */
  private static Optional<String> phase(RunEvent event) {
    if (event instanceof RunEvent.Armed) {
      return Optional.of("armed");
    } else if (event instanceof RunEvent.StepBegan) {
      return Optional.of("staged");
    } else if (event instanceof RunEvent.StepHolds) {
      return Optional.of("done");
    } else if (event instanceof RunEvent.CommitDecided) {
      return Optional.of("decided");
    } else if (event instanceof RunEvent.RollbackBegan) {
      return Optional.of("undoing");
    } else if (event instanceof RunEvent.TakenOver) {
      return Optional.of("takeover");
    } else if (event instanceof RunEvent.Ended) {
      return Optional.of("ended");
    }
    return Optional.empty();
  }

  /** Nothing comes between a node and its commit, its abort, or its fence. */
  private Predicate<Member> readyFor(RunEvent event) {
    if (event instanceof RunEvent.CommitDecided) {
      return member -> !member.isVoter() || RunMonitor.isConfirmed(member);
    } else if (event instanceof RunEvent.RollbackBegan) {
      return member -> member.isKnownReverting() || member.state().isEnded();
    } else if (event instanceof RunEvent.TakenOver) {
      return member -> member.isKnownTo(runEpoch);
    }
    return member -> true;
  }

  private void send(String phase, Predicate<Member> ready) {
    Optional<ChainEnd> end = journal.lastLine();
    if (end.isEmpty()) {
      return;
    }
    try {
      SignedHead signed = signed(Head.of(runEpoch.run(), end.get(), phase));
      keep(signed);
      delivery.send(signed, ready);
    } catch (RuntimeException | LinkageError fault) {
      once("the head of the journal is not sent to the nodes: safeops itself failed: " + fault);
    }
  }

  private SignedHead signed(Head head) {
    try {
      return settings.signer().sign(head);
    } catch (IOException unusable) {
      once("the heads of the journal are not signed: " + unusable.getMessage());
      return SignedHead.unsigned(head);
    }
  }

  private void keep(SignedHead signed) {
    try {
      settings.store().head(signed);
    } catch (IOException full) {
      once("the heads of the journal are kept by the nodes only: " + full.getMessage());
    }
  }

  private void once(String text) {
    if (noted.add(text)) {
      unwritten.add(new RunEvent.Note(text));
    }
  }

  /**
   * Notes which nodes have stored a head since the last time. If the disk does not take it, it does
   * not take the event that follows either, and that is reported; it is tried again next time.
   */
  private void writeAnswers() {
    unwritten.addAll(answers());
    for (NotTaken failure : delivery.takeFailures()) {
      if (noted.add(failure.node())) {
        unwritten.add(
            new RunEvent.NodeNote(
                failure.node()
                    + " did not store the head of the journal ("
                    + failure.head().phase()
                    + "): "
                    + failure.why()
                    + ". The run goes on",
                failure.node()));
      }
    }
    try {
      while (!unwritten.isEmpty()) {
        journal.write(unwritten.get(0));
        unwritten.remove(0);
      }
    } catch (JournalException triedAgain) {
      // The event that follows meets the same, and the run reports it.
      return;
    }
  }

  private List<RunEvent> answers() {
    Map<Head, List<LogPosition>> byHead = new LinkedHashMap<>();
    for (Taken taken : delivery.takeAnswers()) {
      byHead.computeIfAbsent(taken.head(), first -> new ArrayList<>()).add(taken.position());
    }
    List<RunEvent> events = new ArrayList<>();
    byHead.forEach(
        (head, positions) -> {
          for (int from = 0; from < positions.size(); from += NODES) {
            List<LogPosition> some =
                positions.subList(from, Math.min(positions.size(), from + NODES));
            events.add(
                new RunEvent.HeadStored(
                    "the head of line "
                        + head.line()
                        + " ("
                        + head.phase()
                        + ") is on "
                        + some.stream().map(LogPosition::node).collect(Collectors.joining(", ")),
                    Optional.of(head.sequence()),
                    head.phase(),
                    some));
          }
        });
    return events;
  }
}
