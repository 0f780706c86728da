package io.safeops.policy;

import static io.safeops.policy.Clusters.HEALTHY;

import io.safeops.cluster.Cluster;
import java.util.List;
import java.util.Optional;

/**
 * A cluster, perhaps with a plan, and what the built-in rules say of it.
 *
 * @param violated the rules that do not hold, each with a piece of its message after a bar
 */
record RuleCase(String name, Cluster cluster, Optional<PlanContext> plan, List<String> violated) {
  static RuleCase of(String name, Cluster cluster, String... violated) {
    return new RuleCase(name, cluster, Optional.empty(), List.of(violated));
  }

  static RuleCase plan(String name, PlanContext plan, String... violated) {
    return new RuleCase(name, HEALTHY, Optional.of(plan), List.of(violated));
  }

  @Override
  public String toString() {
    return name;
  }
}
