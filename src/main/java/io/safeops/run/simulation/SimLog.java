package io.safeops.run.simulation;

import io.safeops.document.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The log of a simulated guard: chained as that of the shell guard. */
final class SimLog {

  private final List<String> lines = new ArrayList<>();
  private String digest = "0";

  void add(long uptime, String text) {
    String rest =
        uptime
            + " "
            + Instant.ofEpochSecond(uptime / 100)
            + " "
            + text
            + " ["
            + (lines.size() + 1)
            + "]";
    digest = Sha256.hex(digest + " " + rest + "\n");
    lines.add(digest + " " + rest);
  }

  /** The hash of the last line. */
  String digest() {
    return digest;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  SimLog copy() {
    SimLog copy = new SimLog();
    copy.lines.addAll(lines);
    copy.digest = digest;
    return copy;
  }
}
