package io.safeops.diagnosis;

import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.document.YamlFile;
import io.safeops.facts.file.ClusterSketch;
import io.safeops.facts.model.Cluster;
import io.safeops.policy.BuiltInFiles;
import java.nio.charset.StandardCharsets;

/** The healthy cluster of the tests of policies, with changes. */
public final class HealthyCluster {

  private HealthyCluster() {}

  /**
   * @param changes in YAML, one on each line: {@code nodes[net].bridges[br-ex].forwarding: none}
   */
  public static Cluster with(String... changes) throws DocumentException {
    Problems problems = new Problems();
    Value file = Value.root(BuiltInFiles.facts("healthy").orElseThrow(), problems);
    ClusterSketch sketch =
        ClusterSketch.of(file.map().required("cluster").node().orElseThrow(), problems)
            .orElseThrow();
    if (changes.length > 0) {
      byte[] text = String.join("\n", changes).getBytes(StandardCharsets.UTF_8);
      DocumentNode.Mapping all = (DocumentNode.Mapping) YamlFile.parse("changes", text);
      for (DocumentNode.MapEntry each : all.entries()) {
        sketch = sketch.with(each.key(), each.value(), problems);
      }
    }
    Cluster cluster = sketch.cluster(problems).orElse(null);
    problems.throwIfAny();
    if (cluster == null) {
      throw new IllegalStateException("no cluster");
    }
    return cluster;
  }
}
