package io.safeops.run.store;

import io.safeops.run.control.RunClient;
import io.safeops.run.coordinate.Outcome;
import io.safeops.run.coordinate.RunEvent;
import io.safeops.run.coordinate.RunEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
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
    List<RunEvent> events;
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
    RunEvent last = events.get(events.size() - 1);
    Optional<Outcome> ended = outcome(last);
    String state = ended.map(outcome -> outcome.end().name()).orElse("PROCESS GONE");
    return new RunStatus(ended.isEmpty() && isOpen(store, run) ? "OPEN" : state, last, ended);
  }

  private static RunStatus without(RunStore store, String run, String state, String why) {
    String ask = "; `safeops recover " + run + "` asks the nodes";
    return isOpen(store, run)
        ? new RunStatus("OPEN", RunEvent.of(Kind.NOTE, why), Optional.empty())
        : new RunStatus(state, RunEvent.of(Kind.NOTE, why + ask), Optional.empty());
  }

  private static boolean isOpen(RunStore store, String run) {
    return Files.exists(store.socket(run)) && RunClient.isServed(store.socket(run));
  }

  private static Optional<Outcome> outcome(RunEvent last) {
    return Arrays.stream(Outcome.End.values())
        .filter(end -> last.kind() == Kind.ENDED)
        .filter(end -> end.name().equals(last.data().get("end")))
        .map(end -> new Outcome(end, last.text()))
        .findFirst();
  }
}
