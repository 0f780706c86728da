package io.safeops.facts.ovn;

import io.safeops.document.Preconditions;
import java.util.List;
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
 * @param additionalChassis the chassis that hold it beside {@code chassis} while a VM migrates;
 *     empty if not read
 * @param requestedAdditionalChassis the chassis that the Northbound requests beside {@code
 *     requestedChassis}; empty if not read
 * @param virtualParent the port that holds the address of a port of type {@code virtual} now
 * @param parentPort the port of the VM in which the container of this port runs
 * @param tag the VLAN of a localnet port or of a container's port
 * @param haChassisGroup the name of its HA chassis group in the Southbound
 */
public record PortBinding(
    String logicalPort,
    String switchName,
    String type,
    Optional<String> chassis,
    Optional<String> requestedChassis,
    boolean up,
    Map<String, String> options,
    Map<String, String> externalIds,
    Optional<List<String>> additionalChassis,
    Optional<List<String>> requestedAdditionalChassis,
    Optional<String> virtualParent,
    Optional<String> parentPort,
    Optional<Long> tag,
    Optional<String> haChassisGroup) {

  /** The {@code type} of a router port, and of the switch's port to it. */
  public static final String PATCH = "patch";

  /** The {@code type} of a router's port that one chassis carries at a time. */
  public static final String CHASSIS_REDIRECT = "chassisredirect";

  public PortBinding {
    Preconditions.name("logical port of a binding", logicalPort);
    options = Preconditions.sorted(options);
    externalIds = Preconditions.sorted(externalIds);
    additionalChassis = additionalChassis.map(List::copyOf);
    requestedAdditionalChassis = requestedAdditionalChassis.map(List::copyOf);
  }

  /** A copy that is claimed by that chassis, or by none, with its flows installed there or not. */
  public PortBinding withChassis(
      Optional<String> newChassis, Optional<String> newRequested, boolean newUp) {
    return toBuilder().chassis(newChassis).requestedChassis(newRequested).up(newUp).build();
  }

  public boolean isBound() {
    return chassis.isPresent();
  }

  /** A copy that no chassis has claimed. */
  public PortBinding unbound() {
    return toBuilder().chassis(Optional.empty()).up(false).build();
  }

  /** A binding by its columns. */
  public static Builder builder(String logicalPort) {
    return new Builder(logicalPort);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(logicalPort)
        .switchName(switchName)
        .type(type)
        .chassis(chassis)
        .requestedChassis(requestedChassis)
        .up(up)
        .options(options)
        .externalIds(externalIds)
        .additionalChassis(additionalChassis)
        .requestedAdditionalChassis(requestedAdditionalChassis)
        .virtualParent(virtualParent)
        .parentPort(parentPort)
        .tag(tag)
        .haChassisGroup(haChassisGroup);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String logicalPort;
    private String switchName = "";
    private String type = "";
    private Optional<String> chassis = Optional.empty();
    private Optional<String> requestedChassis = Optional.empty();
    private boolean up;
    private Map<String, String> options = Map.of();
    private Map<String, String> externalIds = Map.of();
    private Optional<List<String>> additionalChassis = Optional.empty();
    private Optional<List<String>> requestedAdditionalChassis = Optional.empty();
    private Optional<String> virtualParent = Optional.empty();
    private Optional<String> parentPort = Optional.empty();
    private Optional<Long> tag = Optional.empty();
    private Optional<String> haChassisGroup = Optional.empty();

    private Builder(String logicalPort) {
      this.logicalPort = logicalPort;
    }

    public Builder switchName(String newSwitchName) {
      switchName = newSwitchName;
      return this;
    }

    public Builder type(String newType) {
      type = newType;
      return this;
    }

    public Builder chassis(Optional<String> newChassis) {
      chassis = newChassis;
      return this;
    }

    public Builder requestedChassis(Optional<String> newRequestedChassis) {
      requestedChassis = newRequestedChassis;
      return this;
    }

    public Builder up(boolean newUp) {
      up = newUp;
      return this;
    }

    public Builder options(Map<String, String> newOptions) {
      options = newOptions;
      return this;
    }

    public Builder externalIds(Map<String, String> newExternalIds) {
      externalIds = newExternalIds;
      return this;
    }

    public Builder additionalChassis(Optional<List<String>> newAdditionalChassis) {
      additionalChassis = newAdditionalChassis;
      return this;
    }

    public Builder requestedAdditionalChassis(
        Optional<List<String>> newRequestedAdditionalChassis) {
      requestedAdditionalChassis = newRequestedAdditionalChassis;
      return this;
    }

    public Builder virtualParent(Optional<String> newVirtualParent) {
      virtualParent = newVirtualParent;
      return this;
    }

    public Builder parentPort(Optional<String> newParentPort) {
      parentPort = newParentPort;
      return this;
    }

    public Builder tag(Optional<Long> newTag) {
      tag = newTag;
      return this;
    }

    public Builder haChassisGroup(Optional<String> newHaChassisGroup) {
      haChassisGroup = newHaChassisGroup;
      return this;
    }

    public PortBinding build() {
      return new PortBinding(
          logicalPort,
          switchName,
          type,
          chassis,
          requestedChassis,
          up,
          options,
          externalIds,
          additionalChassis,
          requestedAdditionalChassis,
          virtualParent,
          parentPort,
          tag,
          haChassisGroup);
    }
  }
}
