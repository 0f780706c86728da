package io.safeops.plan;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plan with its parameter values, ready to be reviewed, approved and run.
 *
 * @param file the path of the plan file, as given
 * @param params the parameter values by name, defaults included
 * @param digest the SHA-256 digest in hex of content and values; comments and layout do not change
 *     it
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
