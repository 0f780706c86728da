package io.safeops.predict;

import io.safeops.facts.derive.PathFinder;
import io.safeops.facts.node.Address;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.node.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Predicts what the kernel and ovs-vswitchd make of a change of an interface: VLAN devices above it
 * follow, the other end of a veth pair loses its carrier, and routes through it go (Linux source,
 * net/8021q/vlan.c, drivers/net/veth.c, net/ipv4/fib_frontend.c).
 */
public final class LinkPrediction {

  private LinkPrediction() {}

  /** The node with the interface set up or down; unchanged if it has none of that name. */
  public static Node withUp(Node node, String name, boolean up) {
    Optional<Nic> nic = node.nic(name);
    if (nic.isEmpty()) {
      return node;
    }
    boolean peerDown = nic.get().peer().flatMap(node::nic).filter(peer -> !peer.up()).isPresent();
    boolean carrier = up && !peerDown && isLowerUp(node, nic.get());
    Node after = changed(node, name, each -> each.toBuilder().up(up).carrier(carrier).build());
    after = withMember(after, name, each -> each.toBuilder().adminState(word(up)).build());
    after = withCarrier(after, name, carrier);
    if (!up) {
      after = withoutRoutes(after, route -> route.device().equals(name));
    }
    for (Nic above : vlansOn(after, name)) {
      if (above.up() != up) {
        after = withUp(after, above.name(), up);
      }
    }
    return PathFinder.again(after);
  }

  /** A VLAN device has no carrier if the interface below it has none or is down. */
  private static boolean isLowerUp(Node node, Nic nic) {
    return !nic.kind().equals("vlan")
        || nic.lower().stream()
            .flatMap(below -> node.nic(below).stream())
            .allMatch(below -> below.up() && below.carrier());
  }

  private static Node withCarrier(Node node, String name, boolean carrier) {
    Node after = withMember(node, name, each -> each.toBuilder().linkState(word(carrier)).build());
    Optional<Nic> peer = after.nic(name).flatMap(Nic::peer).flatMap(after::nic);
    if (peer.isPresent() && peer.get().up() && peer.get().carrier() != carrier) {
      String other = peer.get().name();
      after = changed(after, other, each -> each.toBuilder().carrier(carrier).build());
      after = withMember(after, other, each -> each.toBuilder().linkState(word(carrier)).build());
    }
    return after;
  }

  private static String word(boolean up) {
    return up ? BridgeInterface.UP : BridgeInterface.DOWN;
  }

  /**
   * The node with another MTU of an interface. A VLAN device cannot have a larger one than the
   * interface below it, and the internal ports of its bridge get the smallest MTU of the bridge's
   * other ports (ovs-vswitchd.conf.db(5), {@code mtu_request}).
   */
  public static Node withMtu(Node node, String name, long mtu) {
    Node after = withOwnMtu(node, name, mtu);
    for (Nic above : vlansOn(after, name)) {
      if (above.mtu() > mtu) {
        after = withOwnMtu(after, above.name(), mtu);
      }
    }
    Optional<Bridge> bridge =
        node.bridges().stream()
            .filter(each -> each.getUplinks().contains(name))
            .filter(each -> !each.name().equals(node.getIntegrationBridge()))
            .findFirst();
    if (bridge.isEmpty()) {
      return after;
    }
    Node changed = after;
    long least =
        bridge.get().getUplinks().stream()
            .flatMap(uplink -> changed.nic(uplink).stream())
            .mapToLong(Nic::mtu)
            .min()
            .orElse(mtu);
    for (BridgePort port : bridge.get().ports()) {
      if (port.kind().equals(BridgePort.INTERNAL)) {
        after = withOwnMtu(after, port.name(), least);
      }
    }
    return after;
  }

  private static Node withOwnMtu(Node node, String name, long mtu) {
    Node after = changed(node, name, nic -> nic.toBuilder().mtu(mtu).build());
    return withMember(after, name, each -> each.toBuilder().mtu(Optional.of(mtu)).build());
  }

