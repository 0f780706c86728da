package io.safeops.paths.hop;

import io.safeops.facts.model.NameIndexes.PhysicalSegment;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.BfdSession;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.ChassisGroup;
import io.safeops.facts.ovn.GatewayChassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.facts.ovn.RouterNat;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.facts.ovn.StaticRoute;
import io.safeops.paths.intent.Intent;
import io.safeops.paths.intent.Subnets;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** From a switch to a router, and from a router through its gateway to the outside. */
final class RouterHops {

  private final ClusterIndex index;
  private final NodeHops nodes;
  private final CentralHops central;
  private final ProviderHops providers;
  private final TunnelHops tunnels;
  private final Map<String, List<Hop>> gateways = new HashMap<>();

  RouterHops(
      ClusterIndex index,
      NodeHops nodes,
      CentralHops central,
      ProviderHops providers,
      TunnelHops tunnels) {
    this.index = index;
    this.nodes = nodes;
    this.central = central;
    this.providers = providers;
    this.tunnels = tunnels;
  }

  /**
   * Whether an end's switch is connected to a router port.
   *
   * @param addresses of the end; empty if they do not matter
   */
  List<Hop> toRouter(String switchName, String routerPort, List<String> addresses) {
    String subject = "router port " + routerPort;
    if (index.cluster().logicalRouters().isEmpty()) {
      return List.of(
          Hop.unknown(HopKind.ROUTER_PORT, subject, "", "the routers were not read")
              .causedBy(central.northbound()));
    }
    Optional<RouterPort> port = index.routerPort(routerPort);
    Optional<LogicalRouter> router = index.routerOf(routerPort);
    List<LogicalPort> peers =
        index.peersOf(routerPort).stream()
            .filter(each -> each.switchName().equals(switchName))
            .toList();
    String why = "";
    if (port.isEmpty() || router.isEmpty()) {
      why = "the Northbound does not have it";
    } else if (peers.isEmpty()) {
      why = "no port of switch " + switchName + " leads to it";
    } else if (!router.get().enabled()) {
      why = "router " + router.get().name() + " is disabled";
    } else if (!port.get().enabled()) {
      why = "it is disabled";
    } else if (peers.stream().noneMatch(LogicalPort::enabled)) {
      why = "port " + peers.get(0).name() + " of the switch, which leads to it, is disabled";
    } else if (port.get().networks().isEmpty()) {
      why = "it has no address";
    } else if (peers.stream().allMatch(each -> each.addresses().isEmpty())) {
      why = "port " + peers.get(0).name() + " of the switch, which leads to it, has no addresses";
    }
    if (why.isEmpty() && port.isPresent()) {
      why = index.sharedAddresses().problem(port.get(), switchName).orElse("");
    }
    List<String> ips = Subnets.ips(addresses);
    if (why.isEmpty()
        && !ips.isEmpty()
        && port.get().networks().stream()
            .noneMatch(each -> ips.stream().anyMatch(ip -> Subnets.covers(each, ip)))) {
      why =
          "its networks are "
              + port.get().networks()
              + ", and ends of the switch have addresses of other networks, such as "
              + ips.get(0);
    }
    Hop hop =
        why.isEmpty()
            ? Hop.works(HopKind.ROUTER_PORT, subject, "")
            : Hop.broken(HopKind.ROUTER_PORT, subject, "", why);
    return List.of(
        hop.with("router-port", routerPort)
            .with("router", router.map(LogicalRouter::name).orElse("")));
  }

  /**
   * From a router to the LAN behind its gateway port, from any chassis.
   *
   * @param from the chassis of the end; empty for the router itself
   * @param meant the LANs that were asked for
   * @param mtu the bytes that the end may send in one packet; 0 if not known
   */
  List<Hop> outside(
      Optional<Chassis> from, String gatewayPort, List<PhysicalSegment> meant, long mtu) {
    List<Hop> hops = new ArrayList<>(gateway(gatewayPort, meant));
    Optional<Chassis> holder = holder(gatewayPort);
    if (from.isPresent() && holder.isPresent()) {
      hops.addAll(tunnels.between(from.get(), holder.get(), mtu));
    }
    return hops;
  }

