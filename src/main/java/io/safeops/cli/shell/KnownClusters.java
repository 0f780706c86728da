package io.safeops.cli.shell;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.ClusterOptions;
import io.safeops.document.DocumentException;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the shell knows of clusters without asking a node: the facts that were read in it, files of
 * facts, and the nodes of inventories. Names for completion come from here and nowhere else.
 */
final class KnownClusters {

  /** A file of facts as it was when it was read. */
  private record Version(Path file, Object modified, long size) {}

  /** By inventory, as it is typed. */
  private final Map<String, Cluster> read = new HashMap<>();

  private Optional<Version> version = Optional.empty();
  private Optional<Cluster> ofFile = Optional.empty();

  /**
   * Keeps facts that were read.
   *
   * @param inventory as it is typed; empty for that of the environment
   */
  void keep(String inventory, Cluster cluster) {
    read.put(inventory, cluster);
  }

  /** The facts that were read with an inventory. */
  Optional<Cluster> of(String inventory) {
    return Optional.ofNullable(read.get(inventory));
  }

  /** The facts in a file; empty if it is none. It is read again only when it has changed. */
  Optional<Cluster> ofFile(String name) {
    try {
      Path file = Path.of(name);
      Optional<Version> now =
          Optional.of(new Version(file, Files.getLastModifiedTime(file), Files.size(file)));
      if (!now.equals(version)) {
        ofFile = Optional.empty();
        version = now;
        ofFile = Optional.of(FactsFile.load(file));
      }
      return ofFile;
    } catch (IOException | InvalidPathException | DocumentException none) {
      return Optional.empty();
    }
  }

  /** The names of the nodes of an inventory; none if it does not load. */
  static List<String> nodes(Optional<String> inventory) {
    try {
      return Inventory.load(ClusterOptions.named(inventory).inventory()).nodes().stream()
          .map(node -> node.name().value())
          .toList();
    } catch (BadInput | InvalidPathException | DocumentException none) {
      return List.of();
    }
  }
}
