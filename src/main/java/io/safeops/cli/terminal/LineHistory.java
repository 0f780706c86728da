package io.safeops.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.document.HomeDirectory;
import io.safeops.document.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * The lines that were typed at a prompt. Some are kept in a file for later sessions: one line each,
 * mode 0600, written at once. Several sessions may write to the file at the same time.
 */
public final class LineHistory extends DefaultHistory {

  /**
   * How many lines are kept. They are all read at the start of a session, and they name things of
   * the cluster: what was typed long ago is of no use, and should not lie on a disk for ever.
   */
  public static final int MOST = 1000;

  /** Characters of a line that is kept. A longer one was pasted by mistake. */
  private static final int LONGEST = 4096;

  private static final FileAttribute<Set<PosixFilePermission>> ONLY_MINE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** How long a line is remembered. */
  public enum Keep {
    /** In the file. */
    ALWAYS,
    /** Until the end of the session. */
    HERE,
    /** Not even until the next line: it holds a code or a secret. */
    NEVER
  }

  private final Path file;
  private final Function<String, Keep> keep;
  private final Consumer<String> problem;
  private boolean isLoaded;
  private boolean isBroken;

  /**
   * A history in a file of the user's folder for state.
   *
   * @param name of the file
   * @param problem is told, once, that the file cannot be read or written
   */
  public static LineHistory ofUser(
      String name, Function<String, Keep> keep, Consumer<String> problem) {
    return new LineHistory(
        HomeDirectory.stateOfProcess().resolve("safeops").resolve(name), keep, problem);
  }

  LineHistory(Path file, Function<String, Keep> keep, Consumer<String> problem) {
    this.file = file;
    this.keep = keep;
    this.problem = problem;
  }

  /** JLine calls this before it reads the first line. */
  @Override
  public void load() {
    if (isLoaded) {
      return;
    }
    isLoaded = true;
    try {
      List<String> all = read();
      List<String> kept = all.subList(Math.max(0, all.size() - MOST), all.size());
      Instant now = Instant.now();
      kept.forEach(line -> internalAdd(now, line));
      if (kept.size() < all.size()) {
        replace(kept);
      }
    } catch (IOException unreadable) {
      breaks(unreadable);
    }
  }

  /** A line that begins with a blank is not remembered, as in other shells. */
  @Override
  public void add(Instant time, String line) {
    Keep kept = keep.apply(line);
    boolean isRepeated = !isEmpty() && get(last()).equals(line);
    if (kept == Keep.NEVER || line.isBlank() || line.startsWith(" ") || isRepeated) {
      return;
    }
    super.add(time, line);
    if (kept == Keep.ALWAYS && !isBroken && isOneLine(line)) {
      try {
        append(line.strip());
      } catch (ClosedByInterruptException ctrlC) {
        // Ctrl-C right after Enter: the line is not run either.
        Thread.currentThread().interrupt();
      } catch (IOException unwritable) {
        breaks(unwritable);
      }
    }
  }

  private static boolean isOneLine(String line) {
    return line.length() <= LONGEST && line.codePoints().noneMatch(Printable::isUnsafe);
  }

  private List<String> read() throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("it is no plain file");
    }
    // Somebody may have copied it with another mode.
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try (InputStream in =
        Channels.newInputStream(
            Files.newByteChannel(
                file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && isOneLine(line))
          .toList();
    }
  }

  private void append(String line) throws IOException {
    folder();
    try (SeekableByteChannel out =
        Files.newByteChannel(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND,
                LinkOption.NOFOLLOW_LINKS),
            ONLY_MINE)) {
      out.write(ByteBuffer.wrap((line + "\n").getBytes(UTF_8)));
    }
  }

  /** At once, so that another session sees either the old file or the new one. */
  private void replace(List<String> lines) throws IOException {
    Path fresh = Files.createTempFile(folder(), ".history", "", ONLY_MINE);
    try {
      Files.writeString(fresh, String.join("\n", lines) + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private Path folder() throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling("");
    return Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private void breaks(IOException why) {
    if (!isBroken) {
      isBroken = true;
      problem.accept("what you type is not kept for later sessions: " + file + ": " + reason(why));
    }
  }

  /** Some of Java's messages are only the name of the file. */
  private static String reason(IOException failed) {
    if (failed instanceof AccessDeniedException) {
      return "permission denied";
    }
    return failed instanceof FileSystemException system && system.getReason() != null
        ? system.getReason()
        : String.valueOf(failed.getMessage());
  }
}
