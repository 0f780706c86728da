package io.safeops.policy;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalPort;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What rules can read about a plan, as the variable {@code plan}.
 *
 * @param name of the plan
 * @param deadlineSeconds from arming to the latest moment to confirm
 * @param leaseSeconds how long a node waits without hearing from the run
 * @param holdSeconds how long everything must stay quiet before the plan can be confirmed
 * @param changes its steps
 * @param removed logical ports that are there before the plan and not after it
 * @param made logical ports that are there after the plan and not before it
 * @param maintenance whether changes may be made at this time
 * @param mends the rules whose faults the plan mends, as far as safeops can tell
 */
public record PlanContext(
    String name,
    long deadlineSeconds,
    long leaseSeconds,
    long holdSeconds,
    List<StepChange> changes,
    List<LogicalPort> removed,
    List<LogicalPort> made,
    Maintenance maintenance,
    List<String> mends) {

  public PlanContext {
    changes = List.copyOf(changes);
    removed = List.copyOf(removed);
    made = List.copyOf(made);
    mends = List.copyOf(mends);
  }

  /** The ports of {@code some} whose names are not among those of {@code others}. */
  public static List<LogicalPort> without(Cluster some, Cluster others) {
    Set<String> names =
        others.getPorts().stream().map(LogicalPort::name).collect(Collectors.toSet());
    return some.getPorts().stream().filter(port -> !names.contains(port.name())).toList();
  }

  /**
   * The same plan without the steps after the first ones.
   *
   * @param after the cluster after the last step that is left
   */
  public PlanContext first(int steps, Cluster before, Cluster after) {
    return builder(name)
        .deadlineSeconds(deadlineSeconds)
        .leaseSeconds(leaseSeconds)
        .holdSeconds(holdSeconds)
        .changes(changes.subList(0, steps))
        .removed(without(before, after))
        .made(without(after, before))
        .maintenance(maintenance)
        .mends(mends)
        .build();
  }

  /** The first step, for messages that appear once for a plan; empty if the plan has no step. */
  public List<StepChange> getFirstChange() {
    return changes.isEmpty() ? List.of() : List.of(changes.get(0));
  }

  /** Whether the plan has only one step. */
  public boolean isSingle() {
    return changes.size() == 1;
  }

  /** The number of items in it that rules can judge. */
  long rows() {
    long affected = changes.stream().mapToLong(change -> change.affected().size()).sum();
    return changes.size() + affected + removed.size() + made.size();
  }

  /** The affected nodes of all steps. */
  public List<AffectedNode> getAffected() {
    return changes.stream().flatMap(change -> change.affected().stream()).toList();
  }

  /** The affected nodes of the steps that could cut a node off from the operator. */
  public List<AffectedNode> getEndangered() {
    return changes.stream()
        .filter(StepChange::isCrossing)
        .flatMap(change -> change.affected().stream())
        .toList();
  }

  /** A plan by its parts. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private long deadlineSeconds;
    private long leaseSeconds;
    private long holdSeconds;
    private List<StepChange> changes = List.of();
    private List<LogicalPort> removed = List.of();
    private List<LogicalPort> made = List.of();
    private Maintenance maintenance = Maintenance.ALWAYS;
    private List<String> mends = List.of();

    private Builder(String name) {
      this.name = name;
    }

    public Builder deadlineSeconds(long newDeadlineSeconds) {
      deadlineSeconds = newDeadlineSeconds;
      return this;
    }

    public Builder leaseSeconds(long newLeaseSeconds) {
      leaseSeconds = newLeaseSeconds;
      return this;
    }

    public Builder holdSeconds(long newHoldSeconds) {
      holdSeconds = newHoldSeconds;
      return this;
    }

    public Builder changes(List<StepChange> newChanges) {
      changes = newChanges;
      return this;
    }

    public Builder removed(List<LogicalPort> newRemoved) {
      removed = newRemoved;
      return this;
    }

    public Builder made(List<LogicalPort> newMade) {
      made = newMade;
      return this;
    }

    public Builder maintenance(Maintenance newMaintenance) {
      maintenance = newMaintenance;
      return this;
    }

    public Builder mends(List<String> newMends) {
      mends = newMends;
      return this;
    }

    public PlanContext build() {
      return new PlanContext(
          name,
          deadlineSeconds,
          leaseSeconds,
          holdSeconds,
          changes,
          removed,
          made,
          maintenance,
          mends);
    }
  }
}
