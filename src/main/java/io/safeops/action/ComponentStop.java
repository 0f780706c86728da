package io.safeops.action;

import io.safeops.facts.node.Component;
import java.util.List;

/**
 * A component that a step stops, for good or for a moment.
 *
 * @param startedAgain whether the same step starts it again
 * @param inOrder whether the step waits until this component is back before it goes on to the next
 *     one
 * @param leaving whether it leaves the cluster: ovn-controller deletes its chassis
 */
public record ComponentStop(
    String node,
    String component,
    String unit,
    boolean startedAgain,
    boolean inOrder,
    boolean leaving) {

  /** The active ones of these components, each restarted in order without leaving the cluster. */
  public static List<ComponentStop> restarts(List<Component> components) {
    return components.stream()
        .filter(Component::isActive)
        .map(each -> new ComponentStop(each.node(), each.name(), each.unit(), true, true, false))
        .toList();
  }
}