  /**
   * The translations by which the chassis of a port itself leads the port's packets outside. Of one
   * that the router has still, its present columns count.
   */
  List<RouterNat> distributed(Intent intent) {
    Optional<List<RouterNat>> now = index.routerOf(intent.peer()).flatMap(LogicalRouter::nats);
    return intent.meant().nats().stream()
        .map(
            meant ->
                now.orElse(List.of()).stream()
                    .filter(each -> isSame(each, meant))
                    .findFirst()
                    .orElse(meant))
        .filter(RouterNat::isDistributed)
        .filter(nat -> nat.logicalPort().equals(Optional.of(intent.end())))
        .toList();
  }

  /**
   * From a router to the LAN behind its gateway port, from the node of the end, without the chassis
   * that carries the gateway (ovn-nb(5), NAT: external_mac).
   */
  List<Hop> outsideHere(Optional<Node> node, Intent intent) {
    String external = external(intent.peer());
    List<Hop> hops = new ArrayList<>(toRouter(external, intent.peer(), List.of()));
    node.filter(any -> isProvider(external, intent.meant().segments()))
        .ifPresent(each -> hops.addAll(providers.of(external, each, intent.meant().segments())));
    return hops;
  }

  /** The switch behind a router port. */
  private String external(String gatewayPort) {
    return index.peersOf(gatewayPort).stream().map(LogicalPort::switchName).findFirst().orElse("");
  }

  private boolean isProvider(String external, List<PhysicalSegment> meant) {
    return !external.isEmpty()
        && (!meant.isEmpty()
            || index
                .switchNamed(external)
                .filter(each -> !each.getLocalnets().isEmpty())
                .isPresent());
  }

  /**
   * The chassis that carries the gateway now. That of a gateway router is the one that has claimed
   * the router's ports; its options only say which one should.
   */
  private Optional<Chassis> holder(String gatewayPort) {
    Optional<String> fixed =
        index.routerOf(gatewayPort).map(LogicalRouter::getChassis).filter(name -> !name.isEmpty());
    Optional<PortBinding> own =
        index.binding(gatewayPort).filter(each -> each.type().equals("l3gateway"));
    if (fixed.isPresent() && own.isPresent()) {
      return own.flatMap(PortBinding::chassis).flatMap(index::chassis);
    }
    return fixed
        .or(() -> index.binding("cr-" + gatewayPort).flatMap(PortBinding::chassis))
        .flatMap(index::chassis);
  }

  private List<Hop> gateway(String gatewayPort, List<PhysicalSegment> meant) {
    return gateways.computeIfAbsent(
        gatewayPort + " " + meant, any -> List.copyOf(findGateway(gatewayPort, meant)));
  }

  private List<Hop> findGateway(String gatewayPort, List<PhysicalSegment> meant) {
    List<Hop> hops = new ArrayList<>();
    Optional<RouterPort> port = index.routerPort(gatewayPort);
    String external = external(gatewayPort);
    List<Hop> attached = toRouter(external, gatewayPort, List.of());
    hops.addAll(attached);
    if (port.isEmpty()) {
      return hops;
    }
    Optional<Chassis> holder = holder(gatewayPort);
    Hop bound = bound(port.get(), holder).causedBy(attached);
    if (holder.isEmpty()) {
      hops.add(bound);
      return hops;
    }
    Optional<Node> node = holder.get().node().flatMap(index::node);
    if (node.isEmpty()) {
      hops.add(dead(holder.get(), bound));
      return hops;
    }
    List<Hop> own = new ArrayList<>(nodes.switching(node.get()));
    own.addAll(nodes.programming(node.get()));
    hops.addAll(own);
    hops.add(bound);
    if (node.get().isRead() && isProvider(external, meant)) {
      hops.addAll(providers.of(external, node.get(), meant));
    }
    return hops;
  }

