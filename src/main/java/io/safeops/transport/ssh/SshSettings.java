package io.safeops.transport.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of one ssh connection.
 *
 * @param host name or address; never starts with a dash, because it reaches a proxy command's
 *     arguments
 * @param identities private key files, tried in this order
 * @param agent socket of the ssh agent
 * @param knownHosts files that are read, never written; a missing one counts as empty
 * @param jump the host through which this one is reached; it may have a jump host itself
 * @param proxyCommand arguments of a program whose standard input and output are the connection;
 *     {@code %h %p %r %%} stand for host, port, user and a percent sign. Empty: none
 * @param sudo whether commands run through {@code sudo -n}
 */
public record SshSettings(
    String host,
    int port,
    String user,
    List<Path> identities,
    Optional<Path> agent,
    List<Path> knownHosts,
    Optional<SshSettings> jump,
    List<String> proxyCommand,
    boolean sudo) {

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_:.%\\[\\]][A-Za-z0-9_:.%-]*");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@\\\\-]*[$]?");

  public SshSettings {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("`" + host + "` is not a host name or an address");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not within 1 to 65535");
    }
    if (!USER.matcher(user).matches()) {
      throw new IllegalArgumentException("`" + user + "` is not a user name");
    }
    if (jump.isPresent() && !proxyCommand.isEmpty()) {
      throw new IllegalArgumentException("a jump host and a proxy command exclude each other");
    }
    identities = List.copyOf(identities);
    knownHosts = List.copyOf(knownHosts);
    proxyCommand = List.copyOf(proxyCommand);
  }

  /** A connection to port 22 without keys, agent or known hosts, for the {@code with} methods. */
  public static SshSettings of(String user, String host) {
    return new SshSettings(
        host, 22, user, List.of(), Optional.empty(), List.of(), Optional.empty(), List.of(), false);
  }

  public SshSettings withPort(int value) {
    return new SshSettings(
        host, value, user, identities, agent, knownHosts, jump, proxyCommand, sudo);
  }

  public SshSettings withIdentities(Path... values) {
    return new SshSettings(
        host, port, user, List.of(values), agent, knownHosts, jump, proxyCommand, sudo);
  }

  public SshSettings withAgent(Path value) {
    return new SshSettings(
        host, port, user, identities, Optional.of(value), knownHosts, jump, proxyCommand, sudo);
  }

  public SshSettings withKnownHosts(Path... values) {
    return new SshSettings(
        host, port, user, identities, agent, List.of(values), jump, proxyCommand, sudo);
  }

  public SshSettings withJump(SshSettings value) {
    return new SshSettings(
        host, port, user, identities, agent, knownHosts, Optional.of(value), List.of(), sudo);
  }

  public SshSettings withProxyCommand(String... argv) {
    return new SshSettings(
        host, port, user, identities, agent, knownHosts, Optional.empty(), List.of(argv), sudo);
  }

  public SshSettings withSudo(boolean value) {
    return new SshSettings(
        host, port, user, identities, agent, knownHosts, jump, proxyCommand, value);
  }

  /** The jump host or proxy that the connection passes first; empty for none. */
  String firstHop() {
    SshSettings first = this;
    while (first.jump().isPresent()) {
      first = first.jump().get();
    }
    if (!first.proxyCommand().isEmpty()) {
      return "through " + String.join(" ", first.proxyCommand());
    }
    return first == this ? "" : first.host() + " port " + first.port();
  }

  /** {@code ssh user@host}, with the port if it is not 22, and the jump host or proxy. */
  public String description() {
    String place = "ssh " + user + "@" + host + (port == 22 ? "" : " port " + port);
    if (jump.isPresent()) {
      return place + " by way of " + jump.get().host();
    }
    return proxyCommand.isEmpty() ? place : place + " through `" + proxyCommand.get(0) + "`";
  }
}
