package io.safeops.cli.view;

import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;

/**
 * Shows a run while it goes on: {@code apply}, {@code attach}, {@code recover}.
 *
 * <p>JSON: a line for each event, {@code {"event", "text", "data"}}; for each answer to a command
 * of the operator, {@code {"answer"}}; and one at the end, {@code {"end", "exit", "text"}}, or
 * {@code {"gone"}} when the run's process is gone and has told no outcome. Each has the key {@code
 * format}, too; {@link io.safeops.schema.EventsSchema} describes them.
 */
public interface RunView {

  static RunView of(Format format) {
    return format.choose(
        output -> new TextRunView(output.out(), output.err()),
        output -> new JsonRunView(output.out()));
  }

  void event(RecordedEvent event);

  void answer(String text);

  void end(Outcome outcome);

  /** The run's process is gone and has told no outcome. */
  void gone(String text);
}
