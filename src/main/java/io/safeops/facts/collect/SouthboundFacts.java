package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.ovn.BfdSession;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.Encap;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.facts.ovsdb.OvsdbRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The Southbound database, as read on one central node. */
record SouthboundFacts(
    DatabaseStatus status,
    List<Chassis> chassis,
    List<PortBinding> bindings,
    Optional<List<BfdSession>> bfdSessions) {

  /** A database that could not be read. */
  static SouthboundFacts unread(DatabaseStatus status) {
    return new SouthboundFacts(status, List.of(), List.of(), Optional.empty());
  }

  /**
   * Reads the selects of {@code facts.sh}: SB_Global, Connection, Chassis, Encap, Datapath_Binding,
   * Port_Binding and, as far as the database has them, Chassis_Private, HA_Chassis_Group, BFD.
   *
   * @param nodeOf the node of each system-id
   * @param switchOf the name of each logical switch by its Northbound UUID
   */
  static SouthboundFacts of(
      String node,
      String answer,
      ServerFacts server,
      Map<String, String> nodeOf,
      Map<String, String> switchOf)
      throws FactException {
    List<List<OvsdbRow>> tables = OvsdbRow.tables("OVN_Southbound", answer, 6);
    Map<String, OvsdbRow> applied = new HashMap<>();
    if (tables.size() > 6) {
      OvsdbRow.requireFew("OVN_Southbound", tables.get(6));
      for (OvsdbRow row : tables.get(6)) {
        applied.put(row.text("name"), row);
      }
    }
    Map<String, String> groups = new HashMap<>();
    if (tables.size() > 7) {
      for (OvsdbRow row : tables.get(7)) {
        groups.put(row.uuid(), row.text("name"));
      }
    }
    Map<String, OvsdbRow> encaps = new HashMap<>();
    for (OvsdbRow row : tables.get(3)) {
      encaps.put(row.uuid(), row);
    }
    Map<String, String> chassisNames = new HashMap<>();
    List<Chassis> chassis = new ArrayList<>();
    for (OvsdbRow row : tables.get(2)) {
      Chassis one = chassis(row, encaps, nodeOf, applied);
      chassis.add(one);
      chassisNames.put(row.uuid(), one.name());
    }
    chassis.sort(Comparator.comparing(Chassis::name));
    Map<String, String> datapaths = new HashMap<>();
    for (OvsdbRow row : tables.get(4)) {
      datapaths.put(row.uuid(), datapath(row.map("external_ids"), switchOf));
    }
    List<PortBinding> bindings = new ArrayList<>();
    for (OvsdbRow row : tables.get(5)) {
      bindings.add(binding(row, datapaths, chassisNames, groups));
    }
    bindings.sort(Comparator.comparing(PortBinding::logicalPort));
    DatabaseStatus status = server.status("OVN_Southbound", node, tables.get(0), tables.get(1));
    Optional<List<BfdSession>> sessions =
        tables.size() > 8 ? OptionalPart.of(() -> sessions(tables.get(8))) : Optional.empty();
    return new SouthboundFacts(status, chassis, bindings, sessions);
  }

  private static List<BfdSession> sessions(List<OvsdbRow> rows) throws FactException {
    List<BfdSession> sessions = new ArrayList<>();
    for (OvsdbRow row : rows) {
      sessions.add(
          new BfdSession(
              row.text("logical_port"),
              row.text("dst_ip"),
              row.text("status"),
              row.first("chassis_name").filter(name -> !name.isEmpty())));
    }
    sessions.sort(Comparator.comparing(BfdSession::logicalPort).thenComparing(BfdSession::dstIp));
    return sessions;
  }

  private static Chassis chassis(
      OvsdbRow row,
      Map<String, OvsdbRow> encaps,
      Map<String, String> nodeOf,
      Map<String, OvsdbRow> applied)
      throws FactException {
    String name = row.text("name");
    List<Encap> ends = new ArrayList<>();
    for (String uuid : row.set("encaps")) {
      OvsdbRow encap = encaps.get(uuid);
      if (encap != null) {
        ends.add(new Encap(encap.text("type"), encap.text("ip")));
      }
    }
    ends.sort(Comparator.comparing(Encap::type).thenComparing(Encap::ip));
    // Filled since OVN 22.09; older versions of ovn-controller wrote external_ids.
    Map<String, String> config = new HashMap<>(row.map("external_ids"));
    config.putAll(row.map("other_config"));
    Map<String, String> marks = new HashMap<>(row.map("external_ids"));
    String options = config.getOrDefault("ovn-cms-options", "");
    if (!options.isEmpty()) {
      marks.put("ovn-cms-options", options);
    }
    Optional<OvsdbRow> own = Optional.ofNullable(applied.get(name));
    return Chassis.builder(name)
        .hostname(row.text("hostname"))
        .node(Optional.ofNullable(nodeOf.get(name)))
        .encaps(ends)
        .nbCfg(own.isPresent() ? own.get().number("nb_cfg").orElse(0L) : 0)
        .nbCfgTimestamp(own.flatMap(each -> ServerFacts.time(each, "nb_cfg_timestamp")))
        .transportZones(ifPresent(row, "transport_zones", () -> sorted(row, "transport_zones")))
        .otherConfig(ifPresent(row, "other_config", () -> row.map("other_config")))
        .mappings(BridgeMapping.entries(config.getOrDefault("ovn-bridge-mappings", "")))
        .externalIds(marks)
        .build();
  }

  /** Empty if the database does not have that column. */
  private static <T> Optional<T> ifPresent(
      OvsdbRow row, String column, OptionalPart.Reader<T> reader) {
    return row.row().has(column) ? OptionalPart.of(reader) : Optional.empty();
  }

  private static List<String> sorted(OvsdbRow row, String column) throws FactException {
    return row.set(column).stream().sorted().toList();
  }

  private static List<String> names(OvsdbRow row, String column, Map<String, String> names)
      throws FactException {
    return row.set(column).stream().map(names::get).filter(Objects::nonNull).sorted().toList();
  }

  private static String datapath(Map<String, String> externalIds, Map<String, String> switchOf) {
    String ofSwitch = switchOf.get(externalIds.getOrDefault("logical-switch", ""));
    return ofSwitch == null ? externalIds.getOrDefault("name", "") : ofSwitch;
  }

  private static PortBinding binding(
      OvsdbRow row,
      Map<String, String> datapaths,
      Map<String, String> chassisNames,
      Map<String, String> groups)
      throws FactException {
    Map<String, String> options = row.map("options");
    String requested = chassisNames.get(row.text("requested_chassis"));
    if (requested == null) {
      requested = options.get("requested-chassis");
    }
    return PortBinding.builder(row.text("logical_port"))
        .switchName(datapaths.getOrDefault(row.text("datapath"), ""))
        .type(row.text("type"))
        .chassis(Optional.ofNullable(chassisNames.get(row.text("chassis"))))
        .requestedChassis(Optional.ofNullable(requested).filter(name -> !name.isEmpty()))
        .up(row.isTrue("up", false))
        .options(options)
        .externalIds(row.map("external_ids"))
        .additionalChassis(additional(row, "additional_chassis", chassisNames))
        .requestedAdditionalChassis(additional(row, "requested_additional_chassis", chassisNames))
        .virtualParent(row.first("virtual_parent").filter(parent -> !parent.isEmpty()))
        .parentPort(row.first("parent_port").filter(parent -> !parent.isEmpty()))
        .tag(OptionalPart.of(() -> row.number("tag")).flatMap(tag -> tag))
        .haChassisGroup(Optional.ofNullable(groups.get(row.text("ha_chassis_group"))))
        .build();
  }

  private static Optional<List<String>> additional(
      OvsdbRow row, String column, Map<String, String> chassisNames) {
    return ifPresent(row, column, () -> names(row, column, chassisNames));
  }
}
