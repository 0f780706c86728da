package io.safeops.inventory;

import io.safeops.transport.ssh.SshSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The {@code ssh} settings at one place of an inventory. A missing setting is taken from the next
 * outer place: for a node from the defaults, for an out-of-band address from its node.
 *
 * @param route how the host is reached, if it is set here
 */
record SshLayer(
    Optional<String> user,
    Optional<Integer> port,
    Optional<List<Path>> identities,
    Optional<Agent> agent,
    Optional<List<Path>> knownHosts,
    Optional<SshRoute> route,
    Optional<Boolean> sudo) {

  static final SshLayer EMPTY =
      new SshLayer(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** The ssh agent that signs: the one of the session, one at a socket, or none. */
  record Agent(boolean isUsed, Optional<Path> socket) {
    Optional<Path> socketOf(ProcessEnvironment processEnvironment) {
      return isUsed ? socket.or(processEnvironment::agent) : Optional.empty();
    }
  }

  /** The route to the host itself. */
  sealed interface SshRoute {
    /** Direct connection to its address. */
    record Direct() implements SshRoute {}

    /** Through a jump host, which may have a route of its own. */
    record Jump(HostAddress host, SshLayer ssh) implements SshRoute {}

    /** Through a proxy program. */
    record Proxy(List<String> argv) implements SshRoute {}
  }

  SshLayer over(SshLayer around) {
    return new SshLayer(
        user.or(around::user),
        port.or(around::port),
        identities.or(around::identities),
        agent.or(around::agent),
        knownHosts.or(around::knownHosts),
        route.or(around::route),
        sudo.or(around::sudo));
  }

  /** The settings that a jump host inherits: user, keys, agent and known hosts. */
  private SshLayer forJumpHost() {
    return new SshLayer(
        user, Optional.empty(), identities, agent, knownHosts, Optional.empty(), Optional.empty());
  }

  SshSettings settings(HostAddress host, ProcessEnvironment processEnvironment) {
    Optional<SshSettings> jump = Optional.empty();
    List<String> proxy = List.of();
    if (route.isPresent()) {
      if (route.get() instanceof SshRoute.Jump through) {
        SshLayer hop = through.ssh().over(forJumpHost());
        jump = Optional.of(hop.settings(through.host(), processEnvironment));
      } else if (route.get() instanceof SshRoute.Proxy program) {
        proxy = program.argv();
      }
    }
    return new SshSettings(
        host.value(),
        port.orElse(22),
        user.orElse("root"),
        identities.orElseGet(processEnvironment::defaultIdentities),
        agent.orElse(new Agent(true, Optional.empty())).socketOf(processEnvironment),
        knownHosts.orElseGet(processEnvironment::defaultKnownHosts),
        jump,
        proxy,
        sudo.orElse(false));
  }
}
