package io.safeops.cli.terminal;

import io.safeops.run.event.RunEvent;

/** What a run waits for the operator to type. */
enum Awaited {
  NOTHING,
  GO,
  CODE;

  /** What it waits for after this event. */
  Awaited after(RunEvent event) {
    if (event instanceof RunEvent.StepProposed step) {
      return step.waits() ? GO : NOTHING;
    } else if (event instanceof RunEvent.CodeShown) {
      return CODE;
    } else if (event instanceof RunEvent.GoGiven
        || event instanceof RunEvent.UndoStaging
        || event instanceof RunEvent.StepBegan
        || event instanceof RunEvent.CodeAccepted
        || event instanceof RunEvent.PrepareBegan
        || event instanceof RunEvent.CommitDecided
        || event instanceof RunEvent.RollbackBegan
        || event instanceof RunEvent.TakenOver
        || event instanceof RunEvent.Ended) {
      return NOTHING;
    }
    return this;
  }
}
