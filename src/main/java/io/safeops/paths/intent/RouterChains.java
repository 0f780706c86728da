package io.safeops.paths.intent;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.facts.ovn.StaticRoute;
import io.safeops.paths.intent.Intent.Leg;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How packets get from router to router: by a switch that both are on, or by two ports that are
 * each other's peer. ovn-kubernetes has such a chain for each node: the router of the cluster, the
 * join switch, the gateway router of the node.
 */
final class RouterChains {

  /** The routers between, and the router at the end. */
  record Chain(List<Leg> legs, LogicalRouter last) {}

  private final Map<String, RouterPort> ports = new HashMap<>();
  private final Map<String, LogicalRouter> routerOf = new HashMap<>();
  private final Map<String, String> switchOf = new HashMap<>();
  private final Map<String, List<RouterPort>> portsOn = new HashMap<>();
  private final Map<LogicalRouter, Routes> routes = new IdentityHashMap<>();

  RouterChains(Cluster cluster) {
    for (LogicalRouter router : cluster.logicalRouters().orElse(List.of())) {
      for (RouterPort port : router.ports()) {
        ports.putIfAbsent(port.name(), port);
        routerOf.putIfAbsent(port.name(), router);
      }
    }
    for (LogicalPort port : cluster.getPorts()) {
      RouterPort router =
          port.type().equals(LogicalPort.ROUTER)
              ? ports.get(port.options().getOrDefault("router-port", ""))
              : null;
      if (router != null && switchOf.putIfAbsent(router.name(), port.switchName()) == null) {
        portsOn.computeIfAbsent(port.switchName(), any -> new ArrayList<>()).add(router);
      }
    }
  }

  /**
   * The chain by which a router sends what comes from these addresses to the outside; empty if its
   * routes do not tell, or lead to no router that has a gateway.
   */
  Optional<Chain> from(LogicalRouter first, List<String> ips, Predicate<LogicalRouter> hasGateway) {
    List<Leg> legs = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    LogicalRouter router = first;
    while (seen.add(router.name())) {
      Optional<Leg> leg = leg(router, ips);
      LogicalRouter next = leg.map(each -> routerOf.get(each.in())).orElse(null);
      if (leg.isEmpty() || next == null) {
        return Optional.empty();
      }
      legs.add(leg.get());
      router = next;
      if (hasGateway.test(router)) {
        return Optional.of(new Chain(List.copyOf(legs), router));
      }
    }
    return Optional.empty();
  }

  /** Whether another router is next to it. */
  boolean hasNeighbour(LogicalRouter router) {
    return router.ports().stream().anyMatch(port -> !neighbours(router, port).isEmpty());
  }

  private Optional<Leg> leg(LogicalRouter router, List<String> ips) {
    for (StaticRoute route :
        routes.computeIfAbsent(router, each -> new Routes(each)).toOutside(ips)) {
      for (RouterPort port : router.ports()) {
        if (route.outputPort().isPresent() && !route.outputPort().get().equals(port.name())) {
          continue;
        }
        Optional<RouterPort> in =
            port.networks().stream().anyMatch(each -> Subnets.covers(each, route.nexthop()))
                ? neighbours(router, port).stream()
                    .filter(each -> has(each, route.nexthop()))
                    .findFirst()
                : Optional.empty();
        if (in.isPresent()) {
          return Optional.of(
              new Leg(port.name(), route, in.get().name(), back(in.get(), port, ips)));
        }
      }
    }
    return Optional.empty();
  }

  /** The route of the next router to these addresses, through a port of this one. */
  private Optional<StaticRoute> back(RouterPort in, RouterPort out, List<String> ips) {
    LogicalRouter next = routerOf.get(in.name());
    return next == null
        ? Optional.empty()
        : next.routes().orElse(List.of()).stream()
            .filter(each -> each.policy().equals("dst-ip") && has(out, each.nexthop()))
            .filter(each -> ips.stream().anyMatch(ip -> Subnets.covers(each.prefix(), ip)))
            .max(Comparator.comparing(each -> Subnets.length(each.prefix())));
  }

  private static boolean has(RouterPort port, String ip) {
    return port.networks().stream().anyMatch(each -> each.startsWith(ip + "/"));
  }

  private List<RouterPort> neighbours(LogicalRouter router, RouterPort port) {
    List<RouterPort> found =
        new ArrayList<>(portsOn.getOrDefault(switchOf.getOrDefault(port.name(), ""), List.of()));
    port.peer().map(ports::get).ifPresent(found::add);
    found.removeIf(each -> each.routerName().equals(router.name()));
    return found;
  }

  /** The routes of a router that may lead to the outside. */
  private static final class Routes {
    private final List<StaticRoute> defaults;

    /** Those by source, by length of the prefix and network. */
    private final TreeMap<Integer, Map<String, List<StaticRoute>>> bySource =
        new TreeMap<>(Comparator.reverseOrder());

    Routes(LogicalRouter router) {
      List<StaticRoute> main =
          router.routes().orElse(List.of()).stream()
              .filter(each -> each.routeTable().isEmpty() && !each.isDiscarding())
              .toList();
      defaults = main.stream().filter(StaticRoute::isDefault).toList();
      for (StaticRoute route : main) {
        int slash = route.prefix().indexOf('/');
        String network = slash < 0 ? route.prefix() : route.prefix().substring(0, slash);
        if (route.policy().equals("src-ip") && !Subnets.prefix(network, 0).isEmpty()) {
          int length = Subnets.length(route.prefix());
          bySource
              .computeIfAbsent(length, any -> new HashMap<>())
              .computeIfAbsent(Subnets.prefix(network, length), any -> new ArrayList<>())
              .add(route);
        }
      }
    }

    /** The longest prefix wins (OVN source, northd/northd.c, route priorities). */
    List<StaticRoute> toOutside(List<String> ips) {
      for (Map.Entry<Integer, Map<String, List<StaticRoute>>> each : bySource.entrySet()) {
        for (String ip : ips) {
          List<StaticRoute> found = each.getValue().get(Subnets.prefix(ip, each.getKey()));
          if (found != null) {
            return found;
          }
        }
      }
      return defaults;
    }
  }
}
