package io.safeops.cli.view;

import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;

/** How a run is shown: one implementation for people, one for programs, chosen once. */
public interface View {

  void event(RecordedEvent event);

  void answer(String text);

  void end(Outcome outcome);

  /** The run's process went away without an end: nobody here knows how it ends. */
  void gone(String text);
}
