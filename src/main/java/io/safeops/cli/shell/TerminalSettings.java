package io.safeops.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/**
 * The settings of the terminal as they were when the shell began. JLine changes and restores them
 * with {@code stty}; Ctrl-C at that moment ends {@code stty} too, and the terminal would stay
 * without echo.
 */
final class TerminalSettings {

  private static final int ATTEMPTS = 5;

  private final String saved;

  private TerminalSettings(String saved) {
    this.saved = saved;
  }

  /**
   * Reads them.
   *
   * @throws IOException when there is no {@code stty}, or no terminal on standard input
   */
  static TerminalSettings read() throws IOException {
    return new TerminalSettings(stty("-g").strip());
  }

  /**
   * Restores them.
   *
   * @throws IOException when that fails again and again
   */
  void restore() throws IOException {
    stty(saved);
  }

  private static String stty(String word) throws IOException {
    IOException last = new IOException("stty was not run");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return once(word);
      } catch (IOException killed) {
        last = killed;
      }
    }
    throw last;
  }

  private static String once(String word) throws IOException {
    Process process =
        new ProcessBuilder("stty", word)
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    boolean isInterrupted = false;
    while (true) {
      try {
        int exit = process.waitFor();
        if (isInterrupted) {
          Thread.currentThread().interrupt();
        }
        if (exit != 0) {
          throw new IOException("stty ended with " + exit);
        }
        return said;
      } catch (InterruptedException again) {
        isInterrupted = true;
      }
    }
  }
}
