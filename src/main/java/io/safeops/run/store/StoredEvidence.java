package io.safeops.run.store;

import io.safeops.audit.EvidenceFile;
import io.safeops.inventory.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What this machine has to show of a run.
 *
 * @param journal empty if there is none, or it cannot be read
 * @param heads the heads that the run has sent to its nodes
 * @param logs copies of the nodes' logs, by node
 * @param nodeHeads copies of the nodes' heads, by node
 * @param unread what is there and cannot be read, and why, a sentence each
 */
public record StoredEvidence(
    Optional<EvidenceFile> journal,
    Optional<EvidenceFile> heads,
    Map<String, EvidenceFile> logs,
    Map<String, EvidenceFile> nodeHeads,
    List<String> unread) {

  /** Nothing. */
  public static final StoredEvidence NONE =
      new StoredEvidence(Optional.empty(), Optional.empty(), Map.of(), Map.of(), List.of());

  static final String LOG = ".log";
  static final String HEADS = ".heads";

  public StoredEvidence {
    logs = Map.copyOf(logs);
    nodeHeads = Map.copyOf(nodeHeads);
    unread = List.copyOf(unread);
  }

  /** Reads the files of a run. Must not be called while this process has its journal open. */
  public static StoredEvidence read(RunStore store, String run) {
    if (!store.has(run)) {
      return NONE;
    }
    List<String> unread = new ArrayList<>();
    Path folder = store.logs(run);
    // A run that is open writes a line before the head of it: read the other way round, none lacks.
    Optional<EvidenceFile> heads =
        file(store.heads(run), store.heads(run).getFileName().toString(), unread);
    return new StoredEvidence(
        file(store.journal(run), store.journal(run).getFileName().toString(), unread),
        heads,
        ofNodes(folder, LOG, unread),
        ofNodes(folder, HEADS, unread),
        unread);
  }

  private static Map<String, EvidenceFile> ofNodes(Path folder, String end, List<String> unread) {
    Map<String, EvidenceFile> files = new TreeMap<>();
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return files;
    }
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path : all.sorted().toList()) {
        String name = path.getFileName().toString();
        String node = name.endsWith(end) ? name.substring(0, name.length() - end.length()) : "";
        if (NodeName.isValid(node)) {
          file(path, folder.getFileName() + "/" + name, unread)
              .ifPresent(file -> files.put(node, file));
        }
      }
    } catch (IOException unreadable) {
      unread.add(folder.getFileName() + " cannot be read: " + unreadable.getMessage());
    }
    return files;
  }

  private static Optional<EvidenceFile> file(Path path, String name, List<String> unread) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      JournalLines.requireReadable(path);
      return Optional.of(EvidenceFile.of(name, Files.readAllBytes(path)));
    } catch (IOException | IllegalArgumentException unreadable) {
      unread.add(name + " cannot be read: " + unreadable.getMessage());
      return Optional.empty();
    }
  }
}
