package io.safeops.house;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints at the end how long each test class took, with its set-up, the slowest first. */
public final class ClassTimes implements TestExecutionListener {

  /**
   * Seconds. Classes below this are printed together in one line: to make them faster gains
   * nothing.
   */
  private static final double SHORT = 0.5;

  private final Map<String, Long> started = new ConcurrentHashMap<>();
  private final Map<String, Double> seconds = new ConcurrentHashMap<>();
  private volatile long begun;

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    begun = System.nanoTime();
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (nameOf(test) != null) {
      started.put(test.getUniqueId(), System.nanoTime());
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String name = nameOf(test);
    Long since = started.remove(test.getUniqueId());
    if (name != null && since != null) {
      seconds.merge(name, (System.nanoTime() - since) / 1e9, Double::sum);
    }
  }

  private static @Nullable String nameOf(TestIdentifier test) {
    return test.getSource()
        .filter(ClassSource.class::isInstance)
        .map(source -> ((ClassSource) source).getClassName())
        .map(name -> name.substring(name.lastIndexOf('.') + 1))
        .orElse(null);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (seconds.isEmpty()) {
      return;
    }
    List<Map.Entry<String, Double>> slowest =
        seconds.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
            .toList();
    System.out.printf(
        Locale.ROOT,
        "time by class, of %.1f s (those that ran side by side count in full):%n",
        (System.nanoTime() - begun) / 1e9);
    slowest.stream()
        .filter(each -> each.getValue() >= SHORT)
        .forEach(
            each ->
                System.out.printf(Locale.ROOT, "%7.1f s  %s%n", each.getValue(), each.getKey()));
    List<Double> rest =
        slowest.stream().map(Map.Entry::getValue).filter(each -> each < SHORT).toList();
    System.out.printf(
        Locale.ROOT,
        "%7.1f s  %d more, each below %.1f s%n",
        rest.stream().mapToDouble(Double::doubleValue).sum(),
        rest.size(),
        SHORT);
  }
}
