package io.safeops.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a {@link GuardedNode} in a directory of this machine: those on its disk and those in
 * its memory ({@code run}). A test can lose unsynced writes and make sync hang.
 */
final class NodeDisk implements AutoCloseable {

  private final Path root;
  private final Path kept;
  private boolean hasOwnMemory;

  private NodeDisk(Path root, Path kept) {
    this.root = root;
    this.kept = kept;
  }

  static NodeDisk create() throws IOException {
    return new NodeDisk(
        Files.createTempDirectory("guarded-node"), Files.createTempDirectory("guarded-node-kept"));
  }

  /** The path of a file or directory of the node; an empty name means its root. */
  Path path(String name) {
    return root.resolve(name);
  }

  boolean exists(String name) {
    return Files.exists(path(name));
  }

  /** The content of a file; empty if there is no such file. */
  String read(String name) {
    try {
      return exists(name) ? Files.readString(path(name)) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String name, String text) {
    try {
      Files.writeString(path(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Moves a file atomically: a reader sees the old file or the new one. */
  void move(String from, String to) {
    try {
      Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a file or a directory with its content, if it exists. */
  void delete(String name) {
    deleteTree(path(name));
  }

  /** Loses all unsynced renames: each file is again as it was before. */
  void loseUnsynced() {
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(path("unsynced")));
      Collections.reverse(lines);
      for (String line : lines) {
        String[] words = line.split(" ");
        if (words[0].equals("-")) {
          Files.deleteIfExists(Path.of(words[1]));
        } else {
          Files.copy(Path.of(words[0]), Path.of(words[1]), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on every sync waits, as on a dead disk, until {@link #answers}. */
  void hangs() {
    write("hang", "");
  }

  void answers() {
    delete("hang");
  }

  /**
   * Gives the node a memory ({@code run}) of this size in KiB. Must be called before its first
   * process.
   *
   * @return whether this user may mount one
   */
  boolean memoryIsOf(int size) {
    try {
      Files.createDirectories(path("run"));
      hasOwnMemory =
          ran(
              "mount",
              "-t",
              "tmpfs",
              "-o",
              "mode=0700,nr_inodes=100,size=" + size + "k",
              "tmpfs",
              path("run").toString());
      return hasOwnMemory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another program takes all free space and keeps it. */
  void fillMemory() {
    ran("sh", "-c", "cat /dev/zero >\"$1\" 2>/dev/null", "sh", path("run/.filler").toString());
  }

  /** Another program creates empty files until no more file fits. */
  void fillMemoryWithFiles() {
    String fill = "mkdir \"$1\" && cd \"$1\" && i=0; while : >$i; do i=$((i + 1)); done";
    ran("sh", "-c", fill, "sh", path("run/.filler").toString());
  }

  void emptyMemory() {
    delete("run/.filler");
  }

  private static boolean ran(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * Keeps a copy of everything until the disk is closed.
   *
   * @param name of the copy; an earlier one of this name is replaced
   */
  void keep(String name) {
    Path copy = kept.resolve(name);
    deleteTree(copy);
    copy(root, copy);
  }

  /** Restores everything from the copy of {@link #keep}. */
  void putBack(String name) {
    deleteTree(root);
    copy(kept.resolve(name), root);
  }

  private static void copy(Path from, Path to) {
    try {
      Process copying =
          new ProcessBuilder("cp", "-a", from.toString(), to.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(copying.getInputStream().readAllBytes(), UTF_8);
      if (copying.waitFor() != 0) {
        throw new AssertionError("no copy of the node: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static void deleteTree(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(tree)) {
        all = new ArrayList<>(walk.toList());
      }
      Collections.reverse(all);
      for (Path path : all) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (hasOwnMemory) {
      ran("umount", "-l", path("run").toString());
    }
    deleteTree(root);
    deleteTree(kept);
  }
}
