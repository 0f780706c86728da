package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An OVS bridge of a node.
 *
 * @param node the node's name in the inventory
 * @param datapathType {@code system} (kernel) or {@code netdev} (userspace)
 * @param failMode {@code standalone}, {@code secure}, or empty if not set (which means standalone)
 * @param protocols the allowed OpenFlow versions; empty means OVS's own default, which includes
 *     OpenFlow15
 */
public record Bridge(
    String name,
    String node,
    String datapathType,
    String failMode,
    List<String> protocols,
    List<BridgePort> ports,
    Map<String, String> externalIds) {

  public Bridge {
    Preconditions.name("bridge name", name);
    Preconditions.name("node of bridge " + name, node);
    protocols = List.copyOf(protocols);
    ports = List.copyOf(ports);
    externalIds = Preconditions.sorted(externalIds);
    for (BridgePort port : ports) {
      if (!port.bridge().equals(name)) {
        throw new IllegalArgumentException(
            "port " + port.name() + " of bridge " + port.bridge() + " is listed in " + name);
      }
    }
  }

  /** The names of the interfaces that lead out of the node. */
  public List<String> getUplinks() {
    return ports.stream()
        .filter(BridgePort::isUplink)
        .flatMap(port -> port.interfaces().stream())
        .toList();
  }

  public Optional<BridgePort> port(String portName) {
    return ports.stream().filter(port -> port.name().equals(portName)).findFirst();
  }

  /** A copy with this port added, or with the port of the same name replaced. */
  public Bridge withPort(BridgePort port) {
    List<BridgePort> changed = new ArrayList<>(ports);
    changed.removeIf(other -> other.name().equals(port.name()));
    changed.add(port);
    return withPorts(changed);
  }

  public Bridge withoutPort(String portName) {
    return withPorts(ports.stream().filter(port -> !port.name().equals(portName)).toList());
  }

  public Bridge withPorts(List<BridgePort> newPorts) {
    return new Bridge(name, node, datapathType, failMode, protocols, newPorts, externalIds);
  }

  public Bridge withProtocols(List<String> newProtocols) {
    return new Bridge(name, node, datapathType, failMode, newProtocols, ports, externalIds);
  }
}
