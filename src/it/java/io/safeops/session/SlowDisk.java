package io.safeops.session;

import io.safeops.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A node's disk that is slow at one moment of a run: a state is written but its sync does not
 * return, so the guard has not announced it yet. Each such sync waits until {@link #goOn}, or for
 * six seconds.
 */
final class SlowDisk implements AutoCloseable {

  private static final String SYNC =
      """
      cat >/usr/local/bin/sync <<'END'
      #!/bin/sh
      { IFS= read -r run && IFS= read -r wanted; } 2>/dev/null </run/slow-disk &&
        [ "$1" = "/var/lib/safeops/$run" ] && IFS= read -r state <"$1/state" &&
        [ "$state" = "state=$wanted" ] && : >/run/slow-disk-holds
      n=0
      while [ "${state:-}" = "state=${wanted:-none}" ] && [ -e /run/slow-disk ] && [ "$n" -lt 300 ]; do
        n=$((n + 1))
        sleep 0.02
      done
      exec /usr/bin/sync "$@"
      END
      chmod 755 /usr/local/bin/sync
      rm -f /run/slow-disk-holds
      printf '%s\\n' "$1" >/run/slow-disk
      """;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Lab lab;
  private final String node;
  private final Path run;

  /** Makes the disk slow for syncs of this run in this state. */
  SlowDisk(Lab lab, String node, String run, String state) {
    this.lab = lab;
    this.node = node;
    this.run = lab.root(node).resolve("run");
    String script = SYNC.replace("\"$1\" >/run", "'" + run + "\n" + state + "' >/run");
    Lab.Answer made = lab.script(node, script);
    if (!made.ok()) {
      throw new AssertionError("no slow disk on " + node + ": " + made.err());
    }
  }

  /** Waits until the state is written and its sync is held. */
  void awaitHeld() {
    Path holds = run.resolve("slow-disk-holds");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(holds)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the disk of " + node + " was never asked for that");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  void goOn() {
    try {
      Files.deleteIfExists(run.resolve("slow-disk"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    lab.script(node, "rm -f /run/slow-disk /run/slow-disk-holds /usr/local/bin/sync");
  }
}
