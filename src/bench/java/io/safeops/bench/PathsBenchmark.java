package io.safeops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.safeops.facts.derive.LargeCluster;
import io.safeops.facts.derive.LargeCluster.Shape;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.verdict.ClusterPaths;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures what it takes to judge all paths of a large cluster. The peer is the reading of the same
 * facts from their file, in the same process. The process is new, as a review's is, so the first
 * judgement pays for the loading of its classes and runs code that was not compiled yet.
 */
class PathsBenchmark {

  /** The heap of the process that judges. The facts themselves are in it, too. */
  private static final int HEAP_MEGABYTES = 300;

  @TempDir Path dir;

  /** The process that is measured. */
  static final class Inside {
    private Inside() {}

    public static void main(String[] argv) throws Exception {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long begun = cpu(threads);
      Cluster cluster = FactsFile.load(Path.of(argv[0]));
      long read = cpu(threads);
      long allocated = threads.getCurrentThreadAllocatedBytes();
      ClusterPaths paths = ClusterPaths.of(cluster);
      long judged = cpu(threads);
      System.out.printf(
          "%d %d %d %d%n",
          (read - begun) / 1000,
          (judged - read) / 1000,
          (threads.getCurrentThreadAllocatedBytes() - allocated) >> 20,
          paths.paths().size());
    }

    /** What else runs on the machine does not count. */
    private static long cpu(ThreadMXBean threads) {
      return threads.getCurrentThreadCpuTime();
    }
  }

  /** Times in seconds of the processor. */
  private record Cost(long rows, double read, double judge, long megabytes, long paths) {}

  @Test
  void aStarOf1000NodesTakesLessThanTheReadingOfItsFacts() throws Exception {
    Cost few = judge(Shape.STAR, 99);
    Cost many = judge(Shape.STAR, 999);
    assertThat(many.judge() / many.read()).as(many.toString()).isLessThan(1);
    double rows = (double) many.rows() / few.rows();
    assertThat(many.judge() / few.judge()).as(few + ", " + many).isLessThan(1.5 * rows);
  }

  /** Every node has a tunnel to every other, so nearly all rows are tunnels. */
  @Test
  void inAMeshTheTimeGrowsWithTheRows() throws Exception {
    Cost few = judge(Shape.MESH, 99);
    Cost many = judge(Shape.MESH, 300);
    double rows = (double) many.rows() / few.rows();
    assertThat(many.judge() / few.judge()).as(few + ", " + many).isLessThan(1.5 * rows);
  }

  private Cost judge(Shape shape, int nodes) throws Exception {
    Cluster cluster = LargeCluster.of(nodes, 10, shape);
    Path facts = dir.resolve("facts.json");
    FactsFile.save(cluster, facts);
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Inside.class.getName(),
                facts.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    List<Double> words =
        java.util.Arrays.stream(said.strip().split(" ")).map(Double::parseDouble).toList();
    Cost cost =
        new Cost(
            cluster.rows(),
            words.get(0) / 1e6,
            words.get(1) / 1e6,
            words.get(2).longValue(),
            words.get(3).longValue());
    System.out.printf(
        Locale.ROOT,
        "%s of %d nodes, %d rows in %d MB, heap %d MB: read in %.2f s, %d paths judged in %.2f s,"
            + " %.1f us a row, %d MB allocated%n",
        shape,
        nodes,
        cost.rows(),
        Files.size(facts) >> 20,
        HEAP_MEGABYTES,
        cost.read(),
        cost.paths(),
        cost.judge(),
        cost.judge() * 1e6 / cost.rows(),
        cost.megabytes());
    return cost;
  }
}
