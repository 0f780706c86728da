package io.safeops.inventory;

import io.safeops.document.Position;
import io.safeops.document.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a file may name programs to run: whoever can write it could have them run anything as
 * whoever runs safeops.
 */
final class FileTrust {

  private static final int WRITABLE_BY_OTHERS = 0022;

  private final Optional<String> distrust;

  private FileTrust(Optional<String> distrust) {
    this.distrust = distrust;
  }

  static FileTrust of(Path file, Surroundings surroundings) {
    return new FileTrust(distrust(file, surroundings.user()));
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
      int mode = (Integer) Files.getAttribute(file, "unix:mode") & 07777;
      int owner = (Integer) Files.getAttribute(file, "unix:uid");
      if ((mode & WRITABLE_BY_OTHERS) != 0) {
        return Optional.of(
            "others than its owner can write it (mode %04o): chmod go-w %s".formatted(mode, file));
      }
      if (owner != 0 && owner != user) {
        return Optional.of(
            "it belongs to user %d, not to root or to you (%d): copy it, or chown it"
                .formatted(owner, user));
      }
      return Optional.empty();
    } catch (IOException | UnsupportedOperationException unreadable) {
      return Optional.of("its owner cannot be read: " + unreadable.getMessage());
    }
  }

  /** Reports a program named at this place, if the file may not name one. */
  void requireAt(Position at, String key, Problems problems) {
    distrust.ifPresent(
        why ->
            problems.add(
                at, "`" + key + "` names a program to run, and this file may not: " + why));
  }
}
