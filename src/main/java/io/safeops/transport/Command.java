package io.safeops.transport;

import java.util.List;

/**
 * A command as arguments, never as a shell line. Where a shell reads it (sshd gives the command to
 * the user's login shell), {@link ShellQuote} quotes the arguments. There is no other function that
 * quotes for a shell.
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
