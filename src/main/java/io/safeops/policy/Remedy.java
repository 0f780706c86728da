package io.safeops.policy;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The plan that mends a violation, with its parameters.
 *
 * @param plan name of a playbook
 */
public record Remedy(String plan, Map<String, String> params) {

  public Remedy {
    params = Collections.unmodifiableMap(new TreeMap<>(params));
  }
}
