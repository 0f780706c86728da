package io.safeops.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that needs the lab: left out with one line where no lab can run, failing there if the
 * machine says it is a CI ({@code CI} is set), which has no business leaving it out.
 */
@Tag("lab")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsLab.Condition.class)
public @interface NeedsLab {

  /** Looks at the machine, once per class. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Optional<String> missing = Lab.missing();
      if (missing.isEmpty()) {
        return ConditionEvaluationResult.enabled("a lab can run here");
      }
      if (System.getenv("CI") != null) {
        throw new IllegalStateException("a CI must run the lab tests, but " + missing.get());
      }
      return ConditionEvaluationResult.disabled("left out: " + missing.get());
    }
  }
}
