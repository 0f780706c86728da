package io.safeops.run.store;

import io.safeops.run.control.RunClient;
import io.safeops.run.coordinate.Journal;
import io.safeops.run.event.RunEvent;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The journal of a run for its recovery: the file, where this machine has it and can write it, and
 * a listener in any case. A recovery needs no journal.
 */
public final class OptionalJournal implements Journal, AutoCloseable {

  private final Optional<FileJournal> file;
  private final Journal journal;

  private OptionalJournal(Optional<FileJournal> file, Consumer<RunEvent> listener) {
    this.file = file;
    Journal disk = file.isPresent() ? file.get() : Journal.NONE;
    this.journal = disk.withListener(listener);
  }

  /** Opens the journal of a run unless the run's own process has it; shows why where that fails. */
  public static OptionalJournal open(RunStore store, String run, Consumer<RunEvent> listener) {
    if (!store.has(run) || RunClient.isServed(store.socket(run))) {
      return new OptionalJournal(Optional.empty(), listener);
    }
    try {
      FileJournal file = FileJournal.open(store.journal(run), Clock.systemUTC());
      return new OptionalJournal(Optional.of(file), listener);
    } catch (IOException unusable) {
      listener.accept(
          new RunEvent.Note(
              "going on without the journal of run " + run + ": " + unusable.getMessage()));
      return new OptionalJournal(Optional.empty(), listener);
    }
  }

  @Override
  public void write(RunEvent event) throws JournalException {
    journal.write(event);
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
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
