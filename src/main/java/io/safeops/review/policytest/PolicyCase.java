package io.safeops.review.policytest;

import io.safeops.document.Located;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.Inventory;
import io.safeops.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One case of a policy's tests: a cluster, perhaps a plan, and the verdicts that rules must give.
 *
 * @param policy the policy that it tests; of its rules, only those in {@code refuses} may refuse
 * @param name the name of the case, with its place in the file
 * @param planned the plan for the cluster; without it the rules judge the cluster alone
 * @param refuses the rules that must not hold, each with a part of its message
 * @param passes the rules that must hold
 */
record PolicyCase(
    String policy,
    Located<String> name,
    Cluster cluster,
    Optional<Planned> planned,
    Map<String, String> refuses,
    List<String> passes) {

  PolicyCase {
    refuses = Map.copyOf(refuses);
    passes = List.copyOf(passes);
  }

  /** A plan, and the inventory that it would run with. */
  record Planned(Plan plan, Inventory inventory) {}
}
