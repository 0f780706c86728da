package io.safeops.facts.model;

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
    return new GatewayChassis(
        port + "-" + chassis, "", port, chassis, priority, Map.of(), Map.of());
  }

  public GatewayChassis withPriority(long newPriority) {
    return new GatewayChassis(name, uuid, portName, chassisName, newPriority, options, externalIds);
  }
}
