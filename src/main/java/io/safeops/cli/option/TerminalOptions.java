package io.safeops.cli.option;

import java.util.Locale;
import picocli.CommandLine.Option;

/** How a session uses the terminal. */
public final class TerminalOptions {

  @Option(
      names = "--plain",
      description =
          "Draw nothing on the terminal again: for screen readers and slow lines. Also with"
              + " SAFEOPS_PLAIN=1, and where TERM is dumb.")
  private boolean plain;

  /** Whether nothing on the screen may be drawn again. */
  public boolean isPlain() {
    return plain || isPlainWanted();
  }

  /** Whether the environment asks for it. */
  public static boolean isPlainWanted() {
    String wanted = System.getenv().getOrDefault("SAFEOPS_PLAIN", "").toLowerCase(Locale.ROOT);
    return !(wanted.isEmpty() || wanted.equals("0") || wanted.equals("no"));
  }
}
