package io.safeops.inventory;

import io.safeops.document.HomeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings that an inventory takes from the process that reads it.
 *
 * @param home the home directory, for which {@code ~} stands
 * @param agent the socket of the ssh agent, from SSH_AUTH_SOCK
 * @param user the numeric id of the user who runs safeops
 */
record ProcessEnvironment(Path home, Optional<Path> agent, int user) {

  private static final List<String> KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");
  private static final Path SYSTEM_KNOWN_HOSTS = Path.of("/etc/ssh/ssh_known_hosts");

  static ProcessEnvironment ofProcess() {
    return new ProcessEnvironment(
        HomeDirectory.ofProcess(),
        Optional.ofNullable(System.getenv("SSH_AUTH_SOCK")).filter(s -> !s.isEmpty()).map(Path::of),
        ownId());
  }

  private static int ownId() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | UnsupportedOperationException unknown) {
      // Only files of root may name programs then.
      return 0;
    }
  }

  /** The keys that ssh offers by default. */
  List<Path> defaultIdentities() {
    return KEYS.stream()
        .map(name -> home.resolve(".ssh").resolve(name))
        .filter(Files::exists)
        .toList();
  }

  List<Path> defaultKnownHosts() {
    return List.of(home.resolve(".ssh/known_hosts"), SYSTEM_KNOWN_HOSTS);
  }
}
