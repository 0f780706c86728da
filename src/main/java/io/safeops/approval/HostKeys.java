package io.safeops.approval;

import io.safeops.inventory.Inventory;
import io.safeops.inventory.InventoryNode;
import io.safeops.inventory.OutOfBand;
import io.safeops.transport.TransportException;
import io.safeops.transport.ssh.SshSettings;
import io.safeops.transport.ssh.TrustedHostKeys;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The host keys that are trusted, by host and port.
 *
 * @param fingerprints as {@code ssh-keygen -l} prints them, by {@code HOST PORT}
 */
public record HostKeys(Map<String, SortedSet<String>> fingerprints) {

  public HostKeys {
    Map<String, SortedSet<String>> copy = new TreeMap<>();
    fingerprints.forEach(
        (place, keys) -> copy.put(place, Collections.unmodifiableSortedSet(new TreeSet<>(keys))));
    fingerprints = Collections.unmodifiableMap(copy);
  }

  /**
   * Those of all nodes of an inventory, of their jump hosts and of their out-of-band addresses.
   * Reads the known_hosts files; opens no socket.
   *
   * @throws TransportException when such a file is there and cannot be read
   */
  public static HostKeys of(Inventory inventory) throws TransportException {
    Map<String, SortedSet<String>> found = new TreeMap<>();
    TrustedHostKeys trusted = new TrustedHostKeys();
    for (InventoryNode node : inventory.nodes()) {
      add(node.ssh(), trusted, found);
      for (OutOfBand path : node.outOfBand()) {
        if (path instanceof OutOfBand.ByAddress address) {
          add(address.ssh(), trusted, found);
        }
      }
    }
    return new HostKeys(found);
  }

  private static void add(
      SshSettings ssh, TrustedHostKeys trusted, Map<String, SortedSet<String>> found)
      throws TransportException {
    Optional<SshSettings> next = Optional.of(ssh);
    while (next.isPresent()) {
      found.put(place(next.get()), trusted.of(next.get()));
      next = next.get().jump();
    }
  }

  private static String place(SshSettings ssh) {
    return ssh.host() + " " + ssh.port();
  }

  /** Those of the host of a connection; none if no key of it is known. */
  SortedSet<String> of(SshSettings ssh) {
    return fingerprints.getOrDefault(place(ssh), Collections.emptySortedSet());
  }
}
