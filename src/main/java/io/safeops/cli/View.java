package io.safeops.cli;

import io.safeops.run.Outcome;
import io.safeops.run.RunEvent;

/** How a run is shown: one implementation for people, one for programs, chosen once. */
interface View {

  void event(RunEvent event);

  void answer(String text);

  void end(Outcome outcome);

  /** The run's process went away without an end: nobody here knows how it ends. */
  void gone(String text);
}
