package io.safeops.action.effect;

import io.safeops.action.ActionException;
import io.safeops.action.commandline.ColumnEdit;
import io.safeops.action.commandline.ColumnEdit.Verb;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.ChassisGroup;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.DhcpOptions;
import io.safeops.facts.ovn.GatewayChassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.RouterPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Finds rows of the Northbound by name or UUID, and edits their columns, in the facts. */
final class NorthboundRows {

  private static final Set<String> TABLES =
      Set.of(
          "NB_Global",
          "Logical_Switch",
          "Logical_Switch_Port",
          "Logical_Router",
          "Logical_Router_Port",
          "Gateway_Chassis",
          "DHCP_Options");

  /** Columns of references: only emptying them is known. */
  private static final Set<String> REFERENCES =
      Set.of(
          "Logical_Switch.ports",
          "Logical_Router.ports",
          "Logical_Router.nat",
          "Logical_Router.static_routes",
          "Logical_Router_Port.gateway_chassis",
          "Logical_Router_Port.ha_chassis_group",
          "Logical_Switch_Port.ha_chassis_group");

  /** Columns by which rows are found, or that stand for other rows. */
  private static final Set<String> UNKNOWN =
      Set.of(
          "Logical_Switch.name",
          "Logical_Switch_Port.name",
          "Logical_Router.name",
          "Logical_Router_Port.name",
          "Gateway_Chassis.name",
          "NB_Global.connections",
          "NB_Global.ssl");

  private NorthboundRows() {}

  /** Whether it is known what the edit does to packets. */
  static boolean isKnown(ColumnEdit edit) {
    String column = edit.table() + "." + edit.column();
    boolean empties =
        edit.verb() == Verb.CLEAR || (edit.verb() == Verb.SET && edit.value().items().isEmpty());
    return TABLES.contains(edit.table())
        && !UNKNOWN.contains(column)
        && (!REFERENCES.contains(column) || empties);
  }

  static LogicalSwitch requireSwitch(Cluster cluster, String written) throws ActionException {
    return cluster.switches().stream()
        .filter(
            each ->
                is(written, each.name(), each.uuid(), each.externalIds(), "neutron:network_name"))
        .findFirst()
        .orElseThrow(() -> new ActionException("no switch " + written));
  }

  static Optional<LogicalPort> port(Cluster cluster, String written) {
    return cluster.getPorts().stream()
        .filter(
            each -> is(written, each.name(), each.uuid(), each.externalIds(), "neutron:port_name"))
        .findFirst();
  }

  static LogicalPort requirePort(Cluster cluster, String written) throws ActionException {
    return port(cluster, written)
        .orElseThrow(() -> new ActionException("no logical switch port " + written));
  }

  static LogicalRouter requireRouter(Cluster cluster, String written) throws ActionException {
    return cluster.logicalRouters().orElse(List.of()).stream()
        .filter(
            each ->
                is(written, each.name(), each.uuid(), each.externalIds(), "neutron:router_name"))
        .findFirst()
        .orElseThrow(() -> new ActionException("no router " + written));
  }

  static RouterPort requireRouterPort(Cluster cluster, String written) throws ActionException {
    return cluster.getRouterPorts().stream()
        .filter(each -> each.name().equals(written) || each.uuid().equals(written))
        .findFirst()
        .orElseThrow(() -> new ActionException("no router port " + written));
  }

  private static boolean is(
      String written, String name, String uuid, Map<String, String> ids, String alias) {
    return name.equals(written) || uuid.equals(written) || written.equals(ids.get(alias));
  }

  static Cluster with(Cluster cluster, LogicalPort port) {
    return cluster.withSwitch(
        port.switchName(),
        each ->
            each.port(port.name()).isEmpty()
                ? each.withPort(port)
                : each.withPorts(
                    each.ports().stream()
                        .map(one -> one.name().equals(port.name()) ? port : one)
                        .toList()));
  }

  static Cluster withoutPort(Cluster cluster, LogicalPort port) {
    return cluster.withSwitch(port.switchName(), each -> each.withoutPort(port.name()));
  }

  static Cluster withoutSwitch(Cluster cluster, LogicalSwitch gone) {
    return cluster.withSwitches(
        cluster.switches().stream().filter(each -> !each.equals(gone)).toList());
  }

  static Cluster withoutRouter(Cluster cluster, LogicalRouter gone) {
    return cluster.withRouters(
        cluster
            .logicalRouters()
            .map(all -> all.stream().filter(each -> !each.equals(gone)).toList()),
        cluster.chassisGroups());
  }

