package io.safeops.facts.ovsdb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.document.FactException;
import io.safeops.document.UntrustedInput;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Lists the columns and keys that daemons write although the schema does not mark them as
 * ephemeral. They hold status and not configuration, so an undo neither restores nor compares them.
 */
public final class DaemonColumns {

  /**
   * Whole columns, by table.
   *
   * <p>In the Open_vSwitch database, ovs-vswitchd (ovs-vswitchd.conf.db(5) says so for each), and
   * ovs-ctl at its start, write: {@code Open_vSwitch.next_cfg, cur_cfg}, the versions and supported
   * types; {@code Bridge.datapath_version}; {@code Port.bond_active_slave}; {@code
   * Interface.ofport, error, cfm_flap_count}.
   *
   * <p>In the Northbound, ovn-northd writes (ovn-nb(5)): {@code Logical_Switch_Port.up,
   * dynamic_addresses, Logical_Router_Port.ipv6_prefix, status}, and the counters of {@code
   * NB_Global}.
   */
  private static final Map<String, List<String>> WHOLE =
      Map.of(
          "Open_vSwitch",
          List.of(
              "next_cfg",
              "cur_cfg",
              "ovs_version",
              "db_version",
              "system_type",
              "system_version",
              "datapath_types",
              "iface_types",
              "dpdk_initialized",
              "dpdk_version"),
          "Bridge",
          List.of("datapath_version"),
          "Port",
          List.of("bond_active_slave"),
          "Interface",
          List.of("ofport", "error", "cfm_flap_count"),
          "Logical_Switch_Port",
          List.of("up", "dynamic_addresses"),
          "Logical_Router_Port",
          List.of("ipv6_prefix", "status"),
          "NB_Global",
          List.of(
              "nb_cfg",
              "nb_cfg_timestamp",
              "sb_cfg",
              "sb_cfg_timestamp",
              "hv_cfg",
              "hv_cfg_timestamp"));

  /**
   * Keys of {@code external_ids}, in any table: those that ovn-controller writes for interfaces and
   * for its bridge (OVN source, controller/if-status.c, ovn-controller.c), and the key that an undo
   * writes into NB_Global for a moment.
   */
  private static final String DAEMONS =
      "safeops-barrier|ovn-installed|ovn-installed-ts|ct-zone-.*|ovn-nb-cfg|ovn-nb-cfg-ts|ovn-startup-ts";

  /**
   * Keys that are restored but not compared: Neutron's count of its own writes, and the last
   * writer.
   */
  private static final String MARKS = "neutron:revision_number|safeops-run";

  private static final Pattern RESTORED = Pattern.compile(DAEMONS);
  private static final Pattern COMPARED = Pattern.compile(DAEMONS + "|" + MARKS);

  private DaemonColumns() {}

  public static boolean isWritten(String table, String column) {
    return WHOLE.getOrDefault(table, List.of()).contains(column);
  }

  /** The value of a column in a whole row, with only the parts that are compared. */
  public static String compared(String column, String value) {
    return without(COMPARED, column, value);
  }

  /** The value of a column in a whole row, with only the parts that an undo restores. */
  public static String restored(String column, String value) {
    return without(RESTORED, column, value);
  }

  private static String without(Pattern keys, String column, String value) {
    if (column.equals("qos") && isOfController(value)) {
      return OvsdbRow.empty(value);
    }
    if (!column.equals("external_ids")) {
      return value;
    }
    try {
      if (UntrustedInput.json(column, value) instanceof ObjectNode map) {
        map.remove(
            map.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> keys.matcher(key).matches())
                .toList());
        return OvsdbRow.ascii(map);
      }
    } catch (FactException unreadable) {
      // Compare it unchanged: an unexplained difference counts as a difference.
      return value;
    }
    return value;
  }

  /**
   * Whether ovn-controller made the QoS row that a port refers to. Up to OVN 23.03 it is a row
   * without effect on every port that leads out of the node; later versions mark it as their own
   * (OVN source, controller/binding.c).
   */
  private static boolean isOfController(String value) {
    return value.equals("[\"QoS type=\\\"linux-noop\\\"\"]")
        || value.contains("\\\"ovn_qos\\\":\\\"true\\\"");
  }
}
