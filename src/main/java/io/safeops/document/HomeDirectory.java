package io.safeops.document;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The user's home directory, for which {@code ~} stands: {@code $HOME}, or else the home directory
 * of the passwd entry. The lab's scripts use the same rule, so both find the same files where
 * {@code sudo -E} or a CI system sets {@code HOME}. (Java's own {@code user.home} uses only the
 * passwd entry.)
 */
public final class HomeDirectory {

  private HomeDirectory() {}

  /** The home directory of this process; {@code /} if the user has none. */
  public static Path ofProcess() {
    return of(System.getenv("HOME"), System.getProperty("user.home"));
  }

  /** The directory for state files: {@code $XDG_STATE_HOME}, or else {@code .local/state}. */
  public static Path stateOfProcess() {
    return absolute(System.getenv("XDG_STATE_HOME")).orElse(ofProcess().resolve(".local/state"));
  }

  /**
   * @param environment {@code $HOME}; a relative path is ignored, as the XDG specification says
   * @param passwd the home directory of the passwd entry; Java gives {@code ?} if there is none
   */
  static Path of(@Nullable String environment, String passwd) {
    return absolute(environment).or(() -> absolute(passwd)).orElse(Path.of("/"));
  }

  private static Optional<Path> absolute(@Nullable String path) {
    return Optional.ofNullable(path).filter(p -> p.startsWith("/")).map(Path::of);
  }
}
