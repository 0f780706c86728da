package io.safeops.facts.derive;

import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ways by which the bridges of a node lead out of it. A physical interface, a bond, a VLAN
 * device on one of these and an interface of DPDK lead out. A patch port or a veth leads out if
 * what it is joined to does. A tap does not.
 *
 * <p>The facts do not tell where a veth leads whose other end is in another network namespace: to a
 * container, or out of a node that is a container itself. If the node has a physical interface, it
 * counts only if the bridge has no other way.
 */
public final class WaysOut {

  /** A bridge of Open vSwitch, or of Linux. */
  public record Place(String name, boolean ovs) {}

  /** Where a port of a bridge leads. */
  public enum Kind {
    /** Out of the node. */
    OUT,
    /** To another bridge of the node. */
    JOINED,
    /** To a patch port that does not exist. */
    LOOSE,
    /** To another network namespace, or to where the facts do not tell. */
    UNSURE,
    /** To something in the node: a VM, an address. */
    INSIDE
  }

  /**
   * A port of a bridge.
   *
   * @param name of the port, or of the interface in a Linux bridge
   * @param port if the bridge is one of Open vSwitch
   * @param nic if the kernel has it
   * @param joint the other end, if it is joined to another bridge
   */
  public record Way(
      Kind kind, String name, Optional<BridgePort> port, Optional<Nic> nic, Optional<Joint> joint) {

    /** The bridge that it is joined to. */
    public Optional<Place> far() {
      return joint.map(Joint::place);
    }

    /** The port there, if that bridge is one of Open vSwitch. */
    public Optional<BridgePort> farPort() {
      return joint.flatMap(Joint::port);
    }

    /** The interface there, if the kernel has it. */
    public Optional<Nic> farNic() {
      return joint.flatMap(Joint::nic);
    }
  }

  /** The other end of a port that is joined to another bridge. */
  public record Joint(Place place, Optional<BridgePort> port, Optional<Nic> nic) {}

  private final List<Nic> nics;
  private final List<Bridge> bridges;
  private final String integrationBridge;

  /**
   * @param integrationBridge a bridge that is not followed: ovn-controller decides what passes it
   */
  public WaysOut(List<Nic> nics, List<Bridge> bridges, String integrationBridge) {
    this.nics = nics;
    this.bridges = bridges;
    this.integrationBridge = integrationBridge;
  }

  public static WaysOut of(Node node) {
    return new WaysOut(node.nics(), node.bridges(), node.getIntegrationBridge());
  }

  /** The ways by which an OVS bridge leads out; those that are sure, if there are any. */
  public List<Way> of(Bridge bridge) {
    return of(new Place(bridge.name(), true), Set.of());
  }

  /**
   * The ways by which a bridge leads out; those that are sure, if there are any.
   *
   * @param seen bridges that are not followed again
   */
  public List<Way> of(Place place, Set<Place> seen) {
    Set<Place> passed = new HashSet<>(seen);
    passed.add(place);
    List<Way> all = ports(place);
    List<Way> sure = all.stream().filter(way -> leads(way, passed, true)).toList();
    return sure.isEmpty() ? all.stream().filter(way -> leads(way, passed, false)).toList() : sure;
  }

  /** Whether a bridge leads out by a way that is sure. */
  public boolean isSure(Bridge bridge) {
    return leads(new Place(bridge.name(), true), new HashSet<>(), true);
  }

  /** The interfaces by which a bridge leads out in the end, also those of bridges that it joins. */
  public Set<String> interfaces(Bridge bridge) {
    Set<String> names = new TreeSet<>();
    collect(new Place(bridge.name(), true), new HashSet<>(), names);
    return names;
  }

  private void collect(Place place, Set<Place> seen, Set<String> names) {
    List<Way> ways = of(place, seen);
    seen.add(place);
    for (Way way : ways) {
      if (way.kind() == Kind.JOINED) {
        way.far().filter(far -> !seen.contains(far)).ifPresent(far -> collect(far, seen, names));
      } else {
        names.addAll(way.port().map(BridgePort::interfaces).orElse(List.of(way.name())));
      }
    }
  }

  private boolean leads(Way way, Set<Place> passed, boolean sure) {
    return switch (way.kind()) {
      case OUT -> true;
      case UNSURE -> !sure;
      case JOINED ->
          way.far()
              .filter(far -> !passed.contains(far))
              .map(far -> leads(far, new HashSet<>(passed), sure))
              .orElse(false);
      case LOOSE, INSIDE -> false;
    };
  }

  private boolean leads(Place place, Set<Place> seen, boolean sure) {
    if (!seen.add(place)) {
      return false;
    }
    for (Way way : ports(place)) {
      if (way.kind() == Kind.OUT || (way.kind() == Kind.UNSURE && !sure)) {
        return true;
      }
      if (way.kind() == Kind.JOINED && leads(way.far().orElse(place), seen, sure)) {
        return true;
      }
    }
    return false;
  }

  /** All ports of a bridge, with where they lead. */
  public List<Way> ports(Place place) {
    List<Way> ways = new ArrayList<>();
    if (place.ovs()) {
      for (Bridge bridge : bridges) {
        if (bridge.name().equals(place.name())) {
          bridge.ports().forEach(port -> way(port).ifPresent(ways::add));
        }
      }
      return ways;
    }
    for (Nic nic : nics) {
      if (nic.master().filter(place.name()::equals).isPresent()) {
        ways.add(way(nic.name(), Optional.empty(), nic));
      } else if (nic.name().equals(place.name())) {
        portOf(nic)
            .ifPresent(port -> ways.add(joined(nic.name(), Optional.empty(), nic, port, nic)));
      }
    }
    return ways;
  }

