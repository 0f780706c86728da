package io.safeops.policy;

import java.util.List;

/**
 * What rules may ask of a plan: the variable {@code plan}.
 *
 * @param name of the plan
 * @param deadlineSeconds from arming to the latest moment to confirm
 * @param leaseSeconds how long a node waits without hearing from the run
 * @param holdSeconds how long all must stay quiet before it can be confirmed
 * @param changes its steps
 */
public record PlanContext(
    String name, long deadlineSeconds, long leaseSeconds, long holdSeconds, List<Change> changes) {

  public PlanContext {
    changes = List.copyOf(changes);
  }

  /** The affected nodes of all steps. */
  public List<Affected> getAffected() {
    return changes.stream().flatMap(change -> change.affected().stream()).toList();
  }

  /** The affected nodes of those steps that could cut some node off from the operator. */
  public List<Affected> getEndangered() {
    return changes.stream()
        .filter(Change::isCrossing)
        .flatMap(change -> change.affected().stream())
        .toList();
  }
}
