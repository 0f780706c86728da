package io.safeops.review.policytest;

import io.safeops.document.Located;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.Inventory;
import io.safeops.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One case of a policy's tests: a cluster, perhaps with a plan on it, and what rules must say.
 *
 * @param policy whose tests these are: of its rules no others may refuse
 * @param name what the case is about, where it stands
 * @param planned what is to be done on the cluster; without it the rules are asked of the cluster
 * @param refuses the rules that must not hold, each with a piece of what it says
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
