package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.GatewayChassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.RouterPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The tables of the Northbound whose rows actions change. An action on one of these needs no change
 * here. Another table that the facts have needs one entry here.
 *
 * <p>HA_Chassis is not here, because its rows have no name to find them by.
 */
public final class NorthboundTables {

  public static final RowTable<DatabaseStatus> NB_GLOBAL = new NbGlobal();
  public static final RowTable<LogicalSwitch> LOGICAL_SWITCH = new LogicalSwitches();
  public static final RowTable<LogicalRouter> LOGICAL_ROUTER = new LogicalRouters();
  public static final RowTable<RouterPort> LOGICAL_ROUTER_PORT = new LogicalRouterPorts();
  public static final RowTable<GatewayChassis> GATEWAY_CHASSIS = new GatewayChassisTable();

  /**
   * Logical switch ports. A port is found by its name, and its switch too, unless {@link #portsOf}
   * names the switch.
   */
  public static final RowTable<LogicalPort> LOGICAL_SWITCH_PORT =
      new LogicalSwitchPorts(Optional.empty());

  /** All tables except the switch ports, which are compared with their switches and bindings. */
  private static final List<RowTable<?>> ALL =
      List.of(NB_GLOBAL, LOGICAL_SWITCH, LOGICAL_ROUTER, LOGICAL_ROUTER_PORT, GATEWAY_CHASSIS);

  private NorthboundTables() {}

  /** The content of a row in the facts, as it is compared. */
  public static Optional<String> content(Cluster cluster, RowKey key) {
    return ALL.stream()
        .filter(table -> key.isNorthbound() && table.name().equals(key.table()))
        .findFirst()
        .flatMap(table -> table.content(cluster, key));
  }

  /** The keys of all rows in the facts. */
  public static List<RowKey> keys(Cluster cluster) {
    return ALL.stream().flatMap(table -> keys(table, cluster)).toList();
  }

  private static <T> Stream<RowKey> keys(RowTable<T> table, Cluster cluster) {
    return table.rows(cluster).stream().map(table::key);
  }

  /** The router port as the holder of its gateway chassis. */
  public static RowHolder gatewaysOf(RouterPort port) {
    return new RowHolder("Logical_Router_Port", "gateway_chassis", port.name(), port.uuid());
  }

  /** A switch as the holder of its ports. */
  public static RowHolder switchOf(String name, String uuid) {
    return new RowHolder("Logical_Switch", "ports", name, uuid);
  }

  /** The ports of one switch, because two switches may have the same name. */
  public static RowTable<LogicalPort> portsOf(RowHolder target) {
    return new LogicalSwitchPorts(Optional.of(target));
  }

  private static ObjectNode columns(Map<String, Map<String, String>> maps) {
    ObjectNode columns = Ovsdb.object();
    new TreeMap<>(maps).forEach((column, map) -> columns.set(column, Ovsdb.map(map)));
    return columns;
  }

  /** The options of NB_Global. The other columns of its one row are counters and connections. */
  private static final class NbGlobal implements RowTable<DatabaseStatus> {
    @Override
    public String name() {
      return "NB_Global";
    }

    @Override
    public RowKey key(DatabaseStatus row) {
      return RowKey.northbound(name(), RowKey.ONLY);
    }

    @Override
    public String uuid(DatabaseStatus row) {
      return "";
    }

    @Override
    public ObjectNode columns(DatabaseStatus row) {
      return NorthboundTables.columns(Map.of("options", row.options()));
    }

    /** Others write into the same row, and may write the very same value. */
    @Override
    public boolean isMarkedUnread() {
      return true;
    }

    @Override
    public List<DatabaseStatus> rows(Cluster cluster) {
      return cluster.northbound().filter(DatabaseStatus::isReadable).stream().toList();
    }

    @Override
    public Cluster with(Cluster cluster, DatabaseStatus row) {
      return cluster.withDatabases(Optional.of(row), cluster.southbound());
    }
  }

  private static final class LogicalSwitches implements RowTable<LogicalSwitch> {
    @Override
    public String name() {
      return "Logical_Switch";
    }

    @Override
    public RowKey key(LogicalSwitch row) {
      return RowKey.northbound(name(), row.name());
    }

    @Override
    public String uuid(LogicalSwitch row) {
      return row.uuid();
    }

    @Override
    public ObjectNode columns(LogicalSwitch row) {
      return NorthboundTables.columns(
          Map.of("other_config", row.otherConfig(), "external_ids", row.externalIds()));
    }

    @Override
    public List<LogicalSwitch> rows(Cluster cluster) {
      return cluster.switches();
    }

    @Override
    public Cluster with(Cluster cluster, LogicalSwitch row) {
      return cluster.withSwitch(row.name(), any -> row);
    }
  }

  /**
   * @param target the switch that has the ports; if it is empty, it is found by its name
   */
  private record LogicalSwitchPorts(Optional<RowHolder> target) implements RowTable<LogicalPort> {
    @Override
    public String name() {
      return Ovsdb.PORTS;
    }

