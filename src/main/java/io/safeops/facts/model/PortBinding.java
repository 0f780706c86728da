package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the Southbound's table Port_Binding, which says where a logical port is bound.
 *
 * @param switchName the logical switch or router of its datapath
 * @param type the type in the Northbound; {@code patch} for router ports
 * @param chassis the name of the chassis that claimed it
 * @param requestedChassis the chassis that the Northbound requests for it
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

  /** A copy that is claimed by that chassis, or by none, with its flows installed there or not. */
  public PortBinding withChassis(
      Optional<String> newChassis, Optional<String> newRequested, boolean newUp) {
    return new PortBinding(
        logicalPort, switchName, type, newChassis, newRequested, newUp, options, externalIds);
  }

  public boolean isBound() {
    return chassis.isPresent();
  }

  /** A copy that no chassis has claimed. */
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
