package io.safeops.diagnosis;

import io.safeops.document.DocumentException;
import io.safeops.document.Position;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.paths.intent.Intents;
import java.nio.file.Path;
import java.util.List;

/**
 * Facts that were recorded earlier, when the cluster was as it should be: what was asked for then
 * is asked for now.
 *
 * @param file as the operator typed it
 */
public record Baseline(String file, Cluster cluster) {

  /**
   * @throws DocumentException when the file is not facts, or its Northbound could not be read then:
   *     nothing would be asked for
   */
  public static Baseline load(Path file) throws DocumentException {
    Cluster cluster = FactsFile.load(file);
    if (cluster.northbound().filter(DatabaseStatus::isReadable).isEmpty()) {
      throw new DocumentException(
          Position.ofFile(file.toString()),
          "it is no baseline: the Northbound could not be read when it was recorded");
    }
    return new Baseline(file.toString(), cluster);
  }

  /**
   * @throws DocumentException when it has no node in common with the cluster
   */
  void requireSameNodes(Cluster now) throws DocumentException {
    if (cluster.nodes().stream().noneMatch(node -> now.node(node.name()).isPresent())) {
      throw new DocumentException(
          Position.ofFile(file), "it is a baseline of another cluster: it has none of these nodes");
    }
  }

  /** The nodes that could not be read when it was recorded: what their VMs need may be missing. */
  public List<String> unread() {
    return cluster.nodes().stream()
        .filter(node -> node.unreachable().isPresent())
        .map(Node::name)
        .toList();
  }

  Intents intents() {
    return Intents.of(cluster);
  }
}
