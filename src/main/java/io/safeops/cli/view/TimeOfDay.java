package io.safeops.cli.view;

import io.safeops.run.event.RecordedEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** The time of day at which something happened, for people at this machine. */
public final class TimeOfDay {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  private TimeOfDay() {}

  /**
   * As {@code 03:04:05}.
   *
   * @param now for an event that tells no time of its own
   */
  public static String of(RecordedEvent event, Instant now) {
    return TIME.format(event.time().orElse(now));
  }
}
