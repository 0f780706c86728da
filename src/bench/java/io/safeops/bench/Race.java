package io.safeops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compares several ways to do the same thing. They run in turn on one machine, so that all have the
 * same load. The result is how many times longer each takes than the peer, which is the one that
 * was added first.
 */
public final class Race {

  /** Something to measure. */
  @FunctionalInterface
  public interface Runner {
    void run() throws Exception;
  }

  /** What {@link #only} measured in the present round. */
  private static long onlyNanos;

  private final Map<String, Runner> runners = new LinkedHashMap<>();
  private final Map<String, List<Long>> nanos = new LinkedHashMap<>();

  public Race add(String name, Runner runner) {
    runners.put(name, runner);
    nanos.put(name, new ArrayList<>());
    return this;
  }

  /** Called inside a runner: only this part is measured, the rest is set-up. */
  public static void only(Runner runner) throws Exception {
    long start = System.nanoTime();
    runner.run();
    onlyNanos = System.nanoTime() - start;
  }

  /** Runs all in turn, and measures the rounds after the warm-up. */
  public Race run(int warmUp, int rounds) throws Exception {
    for (int round = -warmUp; round < rounds; round++) {
      for (Map.Entry<String, Runner> runner : runners.entrySet()) {
        onlyNanos = 0;
        long start = System.nanoTime();
        runner.getValue().run();
        if (round >= 0) {
          long all = System.nanoTime() - start;
          nanos.get(runner.getKey()).add(onlyNanos > 0 ? onlyNanos : all);
        }
      }
    }
    System.out.println(this);
    return this;
  }

  /** The median of one divided by the median of the peer. */
  public double ratio(String name) {
    return median(name) / median(nanos.keySet().iterator().next());
  }

  public Race expectAtMost(String name, double ratio) {
    assertThat(ratio(name)).as(this + "; at most " + ratio + " is right").isLessThan(ratio);
    return this;
  }

  private double median(String name) {
    List<Long> sorted = new ArrayList<>(nanos.get(name));
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2) / 1e6;
  }

  @Override
  public String toString() {
    return nanos.keySet().stream()
        .map(
            name ->
                String.format(Locale.ROOT, "%s %.1f ms (x %.1f)", name, median(name), ratio(name)))
        .collect(Collectors.joining(", ", "median of " + rounds() + ": ", ""));
  }

  private int rounds() {
    return nanos.values().iterator().next().size();
  }
}
