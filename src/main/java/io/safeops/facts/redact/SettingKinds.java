package io.safeops.facts.redact;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the values of settings are: of external_ids, options, other_config and of columns of OVSDB,
 * by their keys.
 */
final class SettingKinds {

  private static final Map<String, TextKind> KINDS = kinds();

  private SettingKinds() {}

  static TextKind of(String key) {
    return KINDS.getOrDefault(key.toLowerCase(Locale.ROOT), TextKind.VALUE);
  }

  private static void all(Map<String, TextKind> kinds, TextKind kind, String... keys) {
    for (String key : keys) {
      kinds.put(key, kind);
    }
  }

  private static Map<String, TextKind> kinds() {
    Map<String, TextKind> kinds = new HashMap<>();
    all(
        kinds,
        TextKind.NAME,
        "name",
        "hostname",
        "system-id",
        "iface-id",
        "network_name",
        "neutron:network_name",
        "neutron:port_name",
        "neutron:router_name",
        "neutron:host_id",
        "neutron:provnet-physical-network",
        "neutron:availability_zone_hints",
        "domain_name",
        "domain_search_list",
        "hostname",
        "peer",
        "router-port",
        "requested-chassis",
        "chassis",
        "distributed-port",
        "chassis-redirect-port",
        "ovn-localnet-port",
        "logical-switch",
        "ovn-bridge",
        "ovn-bridge-mappings",
        "ovn-transport-zones",
        "parent_name");
    all(
        kinds,
        TextKind.KEYWORD,
        "type",
        "key",
        "datapath-type",
        "datapath_type",
        "fail_mode",
        "protocols",
        "bond_mode",
        "vlan_mode",
        "lacp",
        "status",
        "iface-status",
        "iface-types",
        "ovn-encap-type",
        "ovn-bridge-datapath-type",
        "ovn-cms-options",
        "neutron:device_owner",
        "neutron:provnet-network-type",
        "neutron:vnic_type",
        "neutron:capabilities",
        "rundir",
        "vlan-mode",
        "ethtype",
        "tos",
        "df_default",
        "vhost-server-path",
        "reference_type",
        "northd_internal_version",
        "ovs_version",
        "db_version");
    all(kinds, TextKind.REMOTE, "ovn-remote", "ovn-nb", "target", "targets", "manager_options");
    all(kinds, TextKind.ADDRESS, "nat-addresses", "nat_addresses", "addresses", "port_security");
    all(kinds, TextKind.FREE, "error", "description");
    return Map.copyOf(kinds);
  }
}
