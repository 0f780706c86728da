package io.safeops.cli.view;

import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import java.io.PrintWriter;
import java.util.Map;

/** For programs: JSON lines on standard output. */
public final class JsonRunView implements RunView {

  private final PrintWriter out;

  public JsonRunView(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void event(RecordedEvent event) {
    print(RunLines.event(event));
  }

  @Override
  public void answer(String text) {
    print(RunLines.answer(text));
  }

  @Override
  public void gone(String text) {
    print(RunLines.gone(text));
  }

  @Override
  public void end(Outcome outcome) {
    print(RunLines.end(outcome, outcome.exit()));
  }

  private void print(Map<String, Object> line) {
    out.println(Json.line(line));
  }
}
