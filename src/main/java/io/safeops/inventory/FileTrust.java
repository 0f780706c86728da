package io.safeops.inventory;

import io.safeops.document.Position;
import io.safeops.document.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Decides whether a file may name programs to run. Any user who can write or replace the file could
 * run any program with the rights of the user who runs safeops.
 */
final class FileTrust {

  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int STICKY = 01000;

  /** Most symbolic links that Linux follows in one path (path_resolution(7)). */
  private static final int MAX_LINKS = 40;

  private final Optional<String> distrust;

  private FileTrust(Optional<String> distrust) {
    this.distrust = distrust;
  }

  static FileTrust of(Path file, ProcessEnvironment processEnvironment) {
    return new FileTrust(distrust(file, processEnvironment.user()));
  }

  /** For an inventory that is not a file of its own: it may not name programs. */
  static FileTrust none() {
    return new FileTrust(Optional.of("it is not an inventory file"));
  }

  /** For an inventory that the operator typed: it may name programs. */
  static FileTrust full() {
    return new FileTrust(Optional.empty());
  }

  private static Optional<String> distrust(Path file, int user) {
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.of("it is not a regular file: save it as a regular file");
      }
      int mode = mode(file);
      int owner = owner(file);
      if ((mode & WRITABLE_BY_OTHERS) != 0) {
        return Optional.of(
            "users other than its owner can write to it (mode %04o): run chmod go-w %s"
                .formatted(mode, file));
      }
      if (owner != 0 && owner != user) {
        return Optional.of(
            "it belongs to user %d, not to root or to you (%d): copy it or change its owner"
                .formatted(owner, user));
      }
      return distrustOfPath(file.toAbsolutePath(), user, MAX_LINKS);
    } catch (IOException | UnsupportedOperationException unreadable) {
      return Optional.of("its owner cannot be read: " + unreadable.getMessage());
    }
  }

  /**
   * Checks every directory of the path, and of the paths of symbolic links in it: a user who can
   * write to one of them can replace the file. In a directory with the sticky bit (such as /tmp)
   * only the owner of a file can replace it.
   */
  private static Optional<String> distrustOfPath(Path path, int user, int linksLeft)
      throws IOException {
    Path directory = path.getRoot();
    for (int i = 0; i < path.getNameCount(); i++) {
      Optional<String> distrust = distrustOfDirectory(directory, user);
      if (distrust.isPresent()) {
        return distrust;
      }
      Path next = directory.resolve(path.getName(i));
      if (Files.isSymbolicLink(next)) {
        int owner = owner(next, LinkOption.NOFOLLOW_LINKS);
        if (owner != 0 && owner != user) {
          return Optional.of(
              "the symbolic link %s in its path belongs to user %d, not to root or to you (%d)"
                  .formatted(next, owner, user));
        }
        if (linksLeft == 0) {
          return Optional.of("more than " + MAX_LINKS + " symbolic links lead to it");
        }
        Path target = directory.resolve(Files.readSymbolicLink(next));
        Path rest = path.subpath(i, path.getNameCount());
        Path whole =
            rest.getNameCount() == 1
                ? target
                : target.resolve(rest.subpath(1, rest.getNameCount()));
        return distrustOfPath(whole, user, linksLeft - 1);
      }
      directory = next.endsWith("..") ? next.toRealPath() : next;
    }
    return Optional.empty();
  }

  private static Optional<String> distrustOfDirectory(Path directory, int user) throws IOException {
    int mode = mode(directory);
    int owner = owner(directory);
    if ((mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0) {
      return Optional.of(
          "users other than its owner can write to the directory %s (mode %04o) and replace the file: run chmod go-w %s"
              .formatted(directory, mode, directory));
    }
    if (owner != 0 && owner != user) {
      return Optional.of(
          "the directory %s belongs to user %d, not to root or to you (%d)"
              .formatted(directory, owner, user));
    }
    return Optional.empty();
  }

  private static int mode(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:mode") & 07777;
  }

  private static int owner(Path file, LinkOption... options) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:uid", options);
  }

  /** Reports a problem at this position if the file may not name a program. */
  void requireAt(Position at, String key, Problems problems) {
    distrust.ifPresent(
        why ->
            problems.add(
                at,
                "`" + key + "` names a program to run, and this file may not name one: " + why));
  }
}
