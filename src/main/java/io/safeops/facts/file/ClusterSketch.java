package io.safeops.facts.file;

import io.safeops.document.DocumentNode;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.facts.model.Cluster;
import java.util.Optional;

/**
 * A cluster in a few lines, for tests of rules. What it does not mention has its usual value. Paths
 * change single places of it: {@code nodes[net].bridges[br-int].protocols: [OpenFlow13]}.
 *
 * <p>A map at a path is merged into the present value, null ({@code ~}) removes it, and any other
 * value replaces it. {@code [NAME]} is the member with that name, {@code [*]} is every member,
 * {@code [+NAME]} is a new one. Rows of Neutron can also be named by Neutron's names.
 */
public final class ClusterSketch {

  private final Mapping root;

  private ClusterSketch(Mapping root) {
    this.root = root;
  }

  /** A sketch, or complete facts. */
  public static Optional<ClusterSketch> of(DocumentNode root, Problems problems) {
    if (FactsFile.onlyFacts(root) instanceof Mapping mapping) {
      return Optional.of(new ClusterSketch(mapping));
    }
    problems.add(root.at(), "expected a cluster, found " + root.kind());
    return Optional.empty();
  }

  /** A copy with a change at one place; the same sketch after a problem. */
  public ClusterSketch with(Scalar path, DocumentNode value, Problems problems) {
    return SketchPath.read(path, problems)
        .map(read -> new ClusterSketch(new SketchEdit(read, value, problems).apply(root)))
        .orElse(this);
  }

  /** The cluster; empty after a problem. */
  public Optional<Cluster> cluster(Problems problems) {
    return Optional.ofNullable(
        RecordReader.ofSketches(problems).read(Value.root(root, problems), Cluster.class));
  }
}
