package io.safeops.document;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The user's home directory, what {@code ~} stands for: {@code $HOME}, else that of the passwd
 * entry. The same rule as in the lab's scripts, so that both find the same files where {@code sudo
 * -E} or a CI sets {@code HOME}. (Java's own {@code user.home} looks at the passwd entry alone.)
 */
public final class HomeDirectory {

  private HomeDirectory() {}

  /** The home directory of this process; {@code /} if the user has none. */
  public static Path ofProcess() {
    return of(System.getenv("HOME"), System.getProperty("user.home"));
  }

  /** Where programs keep what outlives them: {@code $XDG_STATE_HOME}, else {@code .local/state}. */
  public static Path stateOfProcess() {
    return absolute(System.getenv("XDG_STATE_HOME")).orElse(ofProcess().resolve(".local/state"));
  }

  /**
   * @param environment {@code $HOME}; a relative path is ignored, as the XDG specification has it
   * @param passwd that of the passwd entry; {@code ?} is Java's word for none
   */
  static Path of(@Nullable String environment, String passwd) {
    return absolute(environment).or(() -> absolute(passwd)).orElse(Path.of("/"));
  }

  private static Optional<Path> absolute(@Nullable String path) {
    return Optional.ofNullable(path).filter(p -> p.startsWith("/")).map(Path::of);
  }
}
