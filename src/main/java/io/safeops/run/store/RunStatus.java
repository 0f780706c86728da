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
 * Where a run stands by what this machine knows of it: its journal, and whether its process lives.
 * What cannot be read is said, and never thrown: one run says nothing of another.
 *
 * @param state how it ended, else {@code OPEN}, {@code PROCESS GONE}, {@code NO JOURNAL} or {@code
 *     UNREADABLE}
 * @param last the last thing that is known to have happened
 * @param ended how it ended; empty when it is open, or that is not known
 */
public record RunStatus(String state, RunEvent last, Optional<Outcome> ended) {

  /** Reads the journal, and connects to the process where no end is in it. */
  public static RunStatus of(RunStore store, String run) {
    List<RecordedEvent> events;
    try {
      events = FileJournal.read(store.journal(run));
    } catch (NoSuchFileException none) {
      return without(store, run, "NO JOURNAL", "it never began, or its journal is lost");
    } catch (IOException unreadable) {
      return without(
          store, run, "UNREADABLE", "its journal cannot be read: " + unreadable.getMessage());
    }
    if (events.isEmpty()) {
      return without(store, run, "PROCESS GONE", "nothing stands in its journal");
    }
    RunEvent last = events.get(events.size() - 1).event();
    Optional<Outcome> ended = outcome(last);
    String state = ended.map(outcome -> outcome.end().name()).orElse("PROCESS GONE");
    return new RunStatus(ended.isEmpty() && isOpen(store, run) ? "OPEN" : state, last, ended);
  }

  private static RunStatus without(RunStore store, String run, String state, String why) {
    String ask = "; `safeops recover " + run + "` asks the nodes";
    return isOpen(store, run)
        ? new RunStatus("OPEN", new RunEvent.Note(why), Optional.empty())
        : new RunStatus(state, new RunEvent.Note(why + ask), Optional.empty());
  }

  private static boolean isOpen(RunStore store, String run) {
    return Files.exists(store.socket(run)) && RunClient.isServed(store.socket(run));
  }

  private static Optional<Outcome> outcome(RunEvent last) {
    return last instanceof RunEvent.Ended end ? end.outcome() : Optional.empty();
  }
}
