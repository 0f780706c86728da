package io.safeops.transport.ssh;

import io.safeops.transport.TransportException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * The host keys that connections accept, by the known_hosts files of their settings. Each file is
 * read once.
 */
public final class TrustedHostKeys {

  private final Map<List<Path>, KnownHosts> read = new HashMap<>();

  /**
   * The fingerprints as {@code ssh-keygen -l} prints them, sorted; none if no file names the host.
   * Starts no program and opens no socket.
   *
   * @throws TransportException when a file is there and cannot be read
   */
  public SortedSet<String> of(SshSettings settings) throws TransportException {
    KnownHosts known = read.get(settings.knownHosts());
    if (known == null) {
      known = KnownHosts.read(settings.knownHosts());
      read.put(settings.knownHosts(), known);
    }
    return known.trusted(settings.host(), settings.port());
  }
}
