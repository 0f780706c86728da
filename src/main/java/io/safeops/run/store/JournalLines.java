package io.safeops.run.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.document.Sha256;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The complete lines of a journal's file. A crash or a full disk can leave an incomplete line at
 * the end, cut anywhere, also within a character: it is not part of the journal. So lines are
 * separated as bytes, and only a complete one is read as text.
 */
final class JournalLines {

  /** What the first line holds as the hash of the line before. */
  static final String BEGIN = "0".repeat(64);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<byte[]> lines = new ArrayList<>();

  private JournalLines() {}

  /**
   * Bytes; a run of half an hour on a thousand nodes writes less than one MiB. No run has written a
   * larger file, and reading it could take all memory.
   */
  static final long MAX_BYTES = 64L << 20;

  static JournalLines read(Path path) throws IOException {
    requireReadable(path);
    return of(Files.readAllBytes(path));
  }

  /**
   * Checks a file before it is read.
   *
   * @throws IOException when it cannot be a journal
   */
  static void requireReadable(Path path) throws IOException {
    BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
    if (!file.isRegularFile()) {
      throw new IOException("it is no regular file");
    }
    if (file.size() > MAX_BYTES) {
      throw new IOException(
          "it has " + file.size() + " bytes; no run writes more than " + MAX_BYTES);
    }
  }

  static JournalLines of(byte[] file) {
    JournalLines journal = new JournalLines();
    int begin = 0;
    for (int i = 0; i < file.length; i++) {
      if (file[i] == '\n') {
        journal.lines.add(java.util.Arrays.copyOfRange(file, begin, i));
        begin = i + 1;
      }
    }
    while (!journal.lines.isEmpty() && parsed(journal.last()).isEmpty()) {
      journal.lines.remove(journal.lines.size() - 1);
    }
    return journal;
  }

  private byte[] last() {
    return lines.get(lines.size() - 1);
  }

  int count() {
    return lines.size();
  }

  /** Where the last complete line ends, in bytes from the beginning of the file. */
  long length() {
    return lines.stream().mapToLong(line -> line.length + 1L).sum();
  }

  /** What the next line must hold as the hash of the line before. */
  String digestOfLast() {
    return lines.isEmpty() ? BEGIN : digest(last());
  }

  /**
   * The events in order; a line that is no event is left out, and {@link #firstBroken} reports it.
   */
  List<RecordedEvent> events() {
    return lines.stream().flatMap(line -> parsed(line).stream()).map(JournalLines::event).toList();
  }

  /** The number of the first line that does not follow from the one before, or 0 when all do. */
  int firstBroken() {
    String expected = BEGIN;
    for (int i = 0; i < lines.size(); i++) {
      String named = parsed(lines.get(i)).map(line -> line.path("prev").asText()).orElse("");
      if (!named.equals(expected)) {
        return i + 1;
      }
      expected = digest(lines.get(i));
    }
    return 0;
  }

  /** The numbers of the lines that are no event, from 1, at most so many. */
  List<Integer> unreadable(int most) {
    return IntStream.range(0, lines.size())
        .filter(i -> parsed(lines.get(i)).isEmpty())
        .limit(most)
        .mapToObj(i -> i + 1)
        .toList();
  }

  private static Optional<JsonNode> parsed(byte[] line) {
    try {
      return Optional.ofNullable(JSON.readTree(line)).filter(JsonNode::isObject);
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  private static RecordedEvent event(JsonNode line) {
    return RunEventCodec.read(line).with("at", line.path("at").asText());
  }

  static String digest(byte[] line) {
    return Sha256.hex(line);
  }
}
