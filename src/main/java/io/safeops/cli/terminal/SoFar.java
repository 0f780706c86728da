package io.safeops.cli.terminal;

import io.safeops.run.event.RecordedEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells what had happened before a session came from what happens now. The run first sends all that
 * had happened, and answers no question before. Of the thread that reads events alone.
 */
final class SoFar {

  static final String LINE = "--- this was so far; from here on as it happens ---";

  /** When the session came; empty once all that was before has been shown, or if nothing was. */
  private Optional<Instant> since;

  private boolean wasShown;

  /**
   * @param since when the session came; empty if it is there from the begin
   */
  SoFar(Optional<Instant> since) {
    this.since = since;
  }

  /** Whether it happened before. What tells no time did so until the run answers a question. */
  boolean has(RecordedEvent event) {
    boolean is = since.filter(came -> event.time().map(came::isAfter).orElse(true)).isPresent();
    wasShown |= is;
    return is;
  }

  /**
   * All that was before has been shown.
   *
   * @return whether a line must part it from what comes: true at most once
   */
  boolean ends() {
    boolean parts = since.isPresent() && wasShown;
    since = Optional.empty();
    return parts;
  }
}
