package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import java.util.List;
import java.util.Optional;

/**
 * A network interface of a node, as the kernel shows it ({@code ip -j -d link}, {@code ip -j
 * addr}).
 *
 * @param name the kernel's name for it
 * @param kind {@code physical}, {@code veth}, {@code vlan}, {@code bond}, {@code bridge} (Linux),
 *     {@code ovs} (an OVS internal port: a datapath device or the tap of a userspace datapath),
 *     {@code tun}, {@code loopback} or {@code other}
 * @param mac empty if it has none
 * @param mtu in bytes
 * @param up whether it is set up (administratively)
 * @param carrier whether it has a link
 * @param master the Linux bridge, bond or VRF it is enslaved to; {@code ovs-system} on the kernel
 *     datapath
 * @param lower the interfaces below it: the device of a VLAN, or the members of a bond or a bridge
 * @param vlan the VLAN id of an interface of kind {@code vlan}
 * @param ovsBridge the OVS bridge that has it as a port, whatever the datapath
 * @param altNames other names that the kernel has for it ({@code altname}); OVS also accepts them,
 *     but then loses the interface again, some fifty times a second (seen with OVS 3.1)
 */
public record Nic(
    String name,
    String kind,
    String mac,
    long mtu,
    boolean up,
    boolean carrier,
    List<Address> addresses,
    Optional<String> master,
    List<String> lower,
    Optional<Long> vlan,
    Optional<String> ovsBridge,
    List<String> altNames) {

  static final List<String> KINDS =
      List.of("physical", "veth", "vlan", "bond", "bridge", "ovs", "tun", "loopback", "other");

  public Nic {
    Preconditions.name("interface name", name);
    Preconditions.oneOf("kind of interface " + name, kind, KINDS);
    vlan.ifPresent(id -> Preconditions.between("VLAN of " + name, id, 0, 4095));
    addresses = List.copyOf(addresses);
    lower = List.copyOf(lower);
    altNames = List.copyOf(altNames);
  }

  /** Whether it has an address that others use. An uplink should not have one. */
  public boolean isAddressed() {
    return addresses.stream().anyMatch(Address::isGlobal);
  }

  /** Whether this is one of its names. */
  public boolean isCalled(String someName) {
    return name.equals(someName) || altNames.contains(someName);
  }

  public Nic withOvsBridge(Optional<String> bridge) {
    return copy(addresses, master, bridge);
  }

  public Nic withMaster(Optional<String> newMaster) {
    return copy(addresses, newMaster, ovsBridge);
  }

  public Nic withAddresses(List<Address> newAddresses) {
    return copy(newAddresses, master, ovsBridge);
  }

  private Nic copy(
      List<Address> newAddresses, Optional<String> newMaster, Optional<String> newBridge) {
    return new Nic(
        name,
        kind,
        mac,
        mtu,
        up,
        carrier,
        newAddresses,
        newMaster,
        lower,
        vlan,
        newBridge,
        altNames);
  }
}
