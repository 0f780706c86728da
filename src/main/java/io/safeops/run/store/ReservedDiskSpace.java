package io.safeops.run.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * A file that reserves disk space for the end of a run. Where there is no space for it there is
 * none for a run either: the journal's first line fails then.
 */
final class ReservedDiskSpace implements FileJournal.Reserve {

  /** Bytes: the last lines of a run that name a thousand nodes each. */
  static final int LENGTH = 256 << 10;

  private final Path file;

  ReservedDiskSpace(Path file) {
    this.file = file;
    byte[] bytes = new byte[LENGTH];
    // A file of zeros takes no space where files are compressed.
    new SecureRandom().nextBytes(bytes);
    try {
      Files.write(file, bytes);
    } catch (IOException full) {
      giveUp();
    }
  }

  @Override
  public void giveUp() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException kept) {
      file.toFile().deleteOnExit(); // it only takes space
    }
  }
}
