package io.safeops.run.execute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The undo of the changes that a run makes through an API. It is in the run's directory on the
 * machine of the run, so that a recovery there finds it. It holds data, nothing that could be
 * executed.
 */
public final class ApiUndoStore {

  private static final Pattern NAME = Pattern.compile("undo-([0-9]{1,4})\\.json");
  private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

  private final Path directory;

  /**
   * @param directory the run's own
   */
  public ApiUndoStore(Path directory) {
    this.directory = directory;
  }

  /**
   * Puts a step's undo on disk; replaces what was kept for the step before.
   *
   * @throws IOException when it is not known to be on disk, or the store is closed
   */
  void keep(int step, JsonNode record) throws IOException {
    if (isClosed()) {
      throw new IOException("the run is being undone");
    }
    if (!Files.exists(openMarker())) {
      Files.createFile(openMarker());
    }
    Path file = directory.resolve("undo-" + step + ".json");
    Path fresh = directory.resolve("undo.new");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(record));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /** The undo of every step, the last step first. */
  List<JsonNode> kept() throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (Path file : files()) {
      records.add(new ObjectMapper().readTree(Files.readAllBytes(file)));
    }
    return records;
  }

  /** Whether there is something to undo; a store that cannot be read may hold something. */
  public boolean mayHoldAny() {
    try {
      return !files().isEmpty();
    } catch (IOException unknown) {
      return true;
    }
  }

  /** Forgets everything: it is undone, or confirmed. */
  void forget() throws IOException {
    for (Path file : files()) {
      Files.delete(file);
    }
  }

  /**
   * From now on no process can keep an undo, so nothing more is changed. Where something is kept, a
   * file is only renamed: that needs no space on a full disk.
   */
  void close() throws IOException {
    if (isClosed()) {
      return;
    }
    if (Files.exists(openMarker())) {
      Files.move(openMarker(), closedMarker(), StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.createFile(closedMarker());
    }
  }

  private boolean isClosed() {
    return Files.exists(closedMarker());
  }

  private Path openMarker() {
    return directory.resolve("changing");
  }

  private Path closedMarker() {
    return directory.resolve("undoing");
  }

  /**
   * Keeps every other process from changing or undoing anything of this run.
   *
   * @throws IOException when another one is changing or undoing
   */
  Hold hold() throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve("undo.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = file.tryLock();
    if (lock == null) {
      file.close();
      throw new IOException("the run's process is still making or undoing the change");
    }
    return file::close;
  }

  /** Ends with its closing. */
  interface Hold extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  private List<Path> files() throws IOException {
    TreeMap<Integer, Path> files = new TreeMap<>();
    try (var names = Files.list(directory)) {
      for (Path file : names.toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          files.put(Integer.valueOf(name.group(1)), file);
        }
      }
    }
    return List.copyOf(files.descendingMap().values());
  }
}
