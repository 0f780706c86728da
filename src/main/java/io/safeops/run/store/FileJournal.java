package io.safeops.run.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.document.WrittenObject;
import io.safeops.run.coordinate.Journal;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunEventCodec;
import io.safeops.schema.EventsSchema;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * A run's journal on disk: JSON lines. Each holds the SHA-256 of the line before, and is synced
 * before {@link #write} returns. It appends, so that a recovery goes on in the same file.
 */
public final class FileJournal implements Journal, Closeable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileChannel file;
  private final Reserve reserve;
  private final Clock clock;
  private long count;
  private long length;
  private String previous;

  /**
   * @param file holds these lines and nothing after them
   */
  FileJournal(FileChannel file, JournalLines lines, Reserve reserve, Clock clock) {
    this.file = file;
    this.reserve = reserve;
    this.clock = clock;
    this.count = lines.count();
    this.length = lines.length();
    this.previous = lines.digestOfLast();
  }

  /**
   * Opens or begins the journal; removes an incomplete last line.
   *
   * @throws IOException when it cannot be read or written, or another process writes it
   */
  public static FileJournal open(Path path, Clock clock) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(file);
      JournalLines.requireReadable(path);
      JournalLines lines = JournalLines.of(content(file));
      file.truncate(lines.length());
      file.force(true);
      Reserve reserve = new ReservedDiskSpace(path.resolveSibling("journal.reserve"));
      return new FileJournal(file, lines, reserve, clock);
    } catch (IOException | RuntimeException failed) {
      file.close();
      throw failed;
    }
  }

  /** Two writers would cut off each other's lines. The lock is held until the file is closed. */
  private static void lock(FileChannel file) throws IOException {
    try {
      if (file.tryLock() == null) {
        throw new IOException("another process writes it");
      }
    } catch (OverlappingFileLockException here) {
      throw new IOException("it is open already", here);
    }
  }

  /**
   * Reads through the locked channel: closing a second one on the same file would release the lock.
   */
  private static byte[] content(FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
    while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
      // Read on: a read may return less than there is.
    }
    return java.util.Arrays.copyOf(bytes.array(), bytes.position());
  }

  @Override
  public void write(RunEvent event) throws JournalException {
    try {
      byte[] line = line(event);
      ByteBuffer bytes = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
      // On a full disk an earlier write may have left a part of its line.
      file.truncate(length);
      file.position(length);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
      length += bytes.limit();
      count++;
      previous = JournalLines.digest(line);
    } catch (IOException e) {
      throw new JournalException(String.valueOf(e.getMessage()), e);
    }
  }

  private byte[] line(RunEvent event) throws IOException {
    Map<String, Object> line =
        WrittenObject.by(EventsSchema.JOURNAL.fields())
            .with("seq", count)
            .with("at", clock.instant().toString())
            .withAll(RunEventCodec.members(event))
            .with("prev", previous)
            .done();
    return JSON.writeValueAsString(line).getBytes(UTF_8);
  }

  @Override
  public void useReserve() {
    reserve.giveUp();
  }

  @Override
  public void close() throws IOException {
    reserve.giveUp();
    file.close();
  }

  /** Reserved space on the disk of the journal. */
  interface Reserve {
    void giveUp();
  }

  /**
   * The events of a journal, in order, up to its last complete line.
   *
   * @throws IOException when the file cannot be read
   */
  public static List<RecordedEvent> read(Path path) throws IOException {
    return JournalLines.read(path).events();
  }

  /**
   * Checks the hash chain.
   *
   * @return the number of the first line that does not follow from the one before, or 0 when all do
   */
  public static int firstBroken(Path path) throws IOException {
    return JournalLines.read(path).firstBroken();
  }

  /**
   * The numbers of the lines that are no event, from 1, at most so many. {@link #read} leaves them
   * out.
   *
   * @throws IOException when the file cannot be read
   */
  public static List<Integer> unreadable(Path path, int most) throws IOException {
    return JournalLines.read(path).unreadable(most);
  }
}
