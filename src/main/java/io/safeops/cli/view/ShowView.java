package io.safeops.cli.view;

import io.safeops.run.event.RecordedEvent;

/**
 * Shows what a run's journal holds and what its process says now: {@code show}.
 *
 * <p>JSON: a line for each event and one for what the process says, as {@link RunView} shows them.
 * Faults of the journal go to standard error in both forms.
 */
public sealed interface ShowView {

  static ShowView of(ShowFormat format) {
    return format.choose(Text::new, Json::new);
  }

  void event(RecordedEvent event);

  /** What the run's process says of itself. */
  void now(String text);

  Output output();

  /** The journal cannot be read. */
  default void unreadable(String run, String why) {
    output().remark("run " + run + ": " + why);
  }

  /**
   * The journal was changed.
   *
   * @param line the first that does not follow from the one before it
   */
  default void broken(int line) {
    output().remark("line " + line + " of the journal does not follow from the one before it");
  }

  /** For people. */
  record Text(Output output) implements ShowView {
    @Override
    public void event(RecordedEvent event) {
      output.line(Moments.seconds(event.at()) + "  " + event.kind() + "  " + event.event().text());
    }

    @Override
    public void now(String text) {
      output.line("now: " + text);
    }
  }

  /** For programs. */
  record Json(Output output) implements ShowView {
    @Override
    public void event(RecordedEvent event) {
      new JsonRunView(output.out()).event(event);
    }

    @Override
    public void now(String text) {
      new JsonRunView(output.out()).answer(text);
    }
  }
}