  private Hop bound(RouterPort port, Optional<Chassis> holder) {
    String subject = "gateway of router port " + port.name();
    List<String> choices = choices(port);
    Hop hop;
    if (holder.isEmpty()) {
      boolean readable = index.cluster().southbound().filter(each -> each.isReadable()).isPresent();
      hop =
          readable
              ? Hop.broken(
                  HopKind.GATEWAY,
                  subject,
                  "",
                  choices.isEmpty()
                      ? "no chassis is named for it"
                      : "no chassis carries it. Named are "
                          + String.join(", ", choices.stream().map(this::text).toList()))
              : Hop.unknown(HopKind.GATEWAY, subject, "", "the Southbound could not be read");
    } else if (!choices.isEmpty() && !choices.get(0).equals(holder.get().name())) {
      hop =
          Hop.of(
              HopKind.GATEWAY,
              subject,
              holder.get().node().orElse(""),
              Answer.DEGRADED,
              text(holder.get().name())
                  + " carries it, and "
                  + text(choices.get(0))
                  + " is the first choice");
    } else {
      hop = Hop.works(HopKind.GATEWAY, subject, holder.get().node().orElse(""));
    }
    List<Hop> causes = new ArrayList<>();
    for (String choice : choices) {
      index
          .nodeOf(choice)
          .ifPresent(
              node -> {
                causes.addAll(nodes.switching(node));
                causes.addAll(nodes.programming(node));
              });
    }
    causes.addAll(central.southbound());
    causes.addAll(central.northd());
    return hop.with("router-port", port.name())
        .with("router", port.routerName())
        .with("choices", String.join(",", choices))
        .with("live", String.join(",", live(port, holder)))
        .with("settable", String.valueOf(isSettable(port)))
        .causedBy(causes);
  }

  /** Whether its chassis are named at the port itself, and not by Neutron. */
  private static boolean isSettable(RouterPort port) {
    return port.chassisGroup().isEmpty()
        && port.externalIds().keySet().stream().noneMatch(key -> key.startsWith("neutron:"));
  }

  /** The hop with the facts for a mend, of a gateway on a chassis that is no node. */
  private Hop dead(Chassis holder, Hop bound) {
    Hop dead =
        Hop.unknown(
            HopKind.GATEWAY,
            bound.subject(),
            "",
            text(holder.name())
                + " carries it, and the inventory has no node of this chassis: nobody can tell"
                + " whether it lives");
    for (Map.Entry<String, String> fact : bound.facts().entrySet()) {
      dead = dead.with(fact.getKey(), fact.getValue());
    }
    return dead.causedBy(NodeHops.reading(index.mayBeOf(holder)));
  }

  /**
   * The nodes whose chassis could carry the gateway now: connected, with the networks behind the
   * port mapped. Those that are named for it come first, then those that want gateways.
   */
  private List<String> live(RouterPort port, Optional<Chassis> holder) {
    List<String> choices = choices(port);
    Set<String> physnets = new TreeSet<>();
    for (LogicalPort peer : index.peersOf(port.name())) {
      index.switchNamed(peer.switchName()).ifPresent(each -> physnets.addAll(each.getPhysnets()));
    }
    return index.cluster().chassis().stream()
        .filter(each -> !holder.map(Chassis::name).equals(Optional.of(each.name())))
        .filter(each -> each.mappings().keySet().containsAll(physnets))
        .filter(
            each ->
                each.node()
                    .flatMap(index::node)
                    .filter(Node::isRead)
                    .flatMap(node -> node.component(ComponentName.CONTROLLER))
                    .filter(Component::isConnected)
                    .isPresent())
        .sorted(
            Comparator.comparing((Chassis each) -> rank(choices, each))
                .thenComparing(
                    each ->
                        !each.externalIds()
                            .getOrDefault("ovn-cms-options", "")
                            .contains("enable-chassis-as-gw"))
                .thenComparing(Chassis::name))
        .flatMap(each -> each.node().stream())
        .toList();
  }

  private static int rank(List<String> choices, Chassis chassis) {
    int at = choices.indexOf(chassis.name());
    return at < 0 ? choices.size() : at;
  }

