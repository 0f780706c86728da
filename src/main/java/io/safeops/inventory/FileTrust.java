package io.safeops.inventory;

import io.safeops.document.Position;
import io.safeops.document.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a file may name programs to run: whoever can write it, or put another in its place, could
 * have them run anything as whoever runs safeops.
 */
final class FileTrust {

  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int STICKY = 01000;

  /** As Linux follows (path_resolution(7)). */
  private static final int MOST_LINKS = 40;

  private final Optional<String> distrust;

  private FileTrust(Optional<String> distrust) {
    this.distrust = distrust;
  }

  static FileTrust of(Path file, ProcessEnvironment processEnvironment) {
    return new FileTrust(distrust(file, processEnvironment.user()));
  }

  /** What is no file of its own may name no program. */
  static FileTrust none() {
    return new FileTrust(Optional.of("it is no inventory file"));
  }

  /** What the operator typed himself. */
  static FileTrust full() {
    return new FileTrust(Optional.empty());
  }

  private static Optional<String> distrust(Path file, int user) {
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.of("it is not a regular file: save it in one");
      }
      int mode = mode(file);
      int owner = owner(file);
      if ((mode & WRITABLE_BY_OTHERS) != 0) {
        return Optional.of(
            "others than its owner can write it (mode %04o): chmod go-w %s".formatted(mode, file));
      }
      if (owner != 0 && owner != user) {
        return Optional.of(
            "it belongs to user %d, not to root or to you (%d): copy it, or chown it"
                .formatted(owner, user));
      }
      return distrustOfWay(file.toAbsolutePath(), user, MOST_LINKS);
    } catch (IOException | UnsupportedOperationException unreadable) {
      return Optional.of("its owner cannot be read: " + unreadable.getMessage());
    }
  }

  /**
   * Looks at every directory on the way, and at those that symbolic links lead through: who can
   * write one puts another file in the place of this. In a directory with the sticky bit (/tmp)
   * only the owner of what is in it can.
   */
  private static Optional<String> distrustOfWay(Path path, int user, int linksLeft)
      throws IOException {
    Path way = path.getRoot();
    for (int i = 0; i < path.getNameCount(); i++) {
      Optional<String> distrust = distrustOfDirectory(way, user);
      if (distrust.isPresent()) {
        return distrust;
      }
      Path next = way.resolve(path.getName(i));
      if (Files.isSymbolicLink(next)) {
        int owner = owner(next, LinkOption.NOFOLLOW_LINKS);
        if (owner != 0 && owner != user) {
          return Optional.of(
              "the symbolic link %s on its way belongs to user %d, not to root or to you (%d)"
                  .formatted(next, owner, user));
        }
        if (linksLeft == 0) {
          return Optional.of("more than " + MOST_LINKS + " symbolic links lead to it");
        }
        Path target = way.resolve(Files.readSymbolicLink(next));
        Path rest = path.subpath(i, path.getNameCount());
        Path whole =
            rest.getNameCount() == 1
                ? target
                : target.resolve(rest.subpath(1, rest.getNameCount()));
        return distrustOfWay(whole, user, linksLeft - 1);
      }
      way = next.endsWith("..") ? next.toRealPath() : next;
    }
    return Optional.empty();
  }

  private static Optional<String> distrustOfDirectory(Path directory, int user) throws IOException {
    int mode = mode(directory);
    int owner = owner(directory);
    if ((mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0) {
      return Optional.of(
          "others than its owner can write the directory %s (mode %04o), and put another file in its place: chmod go-w %s"
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

  /** Reports a program named at this place, if the file may not name one. */
  void requireAt(Position at, String key, Problems problems) {
    distrust.ifPresent(
        why ->
            problems.add(
                at, "`" + key + "` names a program to run, and this file may not: " + why));
  }
}
