package io.safeops.cli.view;

import io.safeops.run.event.Outcome;

/**
 * Shows what a run answers to one command of the operator: {@code confirm}, {@code rollback},
 * {@code extend}.
 *
 * <p>JSON: one object. {@code {"answer", "done"}} when the run goes on, and {@code done} says
 * whether it did what it was told; {@code {"end", "exit", "text"}} when it ended; {@code {"gone"}}
 * when its process is gone and has told no outcome. A line {@code {"silent"}} may come first: the
 * process has not answered yet. Each has the key {@code format}, too; {@link
 * io.safeops.schema.EventsSchema} describes them.
 */
public sealed interface CommandAnswerView {

  static CommandAnswerView of(Format format) {
    return format.choose(Text::new, Json::new);
  }

  /**
   * @param done whether the run did what it was told
   */
  void answer(String text, boolean done);

  /** The run's process has not answered yet. */
  void silent(String text);

  /**
   * @param exit the status of this command
   */
  void end(Outcome outcome, int exit);

  /** The run's process is gone and has told no outcome. */
  void gone(String text);

  /** For people. */
  record Text(Output output) implements CommandAnswerView {
    @Override
    public void answer(String text, boolean done) {
      output.line(text);
    }

    @Override
    public void silent(String text) {
      output.remark(text);
    }

    @Override
    public void end(Outcome outcome, int exit) {
      output.line(outcome.text());
    }

    @Override
    public void gone(String text) {
      output.line(text);
    }
  }

  /** For programs. */
  record Json(Output output) implements CommandAnswerView {
    @Override
    public void answer(String text, boolean done) {
      output.json(RunLines.answer(text, done));
    }

    @Override
    public void silent(String text) {
      output.json(RunLines.silent(text));
    }

    @Override
    public void end(Outcome outcome, int exit) {
      output.json(RunLines.end(outcome, exit));
    }

    @Override
    public void gone(String text) {
      output.json(RunLines.gone(text));
    }
  }
}