  private String text(String chassis) {
    return index
        .chassis(chassis)
        .map(each -> each.node().orElse(each.hostname().isEmpty() ? each.name() : each.hostname()))
        .orElse(chassis + ", which is no chassis");
  }

  private List<String> choices(RouterPort port) {
    Optional<String> fixed =
        index.routerOf(port.name()).map(LogicalRouter::getChassis).filter(name -> !name.isEmpty());
    if (fixed.isPresent()) {
      return List.of(fixed.get());
    }
    return port.chassisGroup().isPresent()
        ? index.cluster().chassisGroups().orElse(List.of()).stream()
            .filter(group -> group.name().equals(port.chassisGroup().get()))
            .flatMap(group -> group.members().stream())
            .sorted(
                java.util.Comparator.comparing(ChassisGroup.Member::priority)
                    .thenComparing(ChassisGroup.Member::chassisName)
                    .reversed())
            .map(ChassisGroup.Member::chassisName)
            .toList()
        : port.gatewayChassis().stream().map(GatewayChassis::chassisName).toList();
  }

  /** Whether a router has what it had to reach the outside: translation and routes. */
  List<Hop> translation(String gatewayPort, List<RouterNat> nats, List<StaticRoute> routes) {
    Optional<LogicalRouter> router = index.routerOf(gatewayPort);
    if (router.isEmpty()) {
      return List.of();
    }
    List<Hop> hops = new ArrayList<>();
    String subject = "router " + router.get().name();
    for (RouterNat nat : nats) {
      String each =
          subject + ": " + nat.type() + " of " + nat.logicalIp() + " as " + nat.externalIp();
      Hop hop =
          router.get().nats().isEmpty()
              ? Hop.unknown(HopKind.NAT, each, "", "its NAT was not read")
              : router.get().nats().get().stream().anyMatch(now -> isSame(now, nat))
                  ? Hop.works(HopKind.NAT, each, "")
                  : Hop.broken(HopKind.NAT, each, "", "the router does not have it any more");
      hops.add(
          hop.withIfFaulty("router", router.get().name())
              .withIfFaulty("logical-ip", nat.logicalIp())
              .withIfFaulty("external-ip", nat.externalIp()));
    }
    for (StaticRoute route : routes) {
      if (!route.isDiscarding()) {
        hops.add(route(router.get(), route, subject + ": route to " + route.prefix()));
      }
    }
    return hops;
  }

  /** From router to router. */
  List<Hop> between(List<Intent.Leg> legs) {
    List<Hop> hops = new ArrayList<>();
    for (Intent.Leg leg : legs) {
      hops.addAll(joint(leg.out(), leg.in()));
      index
          .routerOf(leg.out())
          .ifPresent(
              router ->
                  hops.add(
                      route(
                          router,
                          leg.route(),
                          "router " + router.name() + ": route to " + leg.route().prefix())));
      hops.addAll(joint(leg.in(), leg.out()));
      if (leg.back().isPresent() && index.routerOf(leg.in()).isPresent()) {
        LogicalRouter next = index.routerOf(leg.in()).get();
        hops.add(
            route(
                next,
                leg.back().get(),
                "router " + next.name() + ": route to " + leg.back().get().prefix()));
      }
    }
    return hops;
  }

  /** Whether a router port leads to another one: by their switch, or as its peer. */
  private List<Hop> joint(String port, String other) {
    Optional<String> peer = index.routerPort(port).flatMap(RouterPort::peer);
    if (!peer.equals(Optional.of(other))) {
      List<String> switches = index.peersOf(other).stream().map(LogicalPort::switchName).toList();
      String shared =
          index.peersOf(port).stream()
              .map(LogicalPort::switchName)
              .filter(switches::contains)
              .findFirst()
              .orElse(switches.isEmpty() ? external(port) : switches.get(0));
      return toRouter(shared, port, List.of());
    }
    String subject = "router port " + port;
    Optional<LogicalRouter> found = index.routerOf(port);
    if (found.isEmpty()) {
      return toRouter("", port, List.of());
    }
    LogicalRouter router = found.get();
    String why =
        !router.enabled()
            ? "router " + router.name() + " is disabled"
            : index.routerPort(port).filter(RouterPort::enabled).isEmpty() ? "it is disabled" : "";
    Hop hop =
        why.isEmpty()
            ? Hop.works(HopKind.ROUTER_PORT, subject, "")
            : Hop.broken(HopKind.ROUTER_PORT, subject, "", why);
    return List.of(hop.with("router-port", port).with("router", router.name()));
  }

