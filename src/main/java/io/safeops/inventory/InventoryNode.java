package io.safeops.inventory;

import io.safeops.document.Position;
import io.safeops.transport.Transport;
import io.safeops.transport.connect.RetryingTransport;
import io.safeops.transport.ssh.Keyring;
import io.safeops.transport.ssh.SshSettings;
import io.safeops.transport.ssh.SshTransport;
import java.util.List;
import java.util.Optional;

/**
 * One machine of an inventory and the ways to it.
 *
 * @param roles lower-case words: {@code central}, {@code chassis}, {@code gateway}, or the
 *     operator's own
 * @param ssh the way in band
 * @param outOfBand the other ways, in the order of the file
 * @param isWithoutOutOfBand whether the file says {@code oob: none}: there is no other way, and the
 *     operator knows it. Distinct from a file that says nothing
 * @param absent why it is always dead; nothing is asked of it then
 * @param at where the file names it
 */
public record InventoryNode(
    NodeName name,
    HostAddress address,
    List<String> roles,
    SshSettings ssh,
    List<OutOfBand> outOfBand,
    boolean isWithoutOutOfBand,
    Optional<String> absent,
    StateDirectory stateDirectory,
    GuardTimes guard,
    Position at) {

  public InventoryNode {
    roles = List.copyOf(roles);
    outOfBand = List.copyOf(outOfBand);
    if (isWithoutOutOfBand && !outOfBand.isEmpty()) {
      throw new IllegalArgumentException(name + " has an out-of-band path and has none");
    }
  }

  public boolean isAbsent() {
    return absent.isPresent();
  }

  public boolean hasRole(String role) {
    return roles.contains(role);
  }

  /** The way in band; opening it tries again while the node is unreachable. */
  public Transport transport(Keyring keyring) {
    return RetryingTransport.of(new SshTransport(ssh, keyring));
  }

  /** The first out-of-band way that safeops itself can go. */
  public Optional<Transport> outOfBandTransport(Keyring keyring) {
    return outOfBand.stream().flatMap(way -> way.transport(keyring).stream()).findFirst();
  }
}
