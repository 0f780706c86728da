package io.safeops.action.effect;

import io.safeops.action.ActionException;
import io.safeops.action.commandline.ColumnEdit;
import io.safeops.action.commandline.CommandPart;
import io.safeops.action.commandline.TableNames;
import io.safeops.document.IpLiteral;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.GatewayChassis;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.RouterNat;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.facts.ovn.StaticRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The commands of {@code ovn-nbctl} on routers: ports, gateways, routes and NAT. */
final class RouterCommands {

  private RouterCommands() {}

  /** Reads a command; empty if what it does is not known. */
  static Optional<NbctlEffect.Change> read(
      CommandPart part, String first, List<String> rest, boolean ifExists) {
    return switch (part.command()) {
      case "lrp-add" -> addPort(part, first, rest);
      case "lrp-del" ->
          Optional.of(
              before -> NbctlEffect.ifExists(before, ifExists, () -> withoutPort(before, first)));
      case "lrp-set-enabled" ->
          rest.size() == 1 && rest.get(0).matches("(?i)enabled|disabled")
              ? Optional.of(
                  NbctlEffect.onRouterPort(
                      first,
                      port ->
                          port.toBuilder()
                              .enabled(rest.get(0).equalsIgnoreCase("enabled"))
                              .build()))
              : Optional.empty();
      case "lrp-set-options" ->
          Optional.of(
              NbctlEffect.onRouterPort(
                  first, port -> port.toBuilder().options(NbctlEffect.pairs(rest)).build()));
      case "lrp-set-redirect-type" ->
          rest.size() == 1
              ? Optional.of(
                  NbctlEffect.onRouterPort(
                      first, port -> withOption(port, "redirect-type", rest.get(0))))
              : Optional.empty();
      case "lrp-set-gateway-chassis" ->
          rest.isEmpty() || (rest.size() == 2 && !rest.get(1).matches("[0-9]{1,5}"))
              ? Optional.empty()
              : Optional.of(
                  NbctlEffect.onRouterPort(
                      first,
                      port ->
                          port.withGatewayChassis(
                              GatewayChassis.of(
                                  port.name(),
                                  rest.get(0),
                                  rest.size() == 2
                                      ? Math.min(Long.parseLong(rest.get(1)), GatewayChassis.MOST)
                                      : 0))));
      case "lrp-del-gateway-chassis" ->
          rest.size() == 1
              ? Optional.of(before -> withoutGateway(before, first, rest.get(0)))
              : Optional.empty();
      case "lr-route-add" -> addRoute(part, first, rest);
      case "lr-route-del" ->
          Optional.of(before -> withoutRoutes(before, first, rest, part, ifExists));
      case "lr-nat-add" -> addNat(part, first, rest);
      case "lr-nat-del" -> Optional.of(before -> withoutNats(before, first, rest, ifExists));
      default -> Optional.empty();
    };
  }

  private static RouterPort withOption(RouterPort port, String key, String value) {
    Map<String, String> options = new TreeMap<>(port.options());
    options.put(key, value);
    return port.toBuilder().options(options).build();
  }

  private static Optional<NbctlEffect.Change> addPort(
      CommandPart part, String first, List<String> rest) {
    if (rest.size() < 2) {
      return Optional.empty();
    }
    List<String> networks =
        rest.stream().skip(2).takeWhile(word -> !word.contains("=")).sorted().toList();
    List<ColumnEdit> edits = new ArrayList<>();
    for (String word : rest.subList(2 + networks.size(), rest.size())) {
      Optional<ColumnEdit> edit =
          ColumnEdit.assignment("Logical_Router_Port", rest.get(0), word, TableNames.NORTHBOUND);
      if (edit.isEmpty() || !NorthboundRows.isKnown(edit.get())) {
        return Optional.empty();
      }
      edits.add(edit.get());
    }
    return Optional.of(
        before -> {
          LogicalRouter router = NorthboundRows.requireRouter(before, first);
          boolean there =
              before.getRouterPorts().stream().anyMatch(each -> each.name().equals(rest.get(0)));
          if (there) {
            if (part.options().contains("--may-exist")) {
              return before;
            }
            throw new ActionException("there is a router port " + rest.get(0));
          }
          List<RouterPort> ports = new ArrayList<>(router.ports());
          ports.add(
              RouterPort.builder(rest.get(0), router.name())
                  .mac(rest.get(1))
                  .networks(networks)
                  .enabled(true)
                  .build());
          Cluster after = NorthboundRows.withRouter(before, router, each -> each.ports(ports));
          for (ColumnEdit edit : edits) {
            after = NorthboundRows.edited(after, edit);
          }
          return after;
        });
  }

  private static Cluster withoutPort(Cluster before, String name) throws ActionException {
    RouterPort port = NorthboundRows.requireRouterPort(before, name);
    return before.withRouter(
        port.routerName(),
        router ->
            router.toBuilder()
                .ports(
                    router.ports().stream()
                        .filter(each -> !each.name().equals(port.name()))
                        .toList())
                .build());
  }

  private static Cluster withoutGateway(Cluster before, String name, String chassis)
      throws ActionException {
    RouterPort port = NorthboundRows.requireRouterPort(before, name);
    GatewayChassis row =
        port.gatewayChassis().stream()
            .filter(each -> each.chassisName().equals(chassis) || each.uuid().equals(chassis))
            .findFirst()
            .orElseThrow(() -> new ActionException("no gateway chassis " + chassis));
    return NorthboundRows.with(before, port.withoutGatewayChassis(row.name()));
  }