  private Optional<Way> way(BridgePort port) {
    if (port.kind().equals(BridgePort.PATCH)) {
      return port.getLocalnet().isEmpty() ? patch(port) : Optional.empty();
    }
    Optional<Nic> nic =
        port.kind().equals(BridgePort.BOND) ? Optional.empty() : nic(port.name(), port);
    if (port.isUplink()) {
      return Optional.of(
          nic.filter(any -> port.kind().equals(BridgePort.SYSTEM))
              .map(each -> way(port.name(), Optional.of(port), each))
              .orElseGet(() -> end(Kind.OUT, port.name(), Optional.of(port), nic)));
    }
    if (port.kind().equals(BridgePort.INTERNAL)) {
      return nic.flatMap(this::linux)
          .map(far -> joined(port.name(), Optional.of(port), nic.get(), far, nic.get()));
    }
    return Optional.empty();
  }

  private Optional<Way> patch(BridgePort port) {
    Optional<String> peer = getPeer(port);
    Optional<BridgePort> far =
        bridges.stream()
            .flatMap(each -> each.ports().stream())
            .filter(
                each ->
                    peer.filter(each.interfaces()::contains).isPresent()
                        || peer.filter(each.name()::equals).isPresent())
            .findFirst();
    if (far.isEmpty()) {
      return Optional.of(end(Kind.LOOSE, port.name(), Optional.of(port), Optional.empty()));
    }
    return far.filter(each -> !each.bridge().equals(integrationBridge))
        .filter(each -> !each.bridge().equals(port.bridge()))
        .map(
            each ->
                new Way(
                    Kind.JOINED,
                    port.name(),
                    Optional.of(port),
                    Optional.empty(),
                    Optional.of(new Joint(new Place(each.bridge(), true), far, Optional.empty()))));
  }

  /** The port that a patch port names as its peer. */
  public static Optional<String> getPeer(BridgePort port) {
    return port.peer().or(() -> Optional.ofNullable(port.options().get("peer")));
  }

  private Way way(String name, Optional<BridgePort> port, Nic nic) {
    return switch (nic.kind()) {
      case "veth" -> veth(name, port, nic);
      case "bridge" ->
          port.isPresent()
              ? joined(name, port, nic, new Place(nic.name(), false), nic)
              : end(Kind.INSIDE, name, port, Optional.of(nic));
      case "ovs" ->
          port.isEmpty()
              ? portOf(nic)
                  .map(far -> joined(name, port, nic, far, nic))
                  .orElse(end(Kind.INSIDE, name, port, Optional.of(nic)))
              : end(Kind.INSIDE, name, port, Optional.of(nic));
      case "tun", "loopback" -> end(Kind.INSIDE, name, port, Optional.of(nic));
      case "vlan" -> end(staysInside(nic) ? Kind.UNSURE : Kind.OUT, name, port, Optional.of(nic));
      default -> end(Kind.OUT, name, port, Optional.of(nic));
    };
  }

  private Way veth(String name, Optional<BridgePort> port, Nic nic) {
    Optional<Nic> other = nic.peer().flatMap(this::nic);
    if (other.isEmpty()) {
      boolean container = nics.stream().noneMatch(each -> each.kind().equals("physical"));
      return end(container ? Kind.OUT : Kind.UNSURE, name, port, Optional.of(nic));
    }
    Optional<BridgePort> far = portOf(other.get());
    if (far.isPresent()) {
      return joined(name, port, nic, far.get(), other.get());
    }
    return linux(other.get())
        .map(place -> joined(name, port, nic, place, other.get()))
        .orElse(end(Kind.INSIDE, name, port, Optional.of(nic)));
  }

  /** Whether a VLAN device is on an interface that the facts do not follow. */
  private boolean staysInside(Nic vlan) {
    return vlan.lower().stream()
        .flatMap(lower -> nic(lower).stream())
        .anyMatch(
            lower ->
                lower.kind().equals("veth")
                    || List.of("bridge", "ovs", "tun", "loopback").contains(lower.kind()));
  }

  private static Way end(Kind kind, String name, Optional<BridgePort> port, Optional<Nic> nic) {
    return new Way(kind, name, port, nic, Optional.empty());
  }

  private static Way joined(
      String name, Optional<BridgePort> port, Nic nic, Place far, Nic farNic) {
    return new Way(
        Kind.JOINED,
        name,
        port,
        Optional.of(nic),
        Optional.of(new Joint(far, Optional.empty(), Optional.of(farNic))));
  }

  private static Way joined(
      String name, Optional<BridgePort> port, Nic nic, BridgePort far, Nic farNic) {
    return new Way(
        Kind.JOINED,
        name,
        port,
        Optional.of(nic),
        Optional.of(
            new Joint(new Place(far.bridge(), true), Optional.of(far), Optional.of(farNic))));
  }

  private Optional<Place> linux(Nic nic) {
    return nic.master()
        .flatMap(this::nic)
        .filter(master -> master.kind().equals("bridge"))
        .map(master -> new Place(master.name(), false));
  }

  private Optional<BridgePort> portOf(Nic nic) {
    return bridges.stream()
        .filter(bridge -> !bridge.name().equals(integrationBridge))
        .flatMap(bridge -> bridge.ports().stream())
        .filter(port -> port.interfaces().stream().anyMatch(nic::isCalled))
        .findFirst();
  }

  private Optional<Nic> nic(String name, BridgePort port) {
    return nic(port.interfaces().isEmpty() ? name : port.interfaces().get(0));
  }

  private Optional<Nic> nic(String name) {
    return nics.stream().filter(nic -> nic.isCalled(name)).findFirst();
  }
}