  /** Of several routes to one network, the next hop of one is enough. */
  private Hop route(LogicalRouter router, StaticRoute meant, String subject) {
    return routed(router, meant, subject)
        .withIfFaulty("router", router.name())
        .withIfFaulty("prefix", meant.prefix());
  }

  private Hop routed(LogicalRouter router, StaticRoute meant, String subject) {
    if (router.routes().isEmpty()) {
      return Hop.unknown(HopKind.ROUTE, subject, "", "its routes were not read");
    }
    List<StaticRoute> same =
        router.routes().get().stream()
            .filter(now -> now.prefix().equals(meant.prefix()) && !now.isDiscarding())
            .toList();
    if (same.isEmpty()) {
      return Hop.broken(HopKind.ROUTE, subject, "", "the router does not have it any more");
    }
    List<StaticRoute> down =
        same.stream().filter(each -> session(router, each) == Answer.BROKEN).toList();
    List<StaticRoute> unknown =
        same.stream().filter(each -> session(router, each) == Answer.UNKNOWN).toList();
    boolean some = down.size() + unknown.size() < same.size();
    if (!down.isEmpty()) {
      String why =
          "the BFD session with " + nexthops(down) + " is down: northd leaves the route out";
      return some
          ? Hop.of(HopKind.ROUTE, subject, "", Answer.DEGRADED, why)
          : unknown.isEmpty()
              ? Hop.broken(HopKind.ROUTE, subject, "", why)
              : Hop.unknown(
                  HopKind.ROUTE,
                  subject,
                  "",
                  why + ", and that with " + nexthops(unknown) + " is not known");
    }
    if (!unknown.isEmpty()) {
      String why = "it is not known whether the BFD session with " + nexthops(unknown) + " is up";
      return some
          ? Hop.of(HopKind.ROUTE, subject, "", Answer.DEGRADED, why)
          : Hop.unknown(HopKind.ROUTE, subject, "", why);
    }
    return same.stream().anyMatch(each -> each.nexthop().equals(meant.nexthop()))
        ? Hop.works(HopKind.ROUTE, subject, "")
        : Hop.unknown(
            HopKind.ROUTE,
            subject,
            "",
            "its next hop was "
                + meant.nexthop()
                + ", and is "
                + nexthops(same)
                + " now: it is not known whether that one forwards");
  }

  private static String nexthops(List<StaticRoute> routes) {
    return String.join(
        ", ", routes.stream().map(StaticRoute::nexthop).distinct().sorted().toList());
  }

  /**
   * Whether northd uses a route: not while the BFD session with its next hop is down (OVN source,
   * northd/northd.c, parsed_routes_add).
   */
  private Answer session(LogicalRouter router, StaticRoute route) {
    if (route.bfd().isEmpty()) {
      return Answer.WORKS;
    }
    List<String> ports =
        route.outputPort().isPresent()
            ? List.of(route.outputPort().get())
            : router.ports().stream().map(RouterPort::name).toList();
    List<String> states =
        index.cluster().bfdSessions().orElse(List.of()).stream()
            .filter(each -> each.dstIp().equals(route.nexthop()))
            .filter(each -> ports.contains(each.logicalPort()))
            .map(BfdSession::status)
            .toList();
    if (states.contains("up")) {
      return Answer.WORKS;
    }
    return !states.isEmpty() && states.stream().allMatch(each -> each.endsWith("down"))
        ? Answer.BROKEN
        : Answer.UNKNOWN;
  }

  private static boolean isSame(RouterNat one, RouterNat other) {
    return one.type().equals(other.type())
        && one.externalIp().equals(other.externalIp())
        && one.logicalIp().equals(other.logicalIp());
  }
}
