package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.facts.ovn.ChassisGroup;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.GatewayChassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.facts.ovsdb.OvsdbRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Northbound database, as read on one central node.
 *
 * @param routers empty if the database is too old to have all tables and columns that are read, or
 *     if they could not be read, which {@code status} says
 * @param chassisGroups empty in the same cases
 */
record NorthboundFacts(
    DatabaseStatus status,
    List<LogicalSwitch> switches,
    Optional<List<LogicalRouter>> routers,
    Optional<List<ChassisGroup>> chassisGroups) {

  /** Columns that {@link LogicalPort} has as components, or that are no content. */
  private static final List<String> KNOWN =
      List.of(
          "_uuid",
          "_version",
          "name",
          "type",
          "tag",
          "addresses",
          "port_security",
          "options",
          "external_ids",
          "up");

  /** A database that could not be read. */
  static NorthboundFacts unread(DatabaseStatus status) {
    return new NorthboundFacts(status, List.of(), Optional.empty(), Optional.empty());
  }

  /**
   * Reads the selects of {@code facts.sh}: NB_Global, Connection, Logical_Switch,
   * Logical_Switch_Port and, if the database has them, Logical_Router, Logical_Router_Port,
   * Gateway_Chassis, HA_Chassis_Group, HA_Chassis.
   */
  static NorthboundFacts of(String node, String answer, ServerFacts server) throws FactException {
    List<List<OvsdbRow>> tables = OvsdbRow.tables("OVN_Northbound", answer, 4);
    Map<String, OvsdbRow> ports = byUuid(tables.get(3));
    List<LogicalSwitch> switches = new ArrayList<>();
    for (OvsdbRow row : tables.get(2)) {
      switches.add(logicalSwitch(row, ports));
    }
    switches.sort(Comparator.comparing(LogicalSwitch::name));
    DatabaseStatus status = server.status("OVN_Northbound", node, tables.get(0), tables.get(1));
    if (tables.size() < 9) {
      return new NorthboundFacts(status, switches, Optional.empty(), Optional.empty());
    }
    // One odd row must not cost the rest of the Northbound.
    Map<String, String> unread = new TreeMap<>();
    Optional<List<LogicalRouter>> routers =
        part(DatabaseStatus.ROUTERS, unread, () -> routers(tables.subList(4, 8)));
    Optional<List<ChassisGroup>> groups =
        part(DatabaseStatus.GROUPS, unread, () -> groups(tables.get(7), tables.get(8)));
    return new NorthboundFacts(
        status.toBuilder().unread(Optional.of(unread)).build(), switches, routers, groups);
  }

  /** Reads a part that the other parts do not need. */
  private interface Part<T> {
    List<T> read() throws FactException;
  }

  private static <T> Optional<List<T>> part(String name, Map<String, String> unread, Part<T> part) {
    try {
      return Optional.of(part.read());
    } catch (FactException | IllegalArgumentException e) {
      unread.put(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The same failure with the row in which it is: its name may be the odd thing. */
  private static FactException in(String table, OvsdbRow row, Exception e) throws FactException {
    return new FactException("row " + row.uuid() + " of " + table + ": " + e.getMessage());
  }

  private static Map<String, OvsdbRow> byUuid(List<OvsdbRow> table) throws FactException {
    OvsdbRow.requireFew("OVN_Northbound", table);
    Map<String, OvsdbRow> rows = new HashMap<>();
    for (OvsdbRow row : table) {
      rows.put(row.uuid(), row);
    }
    return rows;
  }

  private static List<LogicalRouter> routers(List<List<OvsdbRow>> tables) throws FactException {
    Map<String, OvsdbRow> ports = byUuid(tables.get(1));
    Map<String, OvsdbRow> gateways = byUuid(tables.get(2));
    Map<String, OvsdbRow> groups = byUuid(tables.get(3));
    List<LogicalRouter> routers = new ArrayList<>();
    OvsdbRow.requireFew("OVN_Northbound", tables.get(0));
    for (OvsdbRow row : tables.get(0)) {
      try {
        routers.add(router(row, ports, gateways, groups));
      } catch (IllegalArgumentException e) {
        throw in("Logical_Router", row, e);
      }
    }
    routers.sort(Comparator.comparing(LogicalRouter::name));
    return routers;
  }

  private static LogicalRouter router(
      OvsdbRow row,
      Map<String, OvsdbRow> ports,
      Map<String, OvsdbRow> gateways,
      Map<String, OvsdbRow> groups)
      throws FactException {
    String name = nameOr(row.text("name"), row.uuid());
    List<RouterPort> found = new ArrayList<>();
    for (String uuid : row.set("ports")) {
      OvsdbRow port = ports.get(uuid);
      if (port != null) {
        try {
          found.add(routerPort(port, name, gateways, groups));
        } catch (FactException | IllegalArgumentException e) {
          throw in("Logical_Router_Port", port, e);
        }
      }
    }
    found.sort(Comparator.comparing(RouterPort::name));
    return new LogicalRouter(name, row.uuid(), row.map("options"), row.map("external_ids"), found);
  }

  private static RouterPort routerPort(
      OvsdbRow row, String router, Map<String, OvsdbRow> gateways, Map<String, OvsdbRow> groups)
      throws FactException {
    String name = nameOr(row.text("name"), row.uuid());
    List<GatewayChassis> found = new ArrayList<>();
    for (String uuid : row.set("gateway_chassis")) {
      OvsdbRow gateway = gateways.get(uuid);
      if (gateway != null) {
        found.add(
            GatewayChassis.builder(nameOr(gateway.text("name"), gateway.uuid()), name)
                .uuid(gateway.uuid())
                .chassisName(gateway.text("chassis_name"))
                .priority(gateway.number("priority").orElse(0L))
                .options(gateway.map("options"))
                .externalIds(gateway.map("external_ids"))
                .build());
      }
    }
    OvsdbRow group = groups.get(row.text("ha_chassis_group"));
    return RouterPort.builder(name, router)
        .uuid(row.uuid())
        .networks(row.set("networks").stream().sorted().toList())
        .gatewayChassis(found)
        .chassisGroup(
            group == null
                ? Optional.empty()
                : Optional.of(nameOr(group.text("name"), group.uuid())))
        .options(row.map("options"))
        .externalIds(row.map("external_ids"))
        .build();
  }

  private static List<ChassisGroup> groups(List<OvsdbRow> rows, List<OvsdbRow> members)
      throws FactException {
    Map<String, OvsdbRow> chassis = byUuid(members);
    List<ChassisGroup> groups = new ArrayList<>();
    OvsdbRow.requireFew("OVN_Northbound", rows);
    for (OvsdbRow row : rows) {
      try {
        groups.add(group(row, chassis));
      } catch (FactException | IllegalArgumentException e) {
        throw in("HA_Chassis_Group", row, e);
      }
    }
    groups.sort(Comparator.comparing(ChassisGroup::name));
    return groups;
  }

  private static ChassisGroup group(OvsdbRow row, Map<String, OvsdbRow> chassis)
      throws FactException {
    List<ChassisGroup.Member> members = new ArrayList<>();
    for (String uuid : row.set("ha_chassis")) {
      OvsdbRow member = chassis.get(uuid);
      if (member != null) {
        members.add(
            new ChassisGroup.Member(
                member.uuid(),
                member.text("chassis_name"),
                member.number("priority").orElse(0L),
                member.map("external_ids")));
      }
    }
    members.sort(
        Comparator.comparing(ChassisGroup.Member::priority)
            .thenComparing(ChassisGroup.Member::chassisName)
            .reversed());
    return new ChassisGroup(
        nameOr(row.text("name"), row.uuid()), row.uuid(), row.map("external_ids"), members);
  }

  private static LogicalSwitch logicalSwitch(OvsdbRow row, Map<String, OvsdbRow> ports)
      throws FactException {
    String name = nameOr(row.text("name"), row.uuid());
    List<LogicalPort> found = new ArrayList<>();
    for (String uuid : row.set("ports")) {
      OvsdbRow port = ports.get(uuid);
      if (port != null) {
        found.add(port(port, name));
      }
    }
    found.sort(Comparator.comparing(LogicalPort::name));
    return new LogicalSwitch(
        name, row.uuid(), row.map("external_ids"), row.map("other_config"), found);
  }

  private static LogicalPort port(OvsdbRow row, String switchName) throws FactException {
    return LogicalPort.builder(nameOr(row.text("name"), row.uuid()), switchName)
        .uuid(row.uuid())
        .type(row.text("type"))
        .tag(row.number("tag"))
        .addresses(row.set("addresses").stream().sorted().toList())
        .portSecurity(row.set("port_security").stream().sorted().toList())
        .options(row.map("options"))
        .externalIds(row.map("external_ids"))
        .enabled(row.isTrue("enabled", true))
        .up(row.isTrue("up", false))
        .rest(row.others(KNOWN))
        .build();
  }

  /** {@code ls-add} without a name makes a row without a name. Commands then need its UUID. */
  private static String nameOr(String name, String uuid) {
    return name.isEmpty() ? uuid : name;
  }
}