  private static String option(CommandPart part, String name, String missing) {
    return part.options().stream()
        .filter(each -> each.startsWith(name + "="))
        .map(each -> each.substring(name.length() + 1))
        .findFirst()
        .orElse(missing);
  }

  /** A prefix as ovn-nbctl writes it: an address alone becomes a prefix with its full length. */
  private static String prefix(String written) {
    String address = written.contains("/") ? written : written + (isV6(written) ? "/128" : "/32");
    return IpLiteral.canonical(address.substring(0, address.indexOf('/')))
        + address.substring(address.indexOf('/'));
  }

  private static boolean isV6(String address) {
    return address.contains(":");
  }

  private static boolean isSame(String one, String other) {
    return prefix(one).equals(prefix(other));
  }

  private static Optional<NbctlEffect.Change> addRoute(
      CommandPart part, String first, List<String> rest) {
    if (rest.size() < 2 || rest.size() > 3) {
      return Optional.empty();
    }
    String policy = option(part, "--policy", "dst-ip");
    String table = option(part, "--route-table", "");
    StaticRoute route =
        new StaticRoute(
            prefix(rest.get(0)),
            rest.get(1),
            rest.size() == 3 ? Optional.of(rest.get(2)) : Optional.empty(),
            policy,
            table,
            Optional.empty());
    boolean beside = part.options().stream().anyMatch(each -> each.startsWith("--ecmp"));
    boolean mayExist = part.options().contains("--may-exist");
    return Optional.of(
        before -> {
          LogicalRouter router = NorthboundRows.requireRouter(before, first);
          List<StaticRoute> routes = new ArrayList<>(router.routes().orElse(List.of()));
          if (!beside) {
            boolean there = routes.removeIf(each -> isSameRoute(each, route));
            if (there && !mayExist) {
              throw new ActionException("there is a route to " + route.prefix());
            }
          }
          routes.add(route);
          return NorthboundRows.withRouter(
              before, router, each -> each.routes(router.routes().map(any -> routes)));
        });
  }

  private static boolean isSameRoute(StaticRoute one, StaticRoute other) {
    return isSame(one.prefix(), other.prefix())
        && one.policy().equals(other.policy())
        && one.routeTable().equals(other.routeTable());
  }

  private static Cluster withoutRoutes(
      Cluster before, String first, List<String> rest, CommandPart part, boolean ifExists)
      throws ActionException {
    LogicalRouter router = NorthboundRows.requireRouter(before, first);
    String policy = option(part, "--policy", "");
    String table = option(part, "--route-table", "");
    List<StaticRoute> routes = new ArrayList<>(router.routes().orElse(List.of()));
    boolean removed =
        routes.removeIf(
            each ->
                (rest.isEmpty() || isSame(each.prefix(), rest.get(0)))
                    && (rest.size() < 2 || each.nexthop().equals(rest.get(1)))
                    && (rest.size() < 3 || each.outputPort().equals(Optional.of(rest.get(2))))
                    && (policy.isEmpty() || each.policy().equals(policy))
                    && (rest.isEmpty() || each.routeTable().equals(table)));
    if (!removed && !ifExists && !rest.isEmpty()) {
      throw new ActionException("no such route");
    }
    return NorthboundRows.withRouter(
        before, router, each -> each.routes(router.routes().map(any -> routes)));
  }

  private static Optional<NbctlEffect.Change> addNat(
      CommandPart part, String first, List<String> rest) {
    boolean port = rest.size() == 5;
    if (!(rest.size() == 3 || port) || !rest.get(0).matches("snat|dnat|dnat_and_snat")) {
      return Optional.empty();
    }
    RouterNat nat =
        new RouterNat(
            rest.get(0),
            rest.get(1),
            rest.get(2),
            port ? Optional.of(rest.get(4)) : Optional.empty(),
            port ? Optional.of(rest.get(3)) : Optional.empty(),
            part.options().contains("--stateless") ? Map.of("stateless", "true") : Map.of());
    return Optional.of(
        before -> {
          LogicalRouter router = NorthboundRows.requireRouter(before, first);
          List<RouterNat> nats = new ArrayList<>(router.nats().orElse(List.of()));
          nats.removeIf(
              each ->
                  each.type().equals(nat.type())
                      && each.externalIp().equals(nat.externalIp())
                      && each.logicalIp().equals(nat.logicalIp()));
          nats.add(nat);
          return NorthboundRows.withRouter(
              before, router, each -> each.nats(router.nats().map(any -> nats)));
        });
  }

  private static Cluster withoutNats(
      Cluster before, String first, List<String> rest, boolean ifExists) throws ActionException {
    LogicalRouter router = NorthboundRows.requireRouter(before, first);
    List<RouterNat> nats = new ArrayList<>(router.nats().orElse(List.of()));
    boolean removed =
        nats.removeIf(
            each ->
                (rest.isEmpty() || each.type().equals(rest.get(0)))
                    && (rest.size() < 2
                        || isSame(
                            each.type().equals("snat") ? each.logicalIp() : each.externalIp(),
                            rest.get(1))));
    if (!removed && !ifExists && rest.size() > 1) {
      throw new ActionException("no such NAT");
    }
    return NorthboundRows.withRouter(
        before, router, each -> each.nats(router.nats().map(any -> nats)));
  }
}
