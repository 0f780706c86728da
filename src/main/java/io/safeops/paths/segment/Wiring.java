package io.safeops.paths.segment;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The layer-2 connections of a node outside of its integration bridge. Most nodes of a cluster have
 * equal ones, so what follows from them is computed once for all of these nodes.
 *
 * @param mapped the bridges by the physnet that is mapped to them: one, or several in odd facts
 * @param links the connections between two bridges, and of a bridge with itself
 * @param uplinks the ports that lead out of the node
 * @param patches the ovn-controller's patch ports on mapped bridges that have VLAN settings of
 *     their own
 * @param stp the OVS bridges that run STP or RSTP
 */
record Wiring(
    SortedMap<String, SortedSet<Device>> mapped,
    SortedSet<Link> links,
    SortedSet<Uplink> uplinks,
    SortedMap<LocalnetPatch, PortVlans> patches,
    SortedSet<Device> stp) {

  /**
   * A bridge.
   *
   * @param ovs whether it is one of OVS, not of Linux
   */
  record Device(String name, boolean ovs) implements Comparable<Device> {
    @Override
    public int compareTo(Device other) {
      return Comparator.comparing(Device::name).thenComparing(Device::ovs).compare(this, other);
    }
  }

  /** The port at which a connection ends. */
  record LinkEnd(Device device, String port, PortVlans vlans) implements Comparable<LinkEnd> {
    @Override
    public int compareTo(LinkEnd other) {
      return Comparator.comparing(LinkEnd::device)
          .thenComparing(LinkEnd::port)
          .thenComparing(end -> end.vlans().toString())
          .compare(this, other);
    }
  }

  /** A connection between two bridges of one node. Its ends are sorted. */
  record Link(LinkEnd one, LinkEnd other) implements Comparable<Link> {
    static Link of(LinkEnd one, LinkEnd other) {
      return one.compareTo(other) <= 0 ? new Link(one, other) : new Link(other, one);
    }

    Set<PortVlans.Pair> pairs(Iterable<Integer> vlans) {
      return PortVlans.pairs(one.vlans(), other.vlans(), vlans);
    }

    String words() {
      return one.port()
          + " of "
          + one.device().name()
          + " and "
          + other.port()
          + " of "
          + other.device().name();
    }

    @Override
    public int compareTo(Link that) {
      return Comparator.comparing(Link::one).thenComparing(Link::other).compare(this, that);
    }
  }

  /**
   * A port that leads out of the node.
   *
   * @param cable whether it surely does; a veth whose other end is in another network namespace may
   *     lead to a container of this node
   * @param nic the interface below, without VLAN devices; empty for a bond of OVS
   * @param nicVlan the VLAN of the VLAN device, if the port is one
   */
  record Uplink(
      Device device,
      String port,
      PortVlans vlans,
      boolean cable,
      String nic,
      Optional<Integer> nicVlan)
      implements Comparable<Uplink> {
    @Override
    public int compareTo(Uplink other) {
      return Comparator.comparing(Uplink::device)
          .thenComparing(Uplink::port)
          .thenComparing(Uplink::toString)
          .compare(this, other);
    }
  }

  /** A localnet's patch port on a mapped bridge. */
  record LocalnetPatch(String bridge, String localnet) implements Comparable<LocalnetPatch> {
    @Override
    public int compareTo(LocalnetPatch other) {
      return Comparator.comparing(LocalnetPatch::bridge)
          .thenComparing(LocalnetPatch::localnet)
          .compare(this, other);
    }
  }

  Wiring {
    mapped = Collections.unmodifiableSortedMap(new TreeMap<>(mapped));
    links = Collections.unmodifiableSortedSet(new TreeSet<>(links));
    uplinks = Collections.unmodifiableSortedSet(new TreeSet<>(uplinks));
    patches = Collections.unmodifiableSortedMap(new TreeMap<>(patches));
    stp = Collections.unmodifiableSortedSet(new TreeSet<>(stp));
  }

  /** A node of which only the mappings are known. */
  static Wiring ofMappings(SortedMap<String, SortedSet<Device>> mapped) {
    return new Wiring(mapped, new TreeSet<>(), new TreeSet<>(), new TreeMap<>(), new TreeSet<>());
  }

  /** The VLANs that a setting names, and 0. */
  SortedSet<Integer> namedVlans() {
    SortedSet<Integer> named = new TreeSet<>(Set.of(0));
    links.forEach(
        link -> {
          named.addAll(link.one().vlans().named());
          named.addAll(link.other().vlans().named());
        });
    for (Uplink uplink : uplinks) {
      named.addAll(uplink.vlans().named());
      uplink.nicVlan().ifPresent(named::add);
    }
    patches.values().forEach(vlans -> named.addAll(vlans.named()));
    return named;
  }

  /** The named VLANs, and one that stands for all others, if there is another. */
  SortedSet<Integer> sampleVlans() {
    SortedSet<Integer> sample = namedVlans();
    int other = 1;
    while (sample.contains(other)) {
      other++;
    }
    if (other < PortVlans.VLANS) {
      sample.add(other);
    }
    return sample;
  }

  /** The physnets by the bridge that they are mapped to. */
  SortedMap<Device, SortedSet<String>> physnets() {
    SortedMap<Device, SortedSet<String>> physnets = new TreeMap<>();
    mapped.forEach(
        (physnet, devices) ->
            devices.forEach(
                device -> physnets.computeIfAbsent(device, any -> new TreeSet<>()).add(physnet)));
    return physnets;
  }

  /**
   * The bridges for which it is not enough to know the physnet and the VLAN of a localnet: what
   * they connect depends on more.
   */
  Set<Device> special() {
    Set<Device> special = new HashSet<>();
    physnets().forEach((device, names) -> addIf(special, names.size() > 1, device));
    links.forEach(
        link -> {
          special.add(link.one().device());
          special.add(link.other().device());
        });
    Set<String> shared = sharedNics();
    uplinks.forEach(uplink -> addIf(special, !isPlain(uplink, shared), uplink.device()));
    patches.keySet().forEach(patch -> special.add(new Device(patch.bridge(), true)));
    return special;
  }

  private Set<String> sharedNics() {
    Set<String> nics = new HashSet<>();
    Set<String> shared = new HashSet<>();
    uplinks.forEach(uplink -> addIf(shared, !nics.add(uplink.nic()), uplink.nic()));
    shared.remove("");
    return shared;
  }

  /** Whether each VLAN of the bridge is a LAN of its own behind the uplink. */
  private static boolean isPlain(Uplink uplink, Set<String> shared) {
    return uplink.vlans().isPlain() && !shared.contains(uplink.nic());
  }

  /**
   * A copy in which the uplinks of a bridge that pass everything as it is are one, without name.
   */
  Wiring withoutPlainUplinks() {
    Set<String> shared = sharedNics();
    SortedSet<Uplink> fewer = new TreeSet<>();
    for (Uplink uplink : uplinks) {
      fewer.add(
          isPlain(uplink, shared)
              ? new Uplink(uplink.device(), "", PortVlans.ALL, true, "", Optional.empty())
              : uplink);
    }
    return new Wiring(mapped, links, fewer, patches, stp);
  }

  private static <T> void addIf(Set<T> set, boolean condition, T element) {
    if (condition) {
      set.add(element);
    }
  }
}
