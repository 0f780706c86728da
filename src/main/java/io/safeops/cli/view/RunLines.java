package io.safeops.cli.view;

import io.safeops.document.WrittenObject;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import io.safeops.schema.EventsSchema;
import java.util.Map;

/**
 * The lines of JSON about a run, for every command that prints them; {@link EventsSchema} has them.
 */
final class RunLines {

  private static final String FORMAT = "format";

  private RunLines() {}

  /** Something that happened. What another version has written of it is printed as it came. */
  static Map<String, Object> event(RecordedEvent event) {
    return WrittenObject.by(EventsSchema.EVENT.fields())
        .with(FORMAT, EventsSchema.FORMAT)
        .with("event", event.kind())
        .with("text", event.event().text())
        .with("data", event.data())
        .done();
  }

  /** What the run's process answers. */
  static Map<String, Object> answer(String text) {
    return WrittenObject.by(EventsSchema.ANSWER)
        .with(FORMAT, EventsSchema.FORMAT)
        .with("answer", text)
        .done();
  }

  /**
   * What the run's process answers to a command.
   *
   * @param done whether the run did what it was told
   */
  static Map<String, Object> answer(String text, boolean done) {
    return WrittenObject.by(EventsSchema.ANSWER)
        .with(FORMAT, EventsSchema.FORMAT)
        .with("answer", text)
        .with("done", done)
        .done();
  }

  /** The run's process has not answered yet. */
  static Map<String, Object> silent(String text) {
    return WrittenObject.by(EventsSchema.SILENT)
        .with(FORMAT, EventsSchema.FORMAT)
        .with("silent", text)
        .done();
  }

  /**
   * How the run ended.
   *
   * @param exit the status of the command
   */
  static Map<String, Object> end(Outcome outcome, int exit) {
    return WrittenObject.by(EventsSchema.END)
        .with(FORMAT, EventsSchema.FORMAT)
        .with("end", outcome.end().name())
        .with("exit", exit)
        .with("text", outcome.text())
        .done();
  }

  /** The run's process is gone and has told no outcome. */
  static Map<String, Object> gone(String text) {
    return WrittenObject.by(EventsSchema.GONE)
        .with(FORMAT, EventsSchema.FORMAT)
        .with("gone", text)
        .done();
  }

  /**
   * The review with which a run begins.
   *
   * @param review as {@link ReviewJson} has it
   */
  static Map<String, Object> review(Map<String, Object> review) {
    return WrittenObject.by(EventsSchema.REVIEW)
        .with(FORMAT, EventsSchema.FORMAT)
        .withAll(review)
        .done();
  }
}
