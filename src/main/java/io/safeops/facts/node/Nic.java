package io.safeops.facts.node;

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
 * @param peer the name of the other end of a veth pair, if it is in the same network namespace
 * @param peerElsewhere whether the other end of a veth pair is in another network namespace
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
    List<String> altNames,
    Optional<String> peer,
    boolean peerElsewhere) {

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
    return toBuilder().ovsBridge(bridge).build();
  }

  public Nic withMaster(Optional<String> newMaster) {
    return toBuilder().master(newMaster).build();
  }

  public Nic withAddresses(List<Address> newAddresses) {
    return toBuilder().addresses(newAddresses).build();
  }

  /** An interface by its parts. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(name)
        .kind(kind)
        .mac(mac)
        .mtu(mtu)
        .up(up)
        .carrier(carrier)
        .addresses(addresses)
        .master(master)
        .lower(lower)
        .vlan(vlan)
        .ovsBridge(ovsBridge)
        .altNames(altNames)
        .peer(peer)
        .peerElsewhere(peerElsewhere);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private String kind = "";
    private String mac = "";
    private long mtu;
    private boolean up;
    private boolean carrier;
    private List<Address> addresses = List.of();
    private Optional<String> master = Optional.empty();
    private List<String> lower = List.of();
    private Optional<Long> vlan = Optional.empty();
    private Optional<String> ovsBridge = Optional.empty();
    private List<String> altNames = List.of();
    private Optional<String> peer = Optional.empty();
    private boolean peerElsewhere;

    private Builder(String name) {
      this.name = name;
    }

    public Builder kind(String newKind) {
      kind = newKind;
      return this;
    }

    public Builder mac(String newMac) {
      mac = newMac;
      return this;
    }

    public Builder mtu(long newMtu) {
      mtu = newMtu;
      return this;
    }

    public Builder up(boolean newUp) {
      up = newUp;
      return this;
    }

    public Builder carrier(boolean newCarrier) {
      carrier = newCarrier;
      return this;
    }

    public Builder addresses(List<Address> newAddresses) {
      addresses = newAddresses;
      return this;
    }

    public Builder master(Optional<String> newMaster) {
      master = newMaster;
      return this;
    }

    public Builder lower(List<String> newLower) {
      lower = newLower;
      return this;
    }

    public Builder vlan(Optional<Long> newVlan) {
      vlan = newVlan;
      return this;
    }

    public Builder ovsBridge(Optional<String> newOvsBridge) {
      ovsBridge = newOvsBridge;
      return this;
    }

    public Builder altNames(List<String> newAltNames) {
      altNames = newAltNames;
      return this;
    }

    public Builder peer(Optional<String> newPeer) {
      peer = newPeer;
      return this;
    }

    public Builder peerElsewhere(boolean newPeerElsewhere) {
      peerElsewhere = newPeerElsewhere;
      return this;
    }

    public Nic build() {
      return new Nic(
          name,
          kind,
          mac,
          mtu,
          up,
          carrier,
          addresses,
          master,
          lower,
          vlan,
          ovsBridge,
          altNames,
          peer,
          peerElsewhere);
    }
  }
}