    @Override
    public RowKey key(LogicalPort row) {
      return RowKey.northbound(name(), row.name());
    }

    @Override
    public String uuid(LogicalPort row) {
      return row.uuid();
    }

    @Override
    public ObjectNode columns(LogicalPort port) {
      ObjectNode row = Ovsdb.object().put("name", port.name()).put("type", port.type());
      row.set("tag", Ovsdb.tag(port));
      row.set("addresses", Ovsdb.set(port.addresses()));
      row.set("port_security", Ovsdb.set(port.portSecurity()));
      row.set("options", Ovsdb.map(port.options()));
      row.set("external_ids", Ovsdb.map(port.externalIds()));
      // The only optional column that is edited: an edit must also be able to empty it.
      row.set("enabled", Ovsdb.set(List.of()));
      port.rest().forEach((column, value) -> row.set(column, Ovsdb.parse(value)));
      return row;
    }

    @Override
    public List<LogicalPort> rows(Cluster cluster) {
      return cluster.getPorts();
    }

    @Override
    public boolean isWhole() {
      return true;
    }

    @Override
    public Optional<RowHolder> holder(LogicalPort row) {
      return Optional.of(target.orElseGet(() -> switchOf(row.switchName(), "")));
    }

    @Override
    public Cluster with(Cluster cluster, LogicalPort row) {
      return cluster.withSwitch(row.switchName(), each -> each.withPort(row));
    }

    @Override
    public Cluster without(Cluster cluster, LogicalPort row) {
      return cluster.withSwitch(row.switchName(), each -> each.withoutPort(row.name()));
    }
  }

  private static final class LogicalRouters implements RowTable<LogicalRouter> {
    @Override
    public String name() {
      return "Logical_Router";
    }

    @Override
    public RowKey key(LogicalRouter row) {
      return RowKey.northbound(name(), row.name());
    }

    @Override
    public String uuid(LogicalRouter row) {
      return row.uuid();
    }

    @Override
    public ObjectNode columns(LogicalRouter row) {
      return NorthboundTables.columns(
          Map.of("options", row.options(), "external_ids", row.externalIds()));
    }

    @Override
    public List<LogicalRouter> rows(Cluster cluster) {
      return cluster.logicalRouters().orElse(List.of());
    }

    @Override
    public Cluster with(Cluster cluster, LogicalRouter row) {
      return cluster.withRouter(row.name(), any -> row);
    }
  }

  private static final class LogicalRouterPorts implements RowTable<RouterPort> {
    @Override
    public String name() {
      return "Logical_Router_Port";
    }

    @Override
    public RowKey key(RouterPort row) {
      return RowKey.northbound(name(), row.name());
    }

    @Override
    public String uuid(RouterPort row) {
      return row.uuid();
    }

    @Override
    public ObjectNode columns(RouterPort row) {
      return NorthboundTables.columns(
          Map.of("options", row.options(), "external_ids", row.externalIds()));
    }

    @Override
    public List<RouterPort> rows(Cluster cluster) {
      return cluster.getRouterPorts();
    }

    @Override
    public Cluster with(Cluster cluster, RouterPort row) {
      return cluster.withRouter(row.routerName(), router -> router.withPort(row));
    }
  }

  private static final class GatewayChassisTable implements RowTable<GatewayChassis> {
    @Override
    public String name() {
      return "Gateway_Chassis";
    }

    @Override
    public RowKey key(GatewayChassis row) {
      return RowKey.northbound(name(), row.name());
    }

    @Override
    public String uuid(GatewayChassis row) {
      return row.uuid();
    }

    @Override
    public ObjectNode columns(GatewayChassis row) {
      return NorthboundTables.columns(
              Map.of("options", row.options(), "external_ids", row.externalIds()))
          .put("name", row.name())
          .put("chassis_name", row.chassisName())
          .put("priority", row.priority());
    }

    @Override
    public List<GatewayChassis> rows(Cluster cluster) {
      return cluster.getRouterPorts().stream()
          .flatMap(port -> port.gatewayChassis().stream())
          .toList();
    }

    @Override
    public boolean isWhole() {
      return true;
    }

    /** The router port, found by its name: names of router ports are unique. */
    @Override
    public Optional<RowHolder> holder(GatewayChassis row) {
      return Optional.of(
          new RowHolder("Logical_Router_Port", "gateway_chassis", row.portName(), ""));
    }

    @Override
    public Cluster with(Cluster cluster, GatewayChassis row) {
      return onPort(cluster, row.portName(), port -> port.withGatewayChassis(row));
    }

    @Override
    public Cluster without(Cluster cluster, GatewayChassis row) {
      return onPort(cluster, row.portName(), port -> port.withoutGatewayChassis(row.name()));
    }

    private static Cluster onPort(Cluster cluster, String name, UnaryOperator<RouterPort> change) {
      Cluster changed = cluster;
      for (RouterPort port : cluster.getRouterPorts()) {
        if (port.name().equals(name)) {
          changed =
              changed.withRouter(port.routerName(), each -> each.withPort(change.apply(port)));
        }
      }
      return changed;
    }
  }
}
