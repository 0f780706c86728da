package io.safeops.plan;

import java.util.Map;
import java.util.TreeMap;

/** Values for the parameters of a plan, for tests that only need a plan with values. */
public final class PlanValues {

  private PlanValues() {}

  /** A value for every parameter. */
  public static Map<String, String> all(PlanFile plan) {
    Map<String, String> values = new TreeMap<>();
    plan.params().forEach(param -> values.put(param.name(), param.example()));
    return values;
  }

  /** A value for every parameter that needs one. */
  public static Map<String, String> needed(PlanFile plan) {
    Map<String, String> values = new TreeMap<>();
    plan.params().stream()
        .filter(Param::isRequired)
        .forEach(param -> values.put(param.name(), param.example()));
    return values;
  }
}
