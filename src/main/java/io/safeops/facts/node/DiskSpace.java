package io.safeops.facts.node;

import io.safeops.document.Preconditions;
import java.util.Optional;

/**
 * The room on the disk of a directory that holds databases.
 *
 * @param path of the directory
 * @param freeBytes what a program may still write
 * @param totalBytes the size of the file system
 * @param freeInodes how many files can still be made; empty for a file system without such a limit,
 *     and if not read
 */
public record DiskSpace(String path, long freeBytes, long totalBytes, Optional<Long> freeInodes) {

  public DiskSpace {
    Preconditions.name("directory of databases", path);
    Preconditions.between("free bytes of " + path, freeBytes, 0, Long.MAX_VALUE);
    Preconditions.between("size of " + path, totalBytes, 0, Long.MAX_VALUE);
  }
}
