package io.safeops.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What was typed at the terminal of this process before anything was asked. */
final class TypedAhead {

  /** A paste comes in several pieces over a slow line. */
  private static final Duration QUIET = Duration.ofMillis(100);

  /** A key that is held down must not keep the question away for ever. */
  private static final Duration MOST = Duration.ofSeconds(1);

  private static final Duration LOOK = Duration.ofMillis(10);

  private TypedAhead() {}

  /**
   * Throws it away. The terminal must be in raw mode: otherwise it gives whole lines only, and what
   * was typed without Enter would stay for the answer.
   *
   * @return whether there was anything
   */
  static boolean forget() throws IOException {
    // Not closed: it would close the standard input of the process.
    InputStream typed = new FileInputStream(FileDescriptor.in);
    byte[] lost = new byte[4096];
    boolean was = false;
    long begun = System.nanoTime();
    long last = begun;
    for (long now = begun;
        now - last < QUIET.toNanos() && now - begun < MOST.toNanos();
        now = System.nanoTime()) {
      int there = typed.available();
      if (there > 0) {
        was |= typed.read(lost, 0, Math.min(there, lost.length)) > 0;
        last = System.nanoTime();
      } else {
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
    return was;
  }
}
