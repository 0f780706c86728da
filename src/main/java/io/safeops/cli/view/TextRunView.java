package io.safeops.cli.view;

import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import java.io.PrintWriter;
import java.time.Instant;

/** For people: a line an event on standard error, the end on standard output. */
public final class TextRunView implements RunView {

  private final PrintWriter out;
  private final PrintWriter err;

  public TextRunView(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public void event(RecordedEvent event) {
    if (!(event.event() instanceof RunEvent.Ended)) {
      err.println(TimeOfDay.of(event, Instant.now()) + "  " + event.event().text());
    }
  }

  @Override
  public void answer(String text) {
    err.println("          " + text);
  }

  @Override
  public void gone(String text) {
    out.println(text);
  }

  @Override
  public void end(Outcome outcome) {
    out.println(outcome.text());
  }
}
