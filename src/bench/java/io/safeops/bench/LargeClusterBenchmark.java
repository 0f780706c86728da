package io.safeops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.derive.LargeCluster;
import io.safeops.facts.derive.LargeCluster.Shape;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the time and the memory that the review of a plan takes on facts of many nodes, beside
 * the review of few. Only the growth can be compared between machines. For each process it measures
 * the CPU time and the largest resident size.
 */
class LargeClusterBenchmark {

  private static final String PLAN =
      """
      apiVersion: safeops/v1
      kind: Plan
      metadata: {name: scale}
      steps:
        - ovs.bridge.protocols: {bridge: br-int, exactly: [OpenFlow13, OpenFlow15]}
          nodes: {names: [net, cmp]}
      """;

  @TempDir Path dir;

  private record Cost(long rows, double seconds, double megabytes) {}

  /** Each node has ten ports, and tunnels to three nodes only. */
  @Test
  void starOf100And300And1000Nodes() throws Exception {
    review(Shape.STAR, 3, 10);
    Cost few = review(Shape.STAR, 99, 10);
    review(Shape.STAR, 300, 10);
    Cost many = review(Shape.STAR, 999, 10);
    assertThat(many.seconds() / few.seconds()).as(few + ", " + many).isLessThan(12);
    assertThat(many.megabytes()).as(many.toString()).isLessThan(600);
  }

  /** Every node has a tunnel to every other, so this measures the cost of one tunnel. */
  @Test
  void meshOf100And300And1000Nodes() throws Exception {
    Cost none = review(Shape.MESH, 99, 10);
    Cost few = review(Shape.MESH, 300, 10);
    Cost many = review(Shape.MESH, 999, 10);
    double rows = (double) (many.rows() - none.rows()) / (few.rows() - none.rows());
    assertThat((many.seconds() - none.seconds()) / (few.seconds() - none.seconds()))
        .as(none + ", " + few + ", " + many)
        .isLessThan(1.5 * rows);
    assertThat((many.megabytes() - none.megabytes()) / (few.megabytes() - none.megabytes()))
        .as(none + ", " + few + ", " + many)
        .isLessThan(1.5 * rows);
  }

  private Cost review(Shape shape, int nodes, int ports) throws Exception {
    Cluster cluster = LargeCluster.of(nodes, ports, shape);
    Path facts = dir.resolve("facts.json");
    FactsFile.save(cluster, facts);
    Path plan = Files.writeString(dir.resolve("plan.yaml"), PLAN);
    Path inventory =
        Files.writeString(dir.resolve("inventory.yaml"), LargeCluster.inventory(cluster));
    Path said = dir.resolve("said");
    List<String> argv =
        List.of(
            "/usr/bin/time",
            "-f",
            "%U %S %M",
            "-o",
            said.toString(),
            Path.of("safeops").toAbsolutePath().toString(),
            "review",
            plan.toString(),
            "-i",
            inventory.toString(),
            "--facts",
            facts.toString());
    Process process =
        new ProcessBuilder(argv)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("review").toFile())
            .start();
    process.getOutputStream().close();
    process.waitFor();
    assertThat(Files.readString(dir.resolve("review"))).doesNotContain("gave no answer");
    String[] words = Files.readAllLines(said).get(Files.readAllLines(said).size() - 1).split(" ");
    Cost cost =
        new Cost(
            cluster.rows(),
            Double.parseDouble(words[0]) + Double.parseDouble(words[1]),
            Double.parseDouble(words[2]) / 1024);
    System.out.printf(
        Locale.ROOT,
        "%s of %d nodes, %d things in %d MB: %.1f s, %.0f MB%n",
        shape,
        nodes,
        cost.rows(),
        Files.size(facts) >> 20,
        cost.seconds(),
        cost.megabytes());
    return cost;
  }
}
