package io.safeops.run.store;

import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the journal of a run on this machine tells to who recovers it, where no node tells anything.
 * It proves nothing, and keeps a recovery from saying that a run which was armed never was.
 *
 * @param armed whether all nodes were armed
 * @param ended how it ended; empty where that is not known
 */
public record JournalSummary(boolean armed, Optional<Outcome> ended) {

  /** There is no journal here, or none that can be read. */
  public static final JournalSummary NOTHING = new JournalSummary(false, Optional.empty());

  /** Reads the journal. Not while this process has it open: closing it here gives up its lock. */
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
