package io.safeops.house;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Says at the end which tests were left out, and why: one line for each reason. */
public final class LeftOut implements TestExecutionListener {

  private final Map<String, Integer> reasons = new ConcurrentHashMap<>();

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    reasons.merge(reason.lines().findFirst().orElse("no reason given"), 1, Integer::sum);
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
  public void testPlanExecutionFinished(TestPlan plan) {
    new TreeMap<>(reasons)
        .forEach(
            (reason, count) ->
                System.out.println(
                    "left out, " + count + (count == 1 ? " test: " : " tests: ") + reason));
  }
}
