package io.safeops.transport.command;

import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.Transport;
import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import java.time.Duration;
import java.util.List;

/**
 * Reaches a node through a program on this machine. The program gives a root shell, which reads its
 * script from standard input: {@code ssh proxmox qm guest exec 122 --pass-stdin 1 -- sh}, {@code
 * docker exec -i net sh}, or {@code sh} itself for this machine. The program is started once per
 * command, from its arguments, without a shell.
 */
public final class CommandTransport implements Transport {

  private final String description;
  private final List<String> argv;

  /**
   * @param description the name of this way in messages
   */
  public CommandTransport(String description, List<String> argv) {
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command needs at least one argument");
    }
    this.description = description;
    this.argv = List.copyOf(argv);
  }

  /** This machine, as the user who runs safeops. */
  public static CommandTransport local() {
    return new CommandTransport("this machine", List.of("/bin/sh"));
  }

  @Override
  public String description() {
    return description;
  }

  /** Starts the program once, to check that it gives a shell. */
  @Override
  public Connection open(Duration timeout) throws TransportException {
    ShellConnection connection = new ShellConnection(description, argv);
    try {
      connection.run(Command.of("true"), new byte[0], timeout);
      return connection;
    } catch (TransportException failed) {
      throw new TransportException(
          TransportFailure.UNREACHABLE, String.valueOf(failed.getMessage()), failed);
    }
  }
}
