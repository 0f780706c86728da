package io.safeops.house;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints at the end how many tests were skipped and why, one line for each reason. */
public final class SkippedTests implements TestExecutionListener {

  private final Map<String, Integer> reasons = new ConcurrentHashMap<>();

  private volatile @Nullable TestPlan plan;

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    String words = reason.lines().findFirst().orElse("no reason given");
    reasons.merge(words.replaceFirst("^left out: ", ""), tests(test), Integer::sum);
  }

  /** Counts the tests in it. A test with parameters counts once. */
  private int tests(TestIdentifier skipped) {
    TestPlan known = plan;
    if (known == null || known.getChildren(skipped).isEmpty()) {
      return 1;
    }
    return known.getChildren(skipped).stream().mapToInt(this::tests).sum();
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      executionSkipped(
          test,
          result
              .getThrowable()
              .map(Throwable::getMessage)
              .orElse("no reason given")
              .replaceFirst("^Assumption failed: ", ""));
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    new TreeMap<>(reasons)
        .forEach(
            (reason, count) ->
                System.out.println(
                    "left out, " + count + (count == 1 ? " test: " : " tests: ") + reason));
  }
}
