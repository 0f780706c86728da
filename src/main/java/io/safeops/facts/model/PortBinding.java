package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import java.util.Map;
import java.util.Optional;

/**
 * One row of Southbound's Port_Binding: where a logical port lives.
 *
 * @param switchName the logical switch or router of its datapath
 * @param type as in the Northbound; {@code patch} for router ports
 * @param chassis name of the chassis that claimed it
 * @param requestedChassis the one it should be on, as the Northbound asked for it
 * @param up whether its chassis has installed its flows
 */
public record PortBinding(
    String logicalPort,
    String switchName,
    String type,
    Optional<String> chassis,
    Optional<String> requestedChassis,
    boolean up,
    Map<String, String> options,
    Map<String, String> externalIds) {

  public PortBinding {
    Preconditions.name("logical port of a binding", logicalPort);
    options = Preconditions.sorted(options);
    externalIds = Preconditions.sorted(externalIds);
  }

  /** Claimed by that chassis, or by none, with its flows installed there or not. */
  public PortBinding withChassis(
      Optional<String> newChassis, Optional<String> newRequested, boolean newUp) {
    return new PortBinding(
        logicalPort, switchName, type, newChassis, newRequested, newUp, options, externalIds);
  }

  public boolean isBound() {
    return chassis.isPresent();
  }

  /** The same port where no chassis has claimed it. */
  public PortBinding unbound() {
    return new PortBinding(
        logicalPort,
        switchName,
        type,
        Optional.empty(),
        requestedChassis,
        false,
        options,
        externalIds);
  }
}
