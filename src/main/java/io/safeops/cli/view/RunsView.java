package io.safeops.cli.view;

import io.safeops.run.event.RecordedEvent;
import io.safeops.run.store.RunStatus;
import java.util.Map;

/**
 * Shows the runs of this machine: {@code runs}.
 *
 * <p>JSON: a line for each run, its last event as {@link RunView} shows it, with {@code run} and
 * {@code state} in {@code data}.
 */
public sealed interface RunsView {

  static RunsView of(Format format) {
    return format.choose(Text::new, Json::new);
  }

  void run(String id, RunStatus status);

  /** For people. */
  record Text(Output output) implements RunsView {
    @Override
    public void run(String id, RunStatus status) {
      output.line(id + "  " + status.text() + "  " + status.last().text());
    }
  }

  /** For programs. */
  record Json(Output output) implements RunsView {
    @Override
    public void run(String id, RunStatus status) {
      new JsonRunView(output.out())
          .event(
              new RecordedEvent(status.last(), Map.of())
                  .with("run", id)
                  .with("state", status.text()));
    }
  }
}
