package io.safeops.action;

import io.safeops.facts.node.Component;
import java.util.List;

/**
 * A component that a step stops, for good or for a moment.
 *
 * @param startedAgain whether the same step starts it again
 * @param inOrder whether the step goes on to the next one only when this one is back
 * @param leaving whether it takes itself off the cluster: ovn-controller deletes its chassis
 */
public record ComponentStop(
    String node,
    String component,
    String unit,
    boolean startedAgain,
    boolean inOrder,
    boolean leaving) {

  /** Those of the components that are active, each restarted in order without leaving. */
  public static List<ComponentStop> restarts(List<Component> components) {
    return components.stream()
        .filter(Component::isActive)
        .map(each -> new ComponentStop(each.node(), each.name(), each.unit(), true, true, false))
        .toList();
  }
}
