package io.safeops.plan;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plan with the values of its parameters: what is reviewed, approved and run.
 *
 * @param file where it was read, as given
 * @param params name to value, the defaults among them
 * @param digest SHA-256 in hex over content and values; comments and layout do not count
 */
public record Plan(
    String name,
    String description,
    String file,
    Map<String, String> params,
    GuardSettings guard,
    List<Step> steps,
    String digest) {

  public Plan {
    params = Collections.unmodifiableMap(new TreeMap<>(params));
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a plan has at least one step");
    }
  }
}
