package io.safeops.run.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A run's footprint on disk, so that a recovery compares without the plan file, which may be
 * changed or gone by then.
 */
public final class FootprintFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private FootprintFile() {}

  /** Writes it and returns when it is on the disk. */
  public static void save(Footprint footprint, Path file) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(
            JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsBytes(FootprintCodec.write(footprint)));
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /**
   * @throws IOException when it cannot be read, or holds what this version does not know
   */
  public static Footprint load(Path file) throws IOException {
    JsonNode json = JSON.readTree(Files.readAllBytes(file));
    if (json == null) {
      throw new IOException(file + " says nothing");
    }
    try {
      Footprint footprint = FootprintCodec.read(json);
      if (footprint.isEmpty()) {
        // Nothing is compared within it, so that anything would be called restored.
        throw new IOException(file + " has no item");
      }
      return footprint;
    } catch (IllegalArgumentException notOne) {
      throw new IOException(file + ": " + notOne.getMessage(), notOne);
    }
  }
}
