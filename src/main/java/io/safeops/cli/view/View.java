package io.safeops.cli.view;

import io.safeops.run.coordinate.Outcome;
import io.safeops.run.coordinate.RunEvent;

/** How a run is shown: one implementation for people, one for programs, chosen once. */
public interface View {

  void event(RunEvent event);

  void answer(String text);

  void end(Outcome outcome);

  /** The run's process went away without an end: nobody here knows how it ends. */
  void gone(String text);
}
