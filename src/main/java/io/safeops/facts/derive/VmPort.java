package io.safeops.facts.derive;

import java.util.List;

/**
 * A logical port of a VM beside everything that must be right for its packets to pass: its row in
 * the Northbound, its binding in the Southbound, its interface on a node. Computed, not collected.
 *
 * @param name of the logical port; ovn-controller binds it where an interface has it as {@code
 *     external_ids:iface-id}
 * @param vm what Neutron calls it; its name again where Neutron says nothing
 * @param enabled as the Northbound has it
 * @param requested the hosts or chassis that {@code options:requested-chassis} names; none means
 *     any
 * @param boundTo the node, or the chassis where the inventory lacks it, that has claimed it; empty
 *     if none has
 * @param up whether its chassis says that its flows are installed (Southbound)
 * @param host the node with its interface; empty if no node that was read has one
 * @param interfaceName of the interface there; empty if there is none
 * @param carries what {@code iface-id} that interface has; empty if it has lost it
 * @param attached whether the interface has an OpenFlow port
 * @param installed whether ovn-controller has marked it {@code ovn-installed}
 * @param controlled whether the ovn-controller of the host is connected to the Southbound
 * @param hostnames by which the host's chassis may be requested
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

  /** Whether some interface is, or looks as if it were, the VM's. */
  public boolean isFound() {
    return !interfaceName.isEmpty();
  }

  /** Whether its interface says so itself. */
  public boolean isPlugged() {
    return isFound() && carries.equals(name);
  }

  /** Whether the Northbound lets the chassis that has the interface claim it. */
  public boolean isRequestedHere() {
    return requested.isEmpty() || requested.stream().anyMatch(hostnames::contains);
  }

  /** Whether all that an operator sets is right, so that only ovn-controller's part is left. */
  public boolean isReady() {
    return isPlugged() && enabled && attached && isRequestedHere();
  }

  /** Whether it is bound where its interface is, and its flows are there. */
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
