package io.safeops.approval;

import io.safeops.transport.ssh.SshSettings;
import java.util.List;
import java.util.Optional;

/**
 * A connection by ssh, in all that decides which machine is reached and as whom. Keys, agents and
 * the places of files are not part of it: they differ between the machines of two operators.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param login the user, and whether commands run through sudo
 * @param hostKeys the fingerprints of the keys that are trusted for the host, sorted; none if no
 *     key is known
 * @param jump the host through which it is reached
 * @param proxy the program whose standard input and output are the connection
 */
public record BoundConnection(
    String host,
    int port,
    String login,
    List<String> hostKeys,
    Optional<BoundConnection> jump,
    Optional<BoundCommand> proxy) {

  public BoundConnection {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not within 1 to 65535");
    }
    hostKeys = hostKeys.stream().sorted().distinct().toList();
  }

  static BoundConnection of(SshSettings ssh, HostKeys hostKeys, SecretDigests digests) {
    return new BoundConnection(
        PlainLine.of(ssh.host()),
        ssh.port(),
        ssh.user() + (ssh.sudo() ? " with sudo" : ""),
        List.copyOf(hostKeys.of(ssh)),
        ssh.jump().map(jump -> of(jump, hostKeys, digests)),
        ssh.proxyCommand().isEmpty()
            ? Optional.empty()
            : Optional.of(BoundCommand.of(ssh.proxyCommand(), digests)));
  }

  /** All of it but the host keys, of itself and of the hosts before it. */
  public String route() {
    return "ssh "
        + login
        + " at "
        + host
        + " port "
        + port
        + jump.map(through -> " by way of " + through.route()).orElse("")
        + proxy.map(program -> " through " + program).orElse("");
  }
}
