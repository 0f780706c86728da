package io.safeops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.derive.LargeCluster;
import io.safeops.facts.derive.LargeCluster.Shape;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures what a review of many plans takes in one process, on facts of 200 nodes. Only the growth
 * can be compared between machines: each plan costs the same, whatever comes before it.
 */
class ManyPlansBenchmark {

  private static final int NODES = 200;

  private static final String PLAN =
      """
      apiVersion: safeops/v1
      kind: Plan
      metadata: {name: plan-%1$d}
      steps:
        - ovs.bridge.protocols: {bridge: br-int, exactly: [OpenFlow13, OpenFlow15]}
          nodes: {names: [%2$s]}
      """;

  @TempDir Path dir;

  private record Cost(double seconds, double megabytes) {}

  @Test
  void plansOf1And10And100And500() throws Exception {
    Cluster cluster = LargeCluster.of(NODES, 10, Shape.STAR);
    FactsFile.save(cluster, dir.resolve("facts.json"));
    Files.writeString(dir.resolve("inventory.yaml"), LargeCluster.inventory(cluster));
    review(cluster, 1);
    Cost one = review(cluster, 1);
    Cost ten = review(cluster, 10);
    Cost hundred = review(cluster, 100);
    Cost most = review(cluster, 500);
    String all = one + ", " + ten + ", " + hundred + ", " + most;
    assertThat((most.seconds() - ten.seconds()) / (hundred.seconds() - ten.seconds()))
        .as("time of 490 more plans to that of 90: " + all)
        .isLessThan(1.3 * 490 / 90);
    assertThat(most.megabytes()).as(all).isLessThan(4 * hundred.megabytes());
  }

  private Cost review(Cluster cluster, int count) throws Exception {
    Path plans = Files.createDirectories(dir.resolve("plans-" + count));
    for (int i = 0; i < count; i++) {
      String node = cluster.nodes().get(i % cluster.nodes().size()).name();
      Files.writeString(plans.resolve(i + ".yaml"), PLAN.formatted(i, node));
    }
    Path said = dir.resolve("said");
    List<String> argv =
        new ArrayList<>(
            List.of(
                "/usr/bin/time",
                "-f",
                "%U %S %M",
                "-o",
                said.toString(),
                Path.of("safeops").toAbsolutePath().toString(),
                "review",
                plans.toString(),
                "-i",
                dir.resolve("inventory.yaml").toString(),
                "--facts",
                dir.resolve("facts.json").toString(),
                "--facts-age",
                "100000d",
                "--format",
                "markdown"));
    Process process =
        new ProcessBuilder(argv)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("printed").toFile())
            .start();
    int exit = process.waitFor();
    assertThat(exit).as(Files.readString(dir.resolve("printed"))).isIn(0, 3);
    String[] figures = lastLine(Files.readString(said)).split(" ");
    Cost cost =
        new Cost(
            Double.parseDouble(figures[0]) + Double.parseDouble(figures[1]),
            Double.parseDouble(figures[2]) / 1024);
    System.out.printf(
        Locale.ROOT,
        "%d plans, %d nodes: %.2f s of the processor, %.0f MB%n",
        count,
        NODES,
        cost.seconds(),
        cost.megabytes());
    return cost;
  }

  /** time(1) writes another line first if the exit is not 0. */
  private static String lastLine(String text) {
    List<String> lines = text.lines().toList();
    return lines.get(lines.size() - 1);
  }
}