  static Cluster with(Cluster cluster, RouterPort port) {
    return cluster.withRouter(port.routerName(), router -> router.withPort(port));
  }

  static Cluster withRouter(
      Cluster cluster, LogicalRouter router, UnaryOperator<LogicalRouter.Builder> change) {
    return cluster.withRouter(router.name(), each -> change.apply(each.toBuilder()).build());
  }

  /**
   * The facts without a row of DHCP_Options; the references of ports to it go too.
   *
   * @throws ActionException if there is none
   */
  static Cluster withoutDhcp(Cluster cluster, String uuid) throws ActionException {
    List<DhcpOptions> all = cluster.dhcpOptions().orElse(List.of());
    if (all.stream().noneMatch(each -> each.uuid().equals(uuid))) {
      throw new ActionException("no DHCP options " + uuid);
    }
    Cluster after =
        cluster.toBuilder()
            .dhcpOptions(
                Optional.of(all.stream().filter(each -> !each.uuid().equals(uuid)).toList()))
            .build();
    for (LogicalPort port : cluster.getPorts()) {
      for (String column : List.of("dhcpv4_options", "dhcpv6_options")) {
        if (port.rest().getOrDefault(column, "").contains(uuid)) {
          LogicalPort now = requirePort(after, port.name());
          after = with(after, withRest(now, column, Optional.empty()));
        }
      }
    }
    return after;
  }

  static Cluster withDhcp(Cluster cluster, String uuid, UnaryOperator<DhcpOptions> change)
      throws ActionException {
    List<DhcpOptions> all = cluster.dhcpOptions().orElse(List.of());
    if (all.stream().noneMatch(each -> each.uuid().equals(uuid))) {
      throw new ActionException("no DHCP options " + uuid);
    }
    return cluster.toBuilder()
        .dhcpOptions(
            Optional.of(
                all.stream()
                    .map(each -> each.uuid().equals(uuid) ? change.apply(each) : each)
                    .toList()))
        .build();
  }

  /**
   * A port with another value of a column that the facts keep as JSON.
   *
   * @param json the value; empty removes it
   */
  static LogicalPort withRest(LogicalPort port, String column, Optional<String> json) {
    Map<String, String> rest = new TreeMap<>(port.rest());
    rest.remove(column);
    json.ifPresent(value -> rest.put(column, value));
    return port.toBuilder().rest(rest).build();
  }

  /** A UUID as the facts keep it. */
  static String uuid(String uuid) {
    return "[\"uuid\",\"" + uuid + "\"]";
  }

  /**
   * The facts after the edit.
   *
   * @throws ActionException if there is no such row
   */
  static Cluster edited(Cluster before, ColumnEdit edit) throws ActionException {
    return switch (edit.table()) {
      case "NB_Global" -> global(before, edit);
      case "Logical_Switch" -> onSwitch(before, requireSwitch(before, edit.row()), edit);
      case "Logical_Switch_Port" -> with(before, onPort(requirePort(before, edit.row()), edit));
      case "Logical_Router" -> {
        LogicalRouter router = requireRouter(before, edit.row());
        yield withRouter(before, router, each -> onRouter(router, each, edit));
      }
      case "Logical_Router_Port" ->
          with(before, onRouterPort(requireRouterPort(before, edit.row()), edit));
      case "Gateway_Chassis" -> onGateway(before, edit);
      default ->
          withDhcp(
              before,
              edit.row(),
              row ->
                  edit.column().equals("options")
                      ? new DhcpOptions(
                          row.uuid(), row.cidr(), edit.map(row.options()), row.externalIds())
                      : row);
    };
  }

  /** northd copies the options of the Northbound into the Southbound. */
  private static Cluster global(Cluster before, ColumnEdit edit) {
    if (!edit.column().equals("options")) {
      return before;
    }
    UnaryOperator<DatabaseStatus> change =
        status -> status.isReadable() ? status.withOptions(edit.map(status.options())) : status;
    return before.withDatabases(before.northbound().map(change), before.southbound().map(change));
  }

  private static Cluster onSwitch(Cluster before, LogicalSwitch row, ColumnEdit edit) {
    return before.withSwitch(
        row.name(),
        each ->
            switch (edit.column()) {
              case "ports" -> each.withPorts(List.of());
              case "other_config" ->
                  new LogicalSwitch(
                      each.name(),
                      each.uuid(),
                      each.externalIds(),
                      edit.map(each.otherConfig()),
                      each.ports());
              case "external_ids" ->
                  new LogicalSwitch(
                      each.name(),
                      each.uuid(),
                      edit.map(each.externalIds()),
                      each.otherConfig(),
                      each.ports());
              default -> each;
            });
  }

