package io.safeops.run.store;

import io.safeops.run.control.RunClient;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * The state of a run as this machine knows it: from its journal, and whether its process lives. A
 * file that cannot be read is reported, not thrown: it must not hide other runs.
 *
 * @param last the last event that is known
 * @param ended how it ended; empty when it is open, or the end is not known
 */
public record RunStatus(State state, RunEvent last, Optional<Outcome> ended) {

  /** What is known of a run without asking a node. */
  public enum State {
    /** Its process lives. */
    OPEN,
    /** It has ended, and its journal tells how. */
    ENDED,
    /** Its process is gone, and its journal tells no end. */
    PROCESS_GONE,
    NO_JOURNAL,
    /** Its journal cannot be read. */
    UNREADABLE
  }

  /** For people: how it ended, else its state. */
  public String text() {
    return ended
        .map(outcome -> outcome.end().name())
        .orElseGet(() -> state.name().replace('_', ' '));
  }

  /** Reads the journal, and connects to the process where the journal has no end. */
  public static RunStatus of(RunStore store, String run) {
    List<RecordedEvent> events;
    try {
      events = FileJournal.read(store.journal(run));
    } catch (NoSuchFileException none) {
      return without(store, run, State.NO_JOURNAL, "the run never began, or its journal is lost");
    } catch (IOException unreadable) {
      return without(
          store, run, State.UNREADABLE, "its journal cannot be read: " + unreadable.getMessage());
    }
    if (events.isEmpty()) {
      return without(store, run, State.PROCESS_GONE, "its journal is empty");
    }
    RunEvent last = events.get(events.size() - 1).event();
    Optional<Outcome> ended = outcome(last);
    if (ended.isPresent()) {
      return new RunStatus(State.ENDED, last, ended);
    }
    return new RunStatus(
        isOpen(store, run) ? State.OPEN : State.PROCESS_GONE, last, Optional.empty());
  }

  private static RunStatus without(RunStore store, String run, State state, String why) {
    String ask = "; `safeops recover " + run + "` asks the nodes";
    return isOpen(store, run)
        ? new RunStatus(State.OPEN, new RunEvent.Note(why), Optional.empty())
        : new RunStatus(state, new RunEvent.Note(why + ask), Optional.empty());
  }

  private static boolean isOpen(RunStore store, String run) {
    return Files.exists(store.socket(run)) && RunClient.isServed(store.socket(run));
  }

  private static Optional<Outcome> outcome(RunEvent last) {
    return last instanceof RunEvent.Ended end ? end.outcome() : Optional.empty();
  }
}
