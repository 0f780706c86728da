package io.safeops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.derive.LargeCluster;
import io.safeops.facts.derive.LargeCluster.Shape;
import io.safeops.facts.model.Cluster;
import io.safeops.policy.BuiltInFiles;
import io.safeops.policy.PolicySet;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Measures what the built-in rules cost at the start of a process: reading them, checking their
 * types, and evaluating them. The build has checked them, so a start only reads them, and compiles
 * each expression when it is evaluated for the first time. Most of the cost is loading CEL's
 * classes, which the launcher's archive has prepared; checking one rule takes some milliseconds.
 * The benchmark measures the CPU time of a new process. A user's own rules are always checked when
 * they are loaded.
 */
class PolicyLoadBenchmark {

  private static final int STARTS = 5;

  /** The process that is measured. */
  static final class Inside {
    private Inside() {}

    public static void main(String[] argv) throws Exception {
      long begun = cpu();
      PolicySet rules = argv[0].equals("checked") ? checked() : PolicySet.load(List.of());
      long read = cpu();
      Cluster cluster = LargeCluster.of(3, 10, Shape.MESH);
      long made = cpu();
      rules.evaluate(cluster);
      long first = cpu();
      rules.evaluate(LargeCluster.of(3, 10, Shape.MESH));
      long second = cpu();
      System.out.printf(
          "%d %d %d %d%n", rules.rules().size(), read - begun, first - made, second - first);
    }

    private static PolicySet checked() throws Exception {
      return PolicySet.of(BuiltInFiles.policies());
    }

    private static long cpu() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1000;
    }
  }

  private record Cost(double load, double first, double again) {
    double both() {
      return load + first;
    }
  }

  @Test
  void lazyRulesAgainstCheckedRules() throws Exception {
    Cost lazy = cost("lazy");
    Cost checked = cost("checked");
    assertThat(lazy.load()).as(lazy + ", " + checked).isLessThan(checked.load());
    assertThat(lazy.both()).as(lazy + ", " + checked).isLessThan(checked.both());
  }

  private static Cost cost(String how) throws Exception {
    List<double[]> starts = new ArrayList<>();
    String rules = "";
    for (int i = 0; i < STARTS; i++) {
      Process process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Inside.class.getName(),
                  how)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String[] words = new String(process.getInputStream().readAllBytes()).strip().split(" ");
      assertThat(process.waitFor()).isZero();
      rules = words[0];
      starts.add(
          new double[] {
            Double.parseDouble(words[1]) / 1000,
            Double.parseDouble(words[2]) / 1000,
            Double.parseDouble(words[3]) / 1000
          });
    }
    Cost cost = new Cost(median(starts, 0), median(starts, 1), median(starts, 2));
    System.out.printf(
        Locale.ROOT,
        "%s rules %s: loaded in %.0f ms, asked for the first time in %.0f ms, again in %.0f ms%n",
        rules,
        how,
        cost.load(),
        cost.first(),
        cost.again());
    return cost;
  }

  private static double median(List<double[]> starts, int which) {
    List<Double> sorted = new ArrayList<>();
    starts.forEach(each -> sorted.add(each[which]));
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
