package io.safeops.facts.derive;

import java.util.List;

/**
 * A logical port of a VM with everything that its packets need: its row in the Northbound, its
 * binding in the Southbound, and its interface on a node. Computed, not collected.
 *
 * @param name of the logical port; ovn-controller binds the port if an interface has this name as
 *     {@code external_ids:iface-id}
 * @param vm the name that Neutron gives it; if there is none, {@code name}
 * @param enabled from the Northbound
 * @param requested the hosts or chassis that {@code options:requested-chassis} names; empty means
 *     any
 * @param boundTo the node that has claimed it, or the chassis if the inventory lacks the node;
 *     empty if none has claimed it
 * @param up whether its chassis says in the Southbound that its flows are installed
 * @param host the node with its interface; empty if no node that was read has one
 * @param interfaceName of the interface there; empty if there is none
 * @param carries the {@code iface-id} of that interface; empty if the interface has lost it
 * @param attached whether the interface has an OpenFlow port
 * @param installed whether ovn-controller has marked it {@code ovn-installed}
 * @param controlled whether the host's ovn-controller is connected to the Southbound
 * @param hostnames the host names by which the host's chassis may be requested
 */
public record VmPort(
    String name,
    String switchName,
    String vm,
    boolean enabled,
    List<String> requested,
    String boundTo,
    boolean up,
    String host,
    String interfaceName,
    String carries,
    boolean attached,
    boolean installed,
    boolean controlled,
    List<String> hostnames) {

  public VmPort {
    requested = List.copyOf(requested);
    hostnames = List.copyOf(hostnames);
  }

  /** Whether an interface is, or seems to be, the VM's. */
  public boolean isFound() {
    return !interfaceName.isEmpty();
  }

  /** Whether its interface has the right {@code iface-id}. */
  public boolean isPlugged() {
    return isFound() && carries.equals(name);
  }

  /** Whether the Northbound allows the chassis with the interface to claim it. */
  public boolean isRequestedHere() {
    return requested.isEmpty() || requested.stream().anyMatch(hostnames::contains);
  }

  /**
   * Whether all settings that an operator can make are right, so that only ovn-controller can be
   * the cause.
   */
  public boolean isReady() {
    return isPlugged() && enabled && attached && isRequestedHere();
  }

  /** Whether it is bound on the node of its interface, and its flows are installed. */
  public boolean isServed() {
    return isFound() && boundTo.equals(host) && up && installed;
  }

  /** A port by its parts. */
  public static Builder builder(String name, String switchName) {
    return new Builder(name, switchName);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private final String switchName;
    private String vm = "";
    private boolean enabled;
    private List<String> requested = List.of();
    private String boundTo = "";
    private boolean up;
    private String host = "";
    private String interfaceName = "";
    private String carries = "";
    private boolean attached;
    private boolean installed;
    private boolean controlled;
    private List<String> hostnames = List.of();

    private Builder(String name, String switchName) {
      this.name = name;
      this.switchName = switchName;
    }

    public Builder vm(String newVm) {
      vm = newVm;
      return this;
    }

    public Builder enabled(boolean newEnabled) {
      enabled = newEnabled;
      return this;
    }

    public Builder requested(List<String> newRequested) {
      requested = newRequested;
      return this;
    }

    public Builder boundTo(String newBoundTo) {
      boundTo = newBoundTo;
      return this;
    }

    public Builder up(boolean newUp) {
      up = newUp;
      return this;
    }

    public Builder host(String newHost) {
      host = newHost;
      return this;
    }

    public Builder interfaceName(String newInterfaceName) {
      interfaceName = newInterfaceName;
      return this;
    }

    public Builder carries(String newCarries) {
      carries = newCarries;
      return this;
    }

    public Builder attached(boolean newAttached) {
      attached = newAttached;
      return this;
    }

    public Builder installed(boolean newInstalled) {
      installed = newInstalled;
      return this;
    }

    public Builder controlled(boolean newControlled) {
      controlled = newControlled;
      return this;
    }

    public Builder hostnames(List<String> newHostnames) {
      hostnames = newHostnames;
      return this;
    }

    public VmPort build() {
      return new VmPort(
          name,
          switchName,
          vm,
          enabled,
          requested,
          boundTo,
          up,
          host,
          interfaceName,
          carries,
          attached,
          installed,
          controlled,
          hostnames);
    }
  }
}
