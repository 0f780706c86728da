package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.facts.ovn.DhcpOptions;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.RouterNat;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.facts.ovn.StaticRoute;
import io.safeops.facts.ovsdb.OvsdbRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the Northbound says of routers beside their ports and gateways, and its DHCP options. It is
 * asked for separately: what of it cannot be read is not read, and costs nothing else.
 */
final class RouterDetails {

  /** Nothing was read. */
  static final RouterDetails NONE =
      new RouterDetails(
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final Map<String, OvsdbRow> routers;
  private final Map<String, OvsdbRow> ports;
  private final Map<String, OvsdbRow> routes;
  private final Map<String, OvsdbRow> nats;
  private final Optional<List<DhcpOptions>> dhcpOptions;
  private final Optional<List<String>> loadBalancers;
  private final Optional<List<String>> policyRouters;

  private RouterDetails(
      Map<String, OvsdbRow> routers,
      Map<String, OvsdbRow> ports,
      Map<String, OvsdbRow> routes,
      Map<String, OvsdbRow> nats,
      Optional<List<DhcpOptions>> dhcpOptions,
      Optional<List<String>> loadBalancers,
      Optional<List<String>> policyRouters) {
    this.routers = routers;
    this.ports = ports;
    this.routes = routes;
    this.nats = nats;
    this.dhcpOptions = dhcpOptions;
    this.loadBalancers = loadBalancers;
    this.policyRouters = policyRouters;
  }

  /**
   * Reads the selects of {@code facts.sh}: Logical_Router, Logical_Router_Port,
   * Logical_Router_Static_Route, DHCP_Options, NAT, Load_Balancer, and Logical_Router again: those
   * with policies.
   */
  static RouterDetails of(String answer) throws FactException {
    List<List<OvsdbRow>> tables = OvsdbRow.tables("OVN_Northbound", answer, 5);
    return new RouterDetails(
        byUuid(tables.get(0)),
        byUuid(tables.get(1)),
        byUuid(tables.get(2)),
        byUuid(tables.get(4)),
        OptionalPart.of(() -> dhcpOptions(tables.get(3))),
        tables.size() < 6 ? Optional.empty() : OptionalPart.of(() -> names(tables.get(5))),
        tables.size() < 7 ? Optional.empty() : OptionalPart.of(() -> names(tables.get(6))));
  }

  private static Map<String, OvsdbRow> byUuid(List<OvsdbRow> table) throws FactException {
    Map<String, OvsdbRow> rows = new HashMap<>();
    for (OvsdbRow row : table) {
      rows.put(row.uuid(), row);
    }
    return rows;
  }

  /** The names of load balancers that have an address; empty if not read. */
  Optional<List<String>> loadBalancers() {
    return loadBalancers;
  }

  /** The names of routers that have policies; empty if not read. */
  Optional<List<String>> policyRouters() {
    return policyRouters;
  }

  private static List<String> names(List<OvsdbRow> rows) throws FactException {
    List<String> names = new ArrayList<>();
    for (OvsdbRow row : rows) {
      names.add(row.text("name").isEmpty() ? row.uuid() : row.text("name"));
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  /** The DHCP options; empty if not read. */
  Optional<List<DhcpOptions>> dhcpOptions() {
    return dhcpOptions;
  }

  private static List<DhcpOptions> dhcpOptions(List<OvsdbRow> rows) throws FactException {
    List<DhcpOptions> all = new ArrayList<>();
    for (OvsdbRow row : rows) {
      all.add(
          new DhcpOptions(
              row.uuid(), row.text("cidr"), row.map("options"), row.map("external_ids")));
    }
    all.sort(Comparator.comparing(DhcpOptions::uuid));
    return all;
  }

  /** The router with its details. One that was not there yet has none. */
  LogicalRouter completed(LogicalRouter router) {
    OvsdbRow row = routers.get(router.uuid());
    LogicalRouter.Builder completed =
        router.toBuilder().ports(router.ports().stream().map(this::completed).toList());
    if (row == null) {
      return completed.build();
    }
    return completed
        .enabled(OptionalPart.of(() -> row.isTrue("enabled", true)).orElse(router.enabled()))
        .nats(OptionalPart.of(() -> nats(row.set("nat"))))
        .routes(OptionalPart.of(() -> routes(row.set("static_routes"))))
        .build();
  }

  private RouterPort completed(RouterPort port) {
    OvsdbRow row = ports.get(port.uuid());
    return row == null
        ? port
        : OptionalPart.of(
                () ->
                    port.toBuilder()
                        .enabled(row.isTrue("enabled", true))
                        .mac(row.text("mac"))
                        .peer(row.first("peer"))
                        .build())
            .orElse(port);
  }

  private List<RouterNat> nats(List<String> uuids) throws FactException {
    List<RouterNat> found = new ArrayList<>();
    for (String uuid : uuids) {
      OvsdbRow row = row(nats, uuid);
      found.add(
          new RouterNat(
              row.text("type"),
              row.text("external_ip"),
              row.text("logical_ip"),
              row.first("external_mac"),
              row.first("logical_port"),
              row.map("options")));
    }
    found.sort(
        Comparator.comparing(RouterNat::type)
            .thenComparing(RouterNat::externalIp)
            .thenComparing(RouterNat::logicalIp));
    return found;
  }

  private List<StaticRoute> routes(List<String> uuids) throws FactException {
    List<StaticRoute> found = new ArrayList<>();
    for (String uuid : uuids) {
      OvsdbRow row = row(routes, uuid);
      found.add(
          new StaticRoute(
              row.text("ip_prefix"),
              row.text("nexthop"),
              row.first("output_port"),
              row.first("policy").orElse("dst-ip"),
              row.text("route_table"),
              row.first("bfd")));
    }
    found.sort(
        Comparator.comparing(StaticRoute::routeTable)
            .thenComparing(StaticRoute::prefix)
            .thenComparing(StaticRoute::nexthop));
    return found;
  }

  /** A part of the rows would look like all of them. */
  private static OvsdbRow row(Map<String, OvsdbRow> rows, String uuid) throws FactException {
    OvsdbRow row = rows.get(uuid);
    if (row == null) {
      throw new FactException("the answer lacks row " + uuid);
    }
    return row;
  }
}
