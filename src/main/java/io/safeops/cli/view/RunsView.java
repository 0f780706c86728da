package io.safeops.cli.view;

import io.safeops.run.event.RecordedEvent;
import io.safeops.run.store.RunStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Shows the runs of this machine: {@code runs}.
 *
 * <p>JSON: a line for each run, its last event as {@link RunView} shows it, with {@code run} and
 * {@code state} in {@code data}, and of an open run {@code untilUndo}, in seconds.
 */
public sealed interface RunsView {

  static RunsView of(Format format) {
    return format.choose(Text::new, Json::new);
  }

  /**
   * One run.
   *
   * @param untilUndo of an open run, how long until the first node undoes by itself, if it told
   */
  void run(String id, RunStatus status, Optional<Duration> untilUndo);

  /** For people. */
  record Text(Output output) implements RunsView {
    @Override
    public void run(String id, RunStatus status, Optional<Duration> untilUndo) {
      output.line(
          id
              + "  "
              + status.text()
              + untilUndo.map(left -> ", the nodes undo in " + Durations.clock(left)).orElse("")
              + "  "
              + status.last().text());
    }
  }

  /** For programs. */
  record Json(Output output) implements RunsView {
    @Override
    public void run(String id, RunStatus status, Optional<Duration> untilUndo) {
      RecordedEvent last =
          new RecordedEvent(status.last(), Map.of()).with("run", id).with("state", status.text());
      new JsonRunView(output.out())
          .event(
              untilUndo
                  .map(left -> last.with("untilUndo", String.valueOf(left.toSeconds())))
                  .orElse(last));
    }
  }
}
