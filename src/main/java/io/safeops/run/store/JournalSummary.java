package io.safeops.run.store;

import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the journal on this machine tells a recovery, where no node knows the run. It proves
 * nothing. It keeps a recovery from calling a run never armed that was armed.
 *
 * @param armed whether all nodes were armed
 * @param ended how it ended; empty where that is not known
 */
public record JournalSummary(boolean armed, Optional<Outcome> ended) {

  /** There is no journal here, or it cannot be read. */
  public static final JournalSummary NOTHING = new JournalSummary(false, Optional.empty());

  /**
   * Reads the journal. Must not be called while this process has it open: closing it here releases
   * the lock.
   */
  public static JournalSummary of(RunStore store, String run) {
    if (!store.has(run)) {
      return NOTHING;
    }
    try {
      List<RecordedEvent> events = FileJournal.read(store.journal(run));
      return new JournalSummary(
          events.stream().anyMatch(line -> line.event() instanceof RunEvent.Armed),
          RunStatus.of(store, run).ended());
    } catch (IOException unreadable) {
      return NOTHING;
    }
  }
}