  private static LogicalPort onPort(LogicalPort row, ColumnEdit edit) {
    return switch (edit.column()) {
      case "type" -> row.withType(edit.one(Optional.empty()).orElse(""));
      case "options" -> row.withOptions(edit.map(row.options()));
      case "tag" -> row.withTag(edit.number(row.tag()));
      case "addresses" -> row.withAddresses(edit.set(row.addresses()));
      case "port_security" -> row.toBuilder().portSecurity(edit.set(row.portSecurity())).build();
      case "external_ids" -> row.withExternalIds(edit.map(row.externalIds()));
      case "enabled" -> row.withEnabled(edit.flag(row.enabled(), true));
      case "dhcpv4_options", "dhcpv6_options" ->
          withRest(row, edit.column(), edit.one(Optional.empty()).map(NorthboundRows::uuid));
      case "parent_name" ->
          withRest(row, edit.column(), edit.one(Optional.empty()).map(name -> '"' + name + '"'));
      case "tag_request" ->
          withRest(row, edit.column(), edit.number(Optional.empty()).map(String::valueOf));
      default -> row;
    };
  }

  private static LogicalRouter.Builder onRouter(
      LogicalRouter row, LogicalRouter.Builder changed, ColumnEdit edit) {
    return switch (edit.column()) {
      case "options" -> changed.options(edit.map(row.options()));
      case "external_ids" -> changed.externalIds(edit.map(row.externalIds()));
      case "enabled" -> changed.enabled(edit.flag(row.enabled(), true));
      case "ports" -> changed.ports(List.of());
      case "nat" -> changed.nats(row.nats().map(any -> List.of()));
      case "static_routes" -> changed.routes(row.routes().map(any -> List.of()));
      default -> changed;
    };
  }

  private static RouterPort onRouterPort(RouterPort row, ColumnEdit edit) {
    RouterPort.Builder changed = row.toBuilder();
    switch (edit.column()) {
      case "options" -> changed.options(edit.map(row.options()));
      case "external_ids" -> changed.externalIds(edit.map(row.externalIds()));
      case "enabled" -> changed.enabled(edit.flag(row.enabled(), true));
      case "networks" -> changed.networks(edit.set(row.networks()));
      case "mac" -> changed.mac(edit.one(Optional.of(row.mac())).orElse(""));
      case "peer" -> changed.peer(edit.one(row.peer()));
      case "gateway_chassis" -> changed.gatewayChassis(List.of());
      case "ha_chassis_group" -> changed.chassisGroup(Optional.empty());
      default -> {
        // No other column of a router port decides whether packets pass.
      }
    }
    return changed.build();
  }

  private static Cluster onGateway(Cluster before, ColumnEdit edit) throws ActionException {
    for (RouterPort port : before.getRouterPorts()) {
      for (GatewayChassis row : port.gatewayChassis()) {
        if (row.name().equals(edit.row()) || row.uuid().equals(edit.row())) {
          GatewayChassis changed =
              switch (edit.column()) {
                case "priority" ->
                    row.withPriority(edit.number(Optional.empty()).orElse(row.priority()));
                case "chassis_name" ->
                    row.toBuilder()
                        .chassisName(edit.one(Optional.empty()).orElse(row.chassisName()))
                        .build();
                default -> row;
              };
          return with(before, port.withGatewayChassis(changed));
        }
      }
    }
    throw new ActionException("no gateway chassis " + edit.row());
  }

  /** The facts with another member list of an HA chassis group. */
  static Cluster withGroup(
      Cluster cluster, String name, UnaryOperator<List<ChassisGroup.Member>> change)
      throws ActionException {
    List<ChassisGroup> groups = new ArrayList<>();
    boolean found = false;
    for (ChassisGroup group : cluster.chassisGroups().orElse(List.of())) {
      boolean meant = group.name().equals(name) || group.uuid().equals(name);
      found |= meant;
      groups.add(
          meant
              ? new ChassisGroup(
                  group.name(), group.uuid(), group.externalIds(), change.apply(group.members()))
              : group);
    }
    if (!found) {
      throw new ActionException("no HA chassis group " + name);
    }
    return cluster.withRouters(cluster.logicalRouters(), Optional.of(groups));
  }
}
