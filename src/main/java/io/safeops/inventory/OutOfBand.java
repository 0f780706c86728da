package io.safeops.inventory;

import io.safeops.transport.Transport;
import io.safeops.transport.command.CommandTransport;
import io.safeops.transport.connect.RetryingTransport;
import io.safeops.transport.ssh.Keyring;
import io.safeops.transport.ssh.SshSettings;
import io.safeops.transport.ssh.SshTransport;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An out-of-band path to a node: it does not cross the network being changed. */
public sealed interface OutOfBand {

  /** The operator's name for it; unique on its node. */
  String name();

  /** The parts that may fail while this path still works, as the inventory claims. */
  Set<FailureDomain> survives();

  /** A description for messages. */
  String description();

  /** The transport over this path; empty if only the operator can use the path. */
  Optional<Transport> transport(Keyring keyring);

  /** A path through a program on this machine that gives a root shell on the node. */
  record ByCommand(String name, Set<FailureDomain> survives, List<String> argv)
      implements OutOfBand {
    public ByCommand {
      survives = Set.copyOf(survives);
      argv = List.copyOf(argv);
    }

    @Override
    public String description() {
      return name + " (`" + argv.get(0) + "`)";
    }

    @Override
    public Optional<Transport> transport(Keyring keyring) {
      return Optional.of(new CommandTransport("out of band: " + description(), argv));
    }
  }

  /** A path by ssh to another address of the node. */
  record ByAddress(String name, Set<FailureDomain> survives, SshSettings ssh) implements OutOfBand {
    public ByAddress {
      survives = Set.copyOf(survives);
    }

    @Override
    public String description() {
      return name + " (" + ssh.description() + ")";
    }

    @Override
    public Optional<Transport> transport(Keyring keyring) {
      return Optional.of(RetryingTransport.of(new SshTransport(ssh, keyring)));
    }
  }

  /**
   * A console that the operator looks at; safeops itself cannot use it.
   *
   * @param place how to find it: {@code Proxmox > 122}
   */
  record ByConsole(String name, Set<FailureDomain> survives, String place) implements OutOfBand {
    public ByConsole {
      survives = Set.copyOf(survives);
    }

    @Override
    public String description() {
      return name + " (" + place + ", by the operator's own eyes)";
    }

    @Override
    public Optional<Transport> transport(Keyring keyring) {
      return Optional.empty();
    }
  }
}
