package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.facts.model.DatabaseStatus;
import io.safeops.facts.model.LogicalPort;
import io.safeops.facts.model.LogicalSwitch;
import io.safeops.facts.ovsdb.OvsdbRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Northbound database, as read on one central node. */
record NorthboundFacts(DatabaseStatus status, List<LogicalSwitch> switches) {

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

  /** Reads the four selects of {@code facts.sh}: NB_Global, Connection, switches, ports. */
  static NorthboundFacts of(String node, String answer, ServerFacts server) throws FactException {
    List<List<OvsdbRow>> tables = OvsdbRow.tables("OVN_Northbound", answer, 4);
    Map<String, OvsdbRow> ports = new HashMap<>();
    for (OvsdbRow port : tables.get(3)) {
      ports.put(port.uuid(), port);
    }
    List<LogicalSwitch> switches = new ArrayList<>();
    for (OvsdbRow row : tables.get(2)) {
      switches.add(logicalSwitch(row, ports));
    }
    switches.sort(Comparator.comparing(LogicalSwitch::name));
    DatabaseStatus status = server.status("OVN_Northbound", node, tables.get(0), tables.get(1));
    return new NorthboundFacts(status, switches);
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
    return new LogicalPort(
        nameOr(row.text("name"), row.uuid()),
        row.uuid(),
        switchName,
        row.text("type"),
        row.number("tag"),
        row.set("addresses").stream().sorted().toList(),
        row.set("port_security").stream().sorted().toList(),
        row.map("options"),
        row.map("external_ids"),
        row.isTrue("enabled", true),
        row.isTrue("up", false),
        row.others(KNOWN));
  }

  /** {@code ls-add} without a name makes a row without a name. Commands then need its UUID. */
  private static String nameOr(String name, String uuid) {
    return name.isEmpty() ? uuid : name;
  }
}
