package io.safeops.cli.view;

import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** For programs: JSON lines on standard output. */
public final class JsonRunView implements RunView {

  private final PrintWriter out;

  public JsonRunView(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void event(RecordedEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event.kind());
    line.put("text", event.event().text());
    line.put("data", event.data());
    print(line);
  }

  @Override
  public void answer(String text) {
    print(Map.of("answer", text));
  }

  @Override
  public void gone(String text) {
    print(Map.of("gone", text));
  }

  @Override
  public void end(Outcome outcome) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("end", outcome.end().name());
    line.put("exit", outcome.exit());
    line.put("text", outcome.text());
    print(line);
  }

  private void print(Map<String, Object> line) {
    out.println(Json.line(line));
  }
}
