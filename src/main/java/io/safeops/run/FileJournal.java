package io.safeops.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run's journal on disk: JSON lines, each carrying the SHA-256 of the line before, each synced
 * before {@link #write} returns. Appends to what is there, so that whoever recovers a run goes on
 * in the same file.
 */
public final class FileJournal implements Journal, Closeable {

  /** What the first line names as the one before it. */
  public static final String BEGIN = "0".repeat(64);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileChannel file;
  private final Clock clock;
  private long count;
  private String previous;

  private FileJournal(FileChannel file, Clock clock, long count, String previous) {
    this.file = file;
    this.clock = clock;
    this.count = count;
    this.previous = previous;
  }

  /** Opens or begins the journal; a last line cut short by a crash is cut off. */
  public static FileJournal open(Path path, Clock clock) throws IOException {
    List<String> lines = Files.exists(path) ? completeLines(path) : List.of();
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long length = lines.stream().mapToLong(line -> line.getBytes(UTF_8).length + 1L).sum();
    file.truncate(length);
    file.position(length);
    file.force(true);
    return new FileJournal(
        file, clock, lines.size(), lines.isEmpty() ? BEGIN : digest(lines.get(lines.size() - 1)));
  }

  @Override
  public void write(RunEvent event) throws JournalException {
    try {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("seq", count);
      line.put("at", clock.instant().toString());
      line.put("kind", event.kind().name());
      line.put("text", event.text());
      line.put("data", event.data());
      line.put("prev", previous);
      String text = JSON.writeValueAsString(line);
      ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
      count++;
      previous = digest(text);
    } catch (IOException e) {
      throw new JournalException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** The events of a journal, in order. */
  public static List<RunEvent> read(Path path) throws IOException {
    List<RunEvent> events = new ArrayList<>();
    for (String line : completeLines(path)) {
      events.add(event(line));
    }
    return events;
  }

  /**
   * Checks the chain.
   *
   * @return the number of the first line that does not follow from the one before, or 0 when all do
   */
  public static int firstBroken(Path path) throws IOException {
    String expected = BEGIN;
    int number = 0;
    for (String line : completeLines(path)) {
      number++;
      if (!expected.equals(JSON.readTree(line).path("prev").asText())) {
        return number;
      }
      expected = digest(line);
    }
    return 0;
  }

  private static RunEvent event(String line) throws JsonProcessingException {
    var tree = JSON.readTree(line);
    Map<String, String> data = new LinkedHashMap<>();
    tree.path("data")
        .properties()
        .forEach(field -> data.put(field.getKey(), field.getValue().asText()));
    data.put("at", tree.path("at").asText());
    RunEvent.Kind kind = RunEvent.Kind.NOTE;
    for (RunEvent.Kind known : RunEvent.Kind.values()) {
      if (known.name().equals(tree.path("kind").asText())) {
        kind = known;
      }
    }
    return new RunEvent(kind, tree.path("text").asText(), data);
  }

  private static List<String> completeLines(Path path) throws IOException {
    String text = Files.readString(path, UTF_8);
    int end = text.lastIndexOf('\n');
    return end < 0 ? List.of() : text.substring(0, end).lines().toList();
  }

  private static String digest(String line) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(line.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException("every Java has SHA-256", never);
    }
  }
}