  /** The node without an interface, its VLAN devices and the other end of its pair. */
  public static Node without(Node node, String name) {
    Optional<Nic> nic = node.nic(name);
    if (nic.isEmpty()) {
      return node;
    }
    List<String> gone = new ArrayList<>(List.of(nic.get().name()));
    nic.get().peer().ifPresent(gone::add);
    for (int at = 0; at < gone.size(); at++) {
      for (Nic above : vlansOn(node, gone.get(at))) {
        if (!gone.contains(above.name())) {
          gone.add(above.name());
        }
      }
    }
    Node after =
        node.withNics(
            node.nics().stream()
                .filter(each -> !gone.contains(each.name()))
                .map(
                    each ->
                        each.master().filter(gone::contains).isPresent()
                            ? each.withMaster(Optional.empty())
                            : each)
                .toList());
    after = withoutRoutes(after, route -> gone.contains(route.device()));
    for (String each : gone) {
      after = withMember(after, each, LinkPrediction::detached);
      after = withPortOf(after, each, LinkPrediction::detached);
    }
    return PathFinder.again(after);
  }

  private static BridgeInterface detached(BridgeInterface member) {
    return member.toBuilder()
        .ofport(-1)
        .linkState("")
        .adminState("")
        .mtu(Optional.empty())
        .error(missing(member.name()))
        .build();
  }

  private static BridgePort detached(BridgePort port) {
    return port.kind().equals(BridgePort.BOND)
        ? port
        : port.toBuilder().ofport(-1).error(missing(port.name())).build();
  }

  /** What ovs-vswitchd writes of an interface that the kernel does not have. */
  static Optional<String> missing(String name) {
    return Optional.of("could not open network device " + name + " (No such device)");
  }

  /** The node with other addresses of an interface, and without the routes that end with them. */
  public static Node withAddresses(
      Node node, String name, Function<List<Address>, List<Address>> change) {
    Optional<Nic> nic = node.nic(name);
    if (nic.isEmpty()) {
      return node;
    }
    List<Address> left = change.apply(nic.get().addresses());
    List<String> ips = left.stream().map(Address::ip).toList();
    List<String> gone =
        nic.get().addresses().stream().map(Address::ip).filter(ip -> !ips.contains(ip)).toList();
    Node after = changed(node, name, each -> each.withAddresses(left));
    after =
        withoutRoutes(
            after,
            route ->
                route.source().filter(gone::contains).isPresent()
                    || (left.isEmpty() && !gone.isEmpty() && route.device().equals(name)));
    return PathFinder.again(after);
  }

  /** The node without some routes. */
  public static Node withoutRoutes(Node node, Predicate<Route> gone) {
    return node.toBuilder()
        .routes(node.routes().stream().filter(route -> !gone.test(route)).toList())
        .build();
  }

  private static List<Nic> vlansOn(Node node, String name) {
    return node.nics().stream()
        .filter(nic -> nic.kind().equals("vlan") && nic.lower().contains(name))
        .toList();
  }

  private static Node changed(Node node, String name, UnaryOperator<Nic> change) {
    return node.withNic(name, change);
  }

  /** The node with a changed row of Interface. */
  static Node withMember(Node node, String name, UnaryOperator<BridgeInterface> change) {
    return withPortOf(
        node,
        name,
        port ->
            port.toBuilder()
                .members(
                    port.members().stream()
                        .map(each -> each.name().equals(name) ? change.apply(each) : each)
                        .toList())
                .build());
  }

  /** The node with a changed port: the one that has this interface. */
  static Node withPortOf(Node node, String interfaceName, UnaryOperator<BridgePort> change) {
    return node.withBridges(
        node.bridges().stream()
            .map(
                bridge ->
                    bridge.ports().stream()
                            .noneMatch(port -> port.interfaces().contains(interfaceName))
                        ? bridge
                        : bridge.withPorts(
                            bridge.ports().stream()
                                .map(
                                    port ->
                                        port.interfaces().contains(interfaceName)
                                            ? change.apply(port)
                                            : port)
                                .toList()))
            .toList());
  }
}
