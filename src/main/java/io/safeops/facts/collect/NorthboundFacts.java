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

/** The Northbound database as one central node answers it. */
record NorthboundFacts(DatabaseStatus status, List<LogicalSwitch> switches) {

  /** Columns that {@link LogicalPort} names, or that are no content. */
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

  /** From the four selects of {@code facts.sh}: NB_Global, Connection, switches, ports. */
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

  /** {@code ls-add} without a name makes a row without one; then its UUID is what commands take. */
  private static String nameOr(String name, String uuid) {
    return name.isEmpty() ? uuid : name;
  }
}
