package io.safeops.action.commandline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The tables and columns of a database, found as {@code ovs-vsctl}, {@code ovn-nbctl} and {@code
 * ovn-sbctl} find them: the beginning of a name is enough if no other name begins so; case does not
 * matter, and {@code -} is {@code _} (OVS source, {@code get_table} in lib/db-ctl-base.c).
 */
public final class TableNames {

  /** Open_vSwitch, ovs-vswitchd.conf.db(5). */
  public static final TableNames VSWITCH =
      of(
          """
          Open_vSwitch datapaths bridges manager_options ssl other_config external_ids next_cfg \
          cur_cfg statistics ovs_version db_version system_type system_version datapath_types \
          iface_types dpdk_initialized dpdk_version
          Bridge name datapath_type datapath_version datapath_id stp_enable rstp_enable \
          mcast_snooping_enable ports mirrors netflow sflow ipfix controller protocols fail_mode \
          status rstp_status other_config external_ids flood_vlans flow_tables auto_attach
          Port name interfaces trunks cvlans tag vlan_mode qos mac bond_mode lacp bond_updelay \
          bond_downdelay bond_active_slave bond_fake_iface fake_bridge status rstp_status \
          rstp_statistics statistics protected other_config external_ids
          Interface name type options ingress_policing_rate ingress_policing_burst \
          ingress_policing_kpkts_rate ingress_policing_kpkts_burst mac_in_use mac ifindex \
          external_ids ofport ofport_request bfd bfd_status cfm_mpid cfm_remote_mpids \
          cfm_flap_count cfm_fault cfm_fault_status cfm_remote_opstate cfm_health lacp_current \
          lldp other_config statistics status admin_state link_state link_resets link_speed \
          duplex mtu mtu_request error
          Flow_Table
          QoS
          Queue
          Mirror
          NetFlow
          sFlow
          IPFIX
          Flow_Sample_Collector_Set
          Controller
          Manager
          Datapath
          CT_Zone
          CT_Timeout_Policy
          SSL
          AutoAttach
          """);

  /**
   * OVN_Northbound, ovn-nb(5). Without Logical_Switch_Port_Health_Check, which older versions lack:
   * there {@code logical_switch_p} is enough.
   */
  public static final TableNames NORTHBOUND =
      of(
          """
          NB_Global name nb_cfg nb_cfg_timestamp sb_cfg sb_cfg_timestamp hv_cfg hv_cfg_timestamp \
          external_ids connections ssl options ipsec
          Sample_Collector
          Sample
          Copp
          Logical_Switch name ports acls qos_rules load_balancer load_balancer_group dns_records \
          copp other_config external_ids forwarding_groups
          Logical_Switch_Port name type options parent_name tag_request tag addresses \
          dynamic_addresses port_security peer up enabled dhcpv4_options dhcpv6_options \
          mirror_rules ha_chassis_group health_checks external_ids
          Network_Function
          Network_Function_Group
          Network_Function_Health_Check
          Forwarding_Group
          Address_Set
          Port_Group
          Load_Balancer
          Load_Balancer_Group
          Load_Balancer_Health_Check
          ACL
          QoS
          Mirror
          Mirror_Rule
          Meter
          Meter_Band
          Logical_Router name ports static_routes policies enabled nat load_balancer \
          load_balancer_group copp options external_ids
          Logical_Router_Port name gateway_chassis ha_chassis_group options networks mac peer \
          enabled ipv6_ra_configs ipv6_prefix dhcp_relay external_ids status
          Logical_Router_Static_Route
          Logical_Router_Policy
          NAT
          DHCP_Options cidr options external_ids
          DHCP_Relay
          Connection
          DNS
          SSL
          Gateway_Chassis name chassis_name priority external_ids options
          HA_Chassis
          HA_Chassis_Group
          BFD
          Static_MAC_Binding
          Chassis_Template_Var
          Sampling_App
          """);

  /** OVN_Southbound, ovn-sb(5). */
  public static final TableNames SOUTHBOUND =
      of(
          """
          SB_Global nb_cfg nb_cfg_timestamp external_ids connections ssl options ipsec
          Chassis name hostname encaps vtep_logical_switches nb_cfg external_ids other_config \
          transport_zones
          Chassis_Private
          Encap
          Address_Set
          Port_Group
          Logical_Flow
          Logical_DP_Group
          Multicast_Group
          Mirror
          Meter
          Meter_Band
          Datapath_Binding
          Port_Binding logical_port type gateway_chassis ha_chassis_group options datapath \
          tunnel_key parent_port mirror_port tag virtual_parent chassis additional_chassis encap \
          additional_encap mirror_rules mac port_security nat_addresses up external_ids \
          requested_chassis requested_additional_chassis
          MAC_Binding
          DHCP_Options
          DHCPv6_Options
          Connection
          SSL
          DNS
          RBAC_Role
          RBAC_Permission
          Gateway_Chassis
          HA_Chassis
          HA_Chassis_Group
          Controller_Event
          IP_Multicast
          IGMP_Group
          Service_Monitor
          Load_Balancer
          BFD
          FDB
          Static_MAC_Binding
          ECMP_Nexthop
          Chassis_Template_Var
          Advertised_Route
          Learned_Route
          ACL_ID
          Advertised_MAC_Binding
          """);

  private final Map<String, List<String>> columns;

  private TableNames(Map<String, List<String>> columns) {
    this.columns = columns;
  }

  /** One line for each table: its name, then its columns; none if no command on it is read. */
  private static TableNames of(String lines) {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    lines
        .lines()
        .map(line -> List.of(line.split(" ")))
        .forEach(words -> tables.put(words.get(0), words.subList(1, words.size())));
    return new TableNames(tables);
  }

  /** The table that is meant; empty if there is none, or if several names begin so. */
  public Optional<String> table(String written) {
    return found(List.copyOf(columns.keySet()), written);
  }

  /**
   * The column that is meant.
   *
   * @param table its full name
   */
  public Optional<String> column(String table, String written) {
    return found(columns.getOrDefault(table, List.of()), written);
  }

  private static Optional<String> found(List<String> names, String written) {
    String begin = plain(written);
    if (begin.isEmpty()) {
      return Optional.empty();
    }
    List<String> matching = names.stream().filter(each -> plain(each).startsWith(begin)).toList();
    return matching.stream()
        .filter(each -> plain(each).equals(begin))
        .findFirst()
        .or(() -> matching.size() == 1 ? Optional.of(matching.get(0)) : Optional.empty());
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }
}
