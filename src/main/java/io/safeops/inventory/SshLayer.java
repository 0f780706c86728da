package io.safeops.inventory;

import io.safeops.transport.ssh.SshSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The ssh keys of one place in an inventory; what a place leaves out comes from the place around
 * it: a node's from the defaults, an out-of-band address's from its node.
 *
 * @param way how the host is reached, where this place says so
 */
record SshLayer(
    Optional<String> user,
    Optional<Integer> port,
    Optional<List<Path>> identities,
    Optional<Agent> agent,
    Optional<List<Path>> knownHosts,
    Optional<SshRoute> way,
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

  /** Which agent signs: the one of the session, one at a socket, none. */
  record Agent(boolean isUsed, Optional<Path> socket) {
    Optional<Path> socketOf(ProcessEnvironment processEnvironment) {
      return isUsed ? socket.or(processEnvironment::agent) : Optional.empty();
    }
  }

  /** How the host itself is reached. */
  sealed interface SshRoute {
    /** By its own address. */
    record Direct() implements SshRoute {}

    /** Through another host, which may have a way of its own. */
    record Jump(HostAddress host, SshLayer ssh) implements SshRoute {}

    /** Through a program. */
    record Proxy(List<String> argv) implements SshRoute {}
  }

  SshLayer over(SshLayer around) {
    return new SshLayer(
        user.or(around::user),
        port.or(around::port),
        identities.or(around::identities),
        agent.or(around::agent),
        knownHosts.or(around::knownHosts),
        way.or(around::way),
        sudo.or(around::sudo));
  }

  /** What a jump host takes over: who logs in and how keys are found and checked. */
  private SshLayer forJumpHost() {
    return new SshLayer(
        user, Optional.empty(), identities, agent, knownHosts, Optional.empty(), Optional.empty());
  }

  SshSettings settings(HostAddress host, ProcessEnvironment processEnvironment) {
    Optional<SshSettings> jump = Optional.empty();
    List<String> proxy = List.of();
    if (way.isPresent()) {
      if (way.get() instanceof SshRoute.Jump through) {
        SshLayer hop = through.ssh().over(forJumpHost());
        jump = Optional.of(hop.settings(through.host(), processEnvironment));
      } else if (way.get() instanceof SshRoute.Proxy program) {
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
