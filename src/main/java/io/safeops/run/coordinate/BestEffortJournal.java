package io.safeops.run.coordinate;

import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunEvent;

/**
 * A journal whose loss stops nothing. A rollback uses it, and everything after a decision that is
 * on disk: they must go on to their end. On a full disk it uses the reserved space. An event that
 * the disk still does not take is shown all the same, and the outcome says that the journal lacks
 * it. A fault of safeops itself while an event is written or shown stops nothing either, and the
 * outcome names it.
 */
public final class BestEffortJournal implements Journal {

  private final Journal journal;
  private String loss = "";
  private String fault = "";

  public BestEffortJournal(Journal journal) {
    this.journal = journal;
  }

  @Override
  public void write(RunEvent event) {
    if (!isWritten(event)) {
      journal.useReserve();
      if (!isWritten(event)) {
        tell(event);
        return;
      }
      loss = "";
    }
  }

  @Override
  public void tell(RunEvent event) {
    try {
      journal.tell(event);
    } catch (RuntimeException | LinkageError | VirtualMachineError untold) {
      fault = untold.toString();
    }
  }

  private boolean isWritten(RunEvent event) {
    try {
      journal.write(event);
      return true;
    } catch (JournalException lost) {
      loss = String.valueOf(lost.getMessage());
      return false;
    } catch (RuntimeException | LinkageError | VirtualMachineError untold) {
      fault = untold.toString();
      return true; // it may be on the disk already, and writing it again would not help
    }
  }

  /** The outcome, with a note where the journal lacks a part of what led to it, or may lack one. */
  public Outcome withJournalLoss(Outcome outcome) {
    String text = outcome.text();
    if (!loss.isEmpty()) {
      text += " The journal of this run is not complete: " + loss + ".";
    }
    if (!fault.isEmpty()) {
      text +=
          " safeops itself failed while it journaled or showed this, and a line may be missing: "
              + fault
              + ".";
    }
    return new Outcome(outcome.end(), text);
  }
}
