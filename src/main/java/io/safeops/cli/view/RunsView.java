package io.safeops.cli.view;

import io.safeops.run.coordinate.RunEvent;
import io.safeops.run.store.RunStatus;

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
      output.line(id + "  " + status.state() + "  " + status.last().text());
    }
  }

  /** For programs. */
  record Json(Output output) implements RunsView {
    @Override
    public void run(String id, RunStatus status) {
      RunEvent last = status.last();
      new JsonRunView(output.out())
          .event(RunEvent.of(last.kind(), last.text(), "run", id, "state", status.state()));
    }
  }
}
