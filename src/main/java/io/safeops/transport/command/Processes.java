package io.safeops.transport.command;

import io.safeops.transport.thread.IoThreads;
import java.time.Duration;

/** Ends programs that lead to a node, and all that they started. */
public final class Processes {

  private static final Duration GRACE = Duration.ofMillis(500);

  private Processes() {}

  public static void end(Process process) {
    var all = process.descendants().toList();
    process.destroy();
    all.forEach(ProcessHandle::destroy);
    if (process.isAlive() || all.stream().anyMatch(ProcessHandle::isAlive)) {
      IoThreads.later(
          GRACE,
          () -> {
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
          });
    }
  }
}
