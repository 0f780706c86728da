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
 * One machine of an inventory and the paths to it.
 *
 * @param roles lower-case words: {@code central}, {@code chassis}, {@code gateway}, or the
 *     operator's own
 * @param ssh how to reach it in band
 * @param outOfBand the out-of-band paths, in the order of the file
 * @param isWithoutOutOfBand whether the file says {@code oob: none}: there is no out-of-band path,
 *     and the operator knows it. A file that says nothing is different
 * @param absent the reason why it is always down; safeops then sends it nothing
 * @param at the position of its name in the file
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
      throw new IllegalArgumentException(name + " has out-of-band paths and `oob: none`");
    }
  }

  public boolean isAbsent() {
    return absent.isPresent();
  }

  public boolean hasRole(String role) {
    return roles.contains(role);
  }

  /** The in-band transport. Opening a connection is retried while the node is unreachable. */
  public Transport transport(Keyring keyring) {
    return RetryingTransport.of(new SshTransport(ssh, keyring));
  }

  /** Where its console is, for people; empty if the inventory does not say. */
  public Optional<String> console() {
    return outOfBand.stream()
        .filter(OutOfBand.ByConsole.class::isInstance)
        .map(path -> ((OutOfBand.ByConsole) path).place())
        .findFirst();
  }

  /** The first out-of-band path that safeops itself can use. */
  public Optional<Transport> outOfBandTransport(Keyring keyring) {
    return outOfBand.stream().flatMap(path -> path.transport(keyring).stream()).findFirst();
  }
}
