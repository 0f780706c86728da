package io.safeops.run.coordinate;

/**
 * A journal whose loss stops nothing: for whatever has to go on to its end without one, which is
 * all turning back, and all that follows a decision that is on disk. It has the room that was kept
 * for it on a disk that is full. What the disk does not take even so is told all the same, and the
 * outcome says that the journal lacks it. A fault of whoever is told stops nothing either.
 */
public final class BestEffortJournal implements Journal {

  private final Journal journal;
  private String loss = "";

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
      // Whoever listens hears the next one, or the end.
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
      return true; // it was told badly, or not: once more would tell it no better
    }
  }

  /** The outcome, with a note where the journal lacks a part of what led to it. */
  public Outcome noting(Outcome outcome) {
    return loss.isEmpty()
        ? outcome
        : new Outcome(
            outcome.end(),
            outcome.text() + " The journal of this run is not complete: " + loss + ".");
  }
}
