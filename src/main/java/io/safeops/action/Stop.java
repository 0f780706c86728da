package io.safeops.action;

/**
 * A component that a step stops, for good or for a moment.
 *
 * @param startedAgain whether the same step starts it again
 * @param inOrder whether the step goes on to the next one only when this one is back
 * @param leaving whether it takes itself off the cluster: ovn-controller deletes its chassis
 */
public record Stop(
    String node,
    String component,
    String unit,
    boolean startedAgain,
    boolean inOrder,
    boolean leaving) {}
