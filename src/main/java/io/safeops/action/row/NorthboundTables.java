package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.DatabaseStatus;
import io.safeops.facts.model.GatewayChassis;
import io.safeops.facts.model.LogicalRouter;
import io.safeops.facts.model.LogicalSwitch;
import io.safeops.facts.model.RouterPort;
import io.safeops.facts.model.RowKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The tables of the Northbound whose rows actions change. An action on one of these needs nothing
 * but itself; a table that the facts have and that is not here needs one entry.
 *
 * <p>Rows of HA_Chassis have no name by which one could be found: they are not here.
 */
public final class NorthboundTables {

  /** Its options; counters and connections are not an action's. */
  public static final RowTable<DatabaseStatus> NB_GLOBAL =
      RowTable.updated(
          "NB_Global",
          any -> RowKey.northbound("NB_Global", RowKey.ONLY),
          any -> "",
          status -> columns(Map.of("options", status.options())),
          (cluster, status) -> cluster.withDatabases(Optional.of(status), cluster.southbound()));

  public static final RowTable<LogicalSwitch> LOGICAL_SWITCH =
      RowTable.updated(
          "Logical_Switch",
          row -> RowKey.northbound("Logical_Switch", row.name()),
          LogicalSwitch::uuid,
          row ->
              columns(Map.of("other_config", row.otherConfig(), "external_ids", row.externalIds())),
          (cluster, row) -> cluster.withSwitch(row.name(), any -> row));

  public static final RowTable<LogicalRouter> LOGICAL_ROUTER =
      RowTable.updated(
          "Logical_Router",
          row -> RowKey.northbound("Logical_Router", row.name()),
          LogicalRouter::uuid,
          row -> columns(Map.of("options", row.options(), "external_ids", row.externalIds())),
          (cluster, row) -> cluster.withRouter(row.name(), any -> row));

  public static final RowTable<RouterPort> LOGICAL_ROUTER_PORT =
      RowTable.updated(
          "Logical_Router_Port",
          row -> RowKey.northbound("Logical_Router_Port", row.name()),
          RouterPort::uuid,
          row -> columns(Map.of("options", row.options(), "external_ids", row.externalIds())),
          (cluster, row) -> cluster.withRouter(row.routerName(), router -> router.withPort(row)));

  public static final RowTable<GatewayChassis> GATEWAY_CHASSIS =
      new RowTable<>(
          "Gateway_Chassis",
          row -> RowKey.northbound("Gateway_Chassis", row.name()),
          GatewayChassis::uuid,
          NorthboundTables::gatewayChassis,
          row -> Optional.of(gateways(row.portName(), "")),
          (cluster, row) -> onPort(cluster, row.portName(), port -> port.withGatewayChassis(row)),
          (cluster, row) ->
              onPort(cluster, row.portName(), port -> port.withoutGatewayChassis(row.name())),
          true);

  private NorthboundTables() {}

  /** The router port that holds gateway chassis: unlike routers', its name is the only one. */
  private static RowHolder gateways(String port, String uuid) {
    return new RowHolder("Logical_Router_Port", "gateway_chassis", port, uuid);
  }

  /** The port as it holds its gateway chassis. */
  public static RowHolder gatewaysOf(RouterPort port) {
    return gateways(port.name(), port.uuid());
  }

  private static ObjectNode gatewayChassis(GatewayChassis row) {
    ObjectNode columns =
        columns(Map.of("options", row.options(), "external_ids", row.externalIds()));
    return columns
        .put("name", row.name())
        .put("chassis_name", row.chassisName())
        .put("priority", row.priority());
  }

  private static ObjectNode columns(Map<String, Map<String, String>> maps) {
    ObjectNode columns = Ovsdb.object();
    new TreeMap<>(maps).forEach((column, map) -> columns.set(column, Ovsdb.map(map)));
    return columns;
  }

  private static Cluster onPort(Cluster cluster, String name, UnaryOperator<RouterPort> change) {
    Cluster changed = cluster;
    for (RouterPort port : cluster.getRouterPorts()) {
      if (port.name().equals(name)) {
        changed =
            changed.withRouter(port.routerName(), router -> router.withPort(change.apply(port)));
      }
    }
    return changed;
  }
}
