package io.safeops.facts.ovn;

import io.safeops.document.Preconditions;
import java.util.Map;

/**
 * A row of the Northbound's table Gateway_Chassis: a chassis that may be the gateway of a router
 * port.
 *
 * @param name of the row, {@code PORT-CHASSIS} if ovn-nbctl made it
 * @param uuid of the row; not part of its content
 * @param portName the router port that refers to it
 * @param chassisName the system-id of the chassis in the Southbound, which need not exist
 * @param priority 0 to 32767; the highest is the first choice
 */
public record GatewayChassis(
    String name,
    String uuid,
    String portName,
    String chassisName,
    long priority,
    Map<String, String> options,
    Map<String, String> externalIds) {

  public static final long MOST = 32767;

  public GatewayChassis {
    Preconditions.name("gateway chassis", name);
    Preconditions.name("router port of gateway chassis " + name, portName);
    Preconditions.between("priority of gateway chassis " + name, priority, 0, MOST);
    options = Preconditions.sorted(options);
    externalIds = Preconditions.sorted(externalIds);
  }

  /** The row as {@code ovn-nbctl lrp-set-gateway-chassis} makes it. */
  public static GatewayChassis of(String port, String chassis, long priority) {
    return builder(port + "-" + chassis, port).chassisName(chassis).priority(priority).build();
  }

  public GatewayChassis withPriority(long newPriority) {
    return toBuilder().priority(newPriority).build();
  }

  /** A row by its parts. */
  public static Builder builder(String name, String portName) {
    return new Builder(name, portName);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(name, portName)
        .uuid(uuid)
        .chassisName(chassisName)
        .priority(priority)
        .options(options)
        .externalIds(externalIds);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private String uuid = "";
    private final String portName;
    private String chassisName = "";
    private long priority;
    private Map<String, String> options = Map.of();
    private Map<String, String> externalIds = Map.of();

    private Builder(String name, String portName) {
      this.name = name;
      this.portName = portName;
    }

    public Builder uuid(String newUuid) {
      uuid = newUuid;
      return this;
    }

    public Builder chassisName(String newChassisName) {
      chassisName = newChassisName;
      return this;
    }

    public Builder priority(long newPriority) {
      priority = newPriority;
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

    public GatewayChassis build() {
      return new GatewayChassis(name, uuid, portName, chassisName, priority, options, externalIds);
    }
  }
}
