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

/** A way to a node that does not cross the network being changed. */
public sealed interface OutOfBand {

  /** What the operator calls it; unique on its node. */
  String name();

  /** What may fail while this way still works, as the inventory claims. */
  Set<FailureDomain> survives();

  /** For a message: what it is. */
  String description();

  /** The way as safeops itself can go it; empty where it takes the operator's eyes and hands. */
  Optional<Transport> transport(Keyring keyring);

  /** A program on this machine that gives a root shell on the node. */
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

  /** Ssh to another address of the node. */
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
   * A console that the operator looks at.
   *
   * @param place where to find it: {@code Proxmox > 122}
   */
  record ByEyes(String name, Set<FailureDomain> survives, String place) implements OutOfBand {
    public ByEyes {
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
