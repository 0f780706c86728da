package io.safeops.run.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.audit.Head;
import io.safeops.audit.HeadFormatException;
import io.safeops.audit.SignedHead;
import io.safeops.inventory.NodeName;
import io.safeops.run.coordinate.EvidenceStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** The evidence of a run in its directory: its heads, and copies of the nodes' logs. */
public final class FileEvidence implements EvidenceStore {

  private final Path heads;
  private final Path logs;

  public FileEvidence(RunStore store, String run) {
    this.heads = store.heads(run);
    this.logs = store.logs(run);
  }

  /** The head that the run has sent last; empty if it has sent none, or the file cannot be read. */
  public static Optional<Head> lastHead(RunStore store, String run) {
    try {
      List<String> lines = Files.readAllLines(store.heads(run), UTF_8);
      return lines.isEmpty()
          ? Optional.empty()
          : Optional.of(SignedHead.parse(lines.get(lines.size() - 1)).head());
    } catch (IOException | HeadFormatException unreadable) {
      return Optional.empty();
    }
  }

  @Override
  public void head(SignedHead head) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            heads, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // A crash or a full disk may have left a part of a line, whose head no node has.
      long end = endOfLastLine(file);
      file.truncate(end);
      file.position(end);
      write(file, (head.line() + "\n").getBytes(UTF_8));
    }
  }

  private static long endOfLastLine(FileChannel file) throws IOException {
    long end = file.size();
    ByteBuffer last = ByteBuffer.allocate(1);
    while (end > 0) {
      last.clear();
      file.read(last, end - 1);
      if (last.get(0) == '\n') {
        return end;
      }
      end--;
    }
    return 0;
  }

  @Override
  public void ofNode(String node, byte[] log, byte[] nodeHeads) throws IOException {
    if (!NodeName.isValid(node)) {
      throw new IOException("not " + NodeName.EXPECTED);
    }
    Files.createDirectories(logs);
    replace(logs.resolve(node + StoredEvidence.LOG), log);
    replace(logs.resolve(node + StoredEvidence.HEADS), nodeHeads);
  }

  /** A copy of an earlier end of the run stays whole until the new one is. */
  private void replace(Path file, byte[] content) throws IOException {
    Path made = logs.resolve("." + file.getFileName());
    try (FileChannel channel =
        FileChannel.open(
            made,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      write(channel, content);
    }
    Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(FileChannel file, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    file.force(true);
  }
}
