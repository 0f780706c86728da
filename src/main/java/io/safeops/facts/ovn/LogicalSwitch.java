package io.safeops.facts.ovn;

import io.safeops.document.Preconditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the Northbound's table Logical_Switch, with its ports.
 *
 * @param name unique only by convention; OVN itself allows several switches with the same name
 * @param uuid of the row; not part of its content
 */
public record LogicalSwitch(
    String name,
    String uuid,
    Map<String, String> externalIds,
    Map<String, String> otherConfig,
    List<LogicalPort> ports) {

  public LogicalSwitch {
    Preconditions.name("switch name", name);
    externalIds = Preconditions.sorted(externalIds);
    otherConfig = Preconditions.sorted(otherConfig);
    ports = List.copyOf(ports);
    for (LogicalPort port : ports) {
      if (!port.switchName().equals(name)) {
        throw new IllegalArgumentException(
            "port " + port.name() + " of switch " + port.switchName() + " is listed in " + name);
      }
    }
  }

  /** Its ports to provider networks. Two of them on the same LAN make a loop. */
  public List<LogicalPort> getLocalnets() {
    return ports.stream().filter(LogicalPort::isLocalnet).toList();
  }

  /** The physnets of its localnets, each once. */
  public List<String> getPhysnets() {
    return getLocalnets().stream().map(LogicalPort::getNetworkName).distinct().sorted().toList();
  }

  /**
   * The number of bytes that a VM of an overlay network may send in one packet, as Neutron has told
   * the VM.
   */
  public Optional<Long> getTenantMtu() {
    return getLocalnets().isEmpty() && getMtu() > 0 ? Optional.of(getMtu()) : Optional.empty();
  }

  /**
   * The bytes that a packet of the network may have, as Neutron has told the VMs; 0 if not known.
   */
  public long getMtu() {
    String mtu = externalIds.getOrDefault("neutron:mtu", "");
    return mtu.matches("[0-9]{1,6}") ? Long.parseLong(mtu) : 0;
  }

  /** Whether Neutron made it. */
  public boolean isNeutron() {
    return externalIds.keySet().stream().anyMatch(key -> key.startsWith("neutron:"));
  }

  /**
   * The type of its first segment: {@code flat}, {@code vlan}, {@code geneve}, ...; empty if it is
   * not set. Neutron sets it since 2023.2 (source: {@code _gen_network_parameters} of its
   * ovn_client.py); Zed writes name, MTU and revision only (seen on 21.0).
   */
  public String getNetworkType() {
    return externalIds.getOrDefault("neutron:provnet-network-type", "");
  }

  /** The physical network of its first segment; empty if it is not set, like the type. */
  public String getPhysicalNetwork() {
    return externalIds.getOrDefault("neutron:provnet-physical-network", "");
  }

  public Optional<LogicalPort> port(String portName) {
    return ports.stream().filter(port -> port.name().equals(portName)).findFirst();
  }

  /** A copy with this port added, or with the port of the same name replaced. */
  public LogicalSwitch withPort(LogicalPort port) {
    List<LogicalPort> changed = new ArrayList<>(ports);
    changed.removeIf(other -> other.name().equals(port.name()));
    changed.add(port);
    return withPorts(changed);
  }

  public LogicalSwitch withoutPort(String portName) {
    return withPorts(ports.stream().filter(port -> !port.name().equals(portName)).toList());
  }

  public LogicalSwitch withPorts(List<LogicalPort> newPorts) {
    return new LogicalSwitch(name, uuid, externalIds, otherConfig, newPorts);
  }
}
