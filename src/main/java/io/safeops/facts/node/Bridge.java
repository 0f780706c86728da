package io.safeops.facts.node;

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
 * @param stp whether it runs STP or RSTP ({@code stp_enable}, {@code rstp_enable}); false also if
 *     this was not read
 * @param controllers the targets of its OpenFlow controllers, such as {@code tcp:127.0.0.1:6633}
 * @param forwarding what its flows do with packets: {@code normal}, {@code flows}, {@code none}, or
 *     empty if not read; see {@link #NORMAL}, {@link #FLOWS}, {@link #NOTHING}. The flows of the
 *     integration bridge, tens of thousands, are only counted: {@code flows} or {@code none}
 */
public record Bridge(
    String name,
    String node,
    String datapathType,
    String failMode,
    List<String> protocols,
    List<BridgePort> ports,
    Map<String, String> externalIds,
    boolean stp,
    List<String> controllers,
    String forwarding) {

  /** The {@code forwarding} of a bridge that switches every packet by MAC address (NORMAL). */
  public static final String NORMAL = "normal";

  /** The {@code forwarding} of a bridge with other flows, of which one forwards. */
  public static final String FLOWS = "flows";

  /** The {@code forwarding} of a bridge without any flow that forwards. */
  public static final String NOTHING = "none";

  private static final List<String> FORWARDING = List.of("", NORMAL, FLOWS, NOTHING);

  public Bridge {
    Preconditions.name("bridge name", name);
    Preconditions.name("node of bridge " + name, node);
    protocols = List.copyOf(protocols);
    ports = List.copyOf(ports);
    controllers = List.copyOf(controllers);
    Preconditions.oneOf("forwarding of bridge " + name, forwarding, FORWARDING);
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
    return toBuilder().ports(newPorts).build();
  }

  public Bridge withProtocols(List<String> newProtocols) {
    return toBuilder().protocols(newProtocols).build();
  }

  /** A bridge by its columns. */
  public static Builder builder(String name, String node) {
    return new Builder(name, node);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(name, node)
        .datapathType(datapathType)
        .failMode(failMode)
        .protocols(protocols)
        .ports(ports)
        .externalIds(externalIds)
        .stp(stp)
        .controllers(controllers)
        .forwarding(forwarding);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private final String node;
    private String datapathType = "";
    private String failMode = "";
    private List<String> protocols = List.of();
    private List<BridgePort> ports = List.of();
    private Map<String, String> externalIds = Map.of();
    private boolean stp;
    private List<String> controllers = List.of();
    private String forwarding = "";

    private Builder(String name, String node) {
      this.name = name;
      this.node = node;
    }

    public Builder datapathType(String newDatapathType) {
      datapathType = newDatapathType;
      return this;
    }

    public Builder failMode(String newFailMode) {
      failMode = newFailMode;
      return this;
    }

    public Builder protocols(List<String> newProtocols) {
      protocols = newProtocols;
      return this;
    }

    public Builder ports(List<BridgePort> newPorts) {
      ports = newPorts;
      return this;
    }

    public Builder externalIds(Map<String, String> newExternalIds) {
      externalIds = newExternalIds;
      return this;
    }

    public Builder stp(boolean newStp) {
      stp = newStp;
      return this;
    }

    public Builder controllers(List<String> newControllers) {
      controllers = newControllers;
      return this;
    }

    public Builder forwarding(String newForwarding) {
      forwarding = newForwarding;
      return this;
    }

    public Bridge build() {
      return new Bridge(
          name,
          node,
          datapathType,
          failMode,
          protocols,
          ports,
          externalIds,
          stp,
          controllers,
          forwarding);
    }
  }
}
