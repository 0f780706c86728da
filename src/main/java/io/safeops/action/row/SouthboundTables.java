package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.WholeRow;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.Encap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of the Southbound whose rows actions delete. Daemons own the Southbound: only a row
 * that no daemon is behind any more is ever changed. The rows are written back as they were read,
 * in whole: the facts have only some of their columns.
 */
public final class SouthboundTables {

  private static final String CHASSIS = "Chassis";
  private static final String PRIVATE = "Chassis_Private";

  private SouthboundTables() {}

  /** The key of a row of Chassis. */
  public static RowKey chassisKey(Chassis row) {
    return RowKey.southbound(CHASSIS, row.name());
  }

  /** The key of the row with the configuration that a chassis has applied. */
  public static RowKey privateKey(Chassis row) {
    return RowKey.southbound(PRIVATE, row.name());
  }

  /**
   * The rows of Chassis, with their tunnel ends. A row is held by its row of Chassis_Private, which
   * must be there first when it is written back.
   *
   * @param read the facts that have the rows themselves
   */
  public static RowTable<Chassis> chassis(Cluster read) {
    return new ChassisRows(read);
  }

  /**
   * The rows of Chassis_Private. A chassis that still applies anything writes there, so a change of
   * such a row fails if anybody is behind it.
   *
   * @param read the facts that have the rows themselves
   */
  public static RowTable<Chassis> chassisPrivate(Cluster read) {
    return new PrivateRows(read);
  }

  /** The given columns as they were read; a column that was not read is left out. */
  private static ObjectNode columns(Cluster read, RowKey key, List<String> names) {
    ObjectNode columns = Ovsdb.object();
    Map<String, String> values =
        read.row(key).filter(WholeRow::isThere).map(WholeRow::columns).orElse(Map.of());
    for (String name : names) {
      if (values.containsKey(name)) {
        columns.set(name, RowCheck.ovsdb(values.get(name)));
      }
    }
    return columns;
  }

  private static String uuid(Cluster read, RowKey key) {
    return read.row(key).map(WholeRow::uuid).orElse("");
  }

  private record ChassisRows(Cluster read) implements RowTable<Chassis> {

    /** All columns that ovn-controller writes (ovn-sb(5)), except the tunnel ends. */
    private static final List<String> COLUMNS =
        List.of(
            "hostname",
            "nb_cfg",
            "external_ids",
            "other_config",
            "transport_zones",
            "vtep_logical_switches");

    @Override
    public String name() {
      return CHASSIS;
    }

    @Override
    public RowKey key(Chassis row) {
      return chassisKey(row);
    }

    @Override
    public String uuid(Chassis row) {
      return SouthboundTables.uuid(read, key(row));
    }

    @Override
    public ObjectNode columns(Chassis row) {
      ObjectNode columns = SouthboundTables.columns(read, key(row), COLUMNS);
      return columns.put("name", row.name());
    }

    @Override
    public List<HeldRow> held(Chassis row) {
      List<HeldRow> held = new ArrayList<>();
      for (Encap end : row.encaps()) {
        RowKey key = RowKey.southbound("Encap", end.type() + " " + end.ip());
        ObjectNode columns =
            SouthboundTables.columns(read, key, List.of("options", "chassis_name"));
        held.add(new HeldRow(key, "encaps", columns.put("type", end.type()).put("ip", end.ip())));
      }
      return held;
    }

    @Override
    public List<Chassis> rows(Cluster cluster) {
      return cluster.chassis();
    }

    @Override
    public boolean isWhole() {
      return true;
    }

    @Override
    public boolean isRoot() {
      return true;
    }

    /** northd finds the chassis of these by its name (OVN source, northd/northd.c). */
    @Override
    public List<String> referencesOfDaemons() {
      return List.of(
          "HA_Chassis.chassis",
          "HA_Chassis_Group.ref_chassis",
          "Gateway_Chassis.chassis",
          "Port_Binding.requested_chassis",
          "Port_Binding.requested_additional_chassis");
    }

    @Override
    public Optional<RowHolder> holder(Chassis row) {
      return Optional.of(new RowHolder(PRIVATE, "chassis", row.name(), ""));
    }

    @Override
    public Cluster with(Cluster cluster, Chassis row) {
      List<Chassis> rows = new ArrayList<>(cluster.chassis());
      rows.removeIf(each -> each.name().equals(row.name()));
      rows.add(row);
      return cluster.withChassis(rows);
    }

    @Override
    public Cluster without(Cluster cluster, Chassis row) {
      return cluster.withChassis(
          cluster.chassis().stream().filter(each -> !each.name().equals(row.name())).toList());
    }
  }

  private record PrivateRows(Cluster read) implements RowTable<Chassis> {

    @Override
    public String name() {
      return PRIVATE;
    }

    @Override
    public RowKey key(Chassis row) {
      return privateKey(row);
    }

    @Override
    public String uuid(Chassis row) {
      return SouthboundTables.uuid(read, key(row));
    }

    @Override
    public ObjectNode columns(Chassis row) {
      ObjectNode columns =
          SouthboundTables.columns(
              read, key(row), List.of("external_ids", "nb_cfg", "nb_cfg_timestamp"));
      return columns.put("name", row.name());
    }

    /** The reference to the row of Chassis, which is written back after this row. */
    @Override
    public List<String> writtenWithOthers() {
      return List.of("chassis");
    }

    @Override
    public List<Chassis> rows(Cluster cluster) {
      return cluster.chassis();
    }

    @Override
    public boolean isWhole() {
      return true;
    }

    @Override
    public boolean isRoot() {
      return true;
    }

    /** The facts have both rows of a chassis as one. */
    @Override
    public Cluster with(Cluster cluster, Chassis row) {
      return cluster;
    }

    @Override
    public Cluster without(Cluster cluster, Chassis row) {
      return cluster;
    }
  }
}
