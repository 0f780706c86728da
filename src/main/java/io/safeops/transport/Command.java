package io.safeops.transport;

import java.util.List;

/**
 * A command as arguments, never as a shell line. Where a shell stands in between (sshd gives the
 * command to the user's login shell) the arguments are quoted by {@link ShellQuote}, the only
 * quoting function.
 */
public record Command(List<String> argv) {

  public Command {
    argv = List.copyOf(argv);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command needs at least one argument");
    }
  }

  public static Command of(String... argv) {
    return new Command(List.of(argv));
  }

  /** As one line for a POSIX shell. */
  public String shellLine() {
    return ShellQuote.command(argv);
  }
}
