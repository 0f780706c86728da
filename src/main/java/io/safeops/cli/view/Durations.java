package io.safeops.cli.view;

import java.time.Duration;

/** How lengths of time are shown where they count down. */
public final class Durations {

  private Durations() {}

  /** Minutes and seconds, as {@code 4:05}; parts of a second are cut off. */
  public static String clock(Duration length) {
    long seconds = length.toSeconds();
    return seconds / 60 + ":" + (seconds % 60 < 10 ? "0" : "") + seconds % 60;
  }
}
