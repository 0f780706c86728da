package io.safeops.paths.model;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a hop is about. Each has the rule that reports it and the source of what it means for
 * packets.
 */
public enum HopKind {
  PORT_PRESENT(Rule.PORT, "ovn-northd(8): only ports of the Northbound have flows"),
  PORT_TYPE(Rule.PORT, "ovn-nb(5), Logical_Switch_Port: type"),
  PORT_ENABLED(Rule.PORT, "ovn-nb(5), Logical_Switch_Port: enabled"),
  PORT_ADDRESSES(Rule.PORT, "ovn-nb(5), Logical_Switch_Port: addresses"),
  PORT_INTERFACE(Rule.PORT, "ovs-vswitchd.conf.db(5), Interface: external_ids:iface-id"),
  PORT_REQUESTED(Rule.PORT, "ovn-nb(5), Logical_Switch_Port: options:requested-chassis"),
  PORT_CLAIMED(Rule.PORT, "OVN source, controller/binding.c"),
  INTERFACE_ATTACHED(Rule.PORT, "ovs-vswitchd.conf.db(5), Interface: ofport"),
  INTERFACE_UP(Rule.PORT, "ovs-vswitchd.conf.db(5), Interface: link_state, admin_state"),
  INTERFACE_MTU(Rule.PORT, "ip-link(8): mtu; seen in the lab: larger packets are dropped"),
  LOCALNET(Rule.LOCALNET, "ovn-nb(5), Logical_Switch_Port: type localnet"),
  LOCALNET_ALONE(Rule.LOCALNET, "incident 000: two localnets of one switch"),
  LOCALNET_SEGMENT(Rule.LOCALNET, "ovn-nb(5), Logical_Switch_Port: tag, options:network_name"),
  LOCALNET_FORWARDS(Rule.LOCALNET, "ovn-nb(5), Logical_Switch_Port: enabled, addresses unknown"),
  MAPPING(Rule.MAPPING, "ovn-controller(8): ovn-bridge-mappings"),
  PATCH_PAIR(Rule.LOCALNET, "OVN source, controller/patch.c"),
  BRIDGE(Rule.BRIDGE, "ovs-vswitchd.conf.db(5), Bridge: fail_mode, controller"),
  UPLINK(Rule.UPLINK, "ovs-vswitchd.conf.db(5), Bridge: ports"),
  UPLINK_VLAN(Rule.UPLINK, "ovs-vswitchd.conf.db(5), Port: vlan_mode, tag, trunks"),
  UPLINK_MTU(Rule.UPLINK, "ip-link(8): mtu"),
  ENCAP(Rule.TUNNEL, "ovn-controller(8): ovn-encap-type, ovn-encap-ip"),
  TUNNEL(Rule.TUNNEL, "OVN source, controller/encaps.c"),
  TUNNEL_MTU(
      Rule.TUNNEL,
      "RFC 8926: outer IPv4 20 or IPv6 40, UDP 8, Geneve 8 and the option of OVN 8, inner Ethernet"
          + " 14; RFC 7348: VXLAN 8"),
  ROUTER_PORT(Rule.ROUTER, "ovn-nb(5), Logical_Router_Port: enabled, peer"),
  ROUTE(Rule.ROUTER, "ovn-nb(5), Logical_Router: static_routes"),
  NAT(Rule.ROUTER, "ovn-nb(5), Logical_Router: nat"),
  GATEWAY(Rule.GATEWAY, "OVN source, controller/ha-chassis.c, controller/binding.c"),
  DHCP(Rule.DHCP, "ovn-nb(5), DHCP_Options"),
  SWITCH_RUNS(Rule.CONTROL, "seen in the lab: a stopped ovs-vswitchd forwards nothing new"),
  SWITCH_DATABASE(Rule.CONTROL, "seen in the lab: ovn-controller cannot change a bridge"),
  CONTROLLER_RUNS(Rule.CONTROL, "ovn-controller(8)"),
  CONTROLLER_CONNECTED(Rule.CONTROL, "ovn-controller(8): ovn-remote"),
  CONTROLLER_VERSION(Rule.CONTROL, "OVN source, controller/ovn-controller.c, check_northd_version"),
  DAEMONS_ASKED(Rule.CONTROL, "ovs-appctl(8): a daemon answers on its control socket"),
  OPENFLOW(Rule.CONTROL, "incident 004: ovn-controller needs OpenFlow15 on the integration bridge"),
  CHASSIS(Rule.CHASSIS, "ovn-sb(5), Chassis"),
  NORTHBOUND(Rule.CENTRAL, "ovsdb-server(1)"),
  SOUTHBOUND(Rule.CENTRAL, "ovsdb-server(1)"),
  NORTHD(Rule.CENTRAL, "ovn-northd(8)"),
  RAFT(Rule.CENTRAL, "ovsdb(7): clustered databases"),
  CERTIFICATE(Rule.CERTIFICATE, "x509(1): notAfter; lib/stream-ssl.c of OVS: both ends check it"),
  DATABASE_DISK(Rule.DISK, "df(1); ovsdb-server(1): a transaction that cannot be written fails"),
  CAUGHT_UP(Rule.CENTRAL, "ovn-nb(5), NB_Global: nb_cfg, hv_cfg"),
  SOUTHBOUND_PATH(Rule.MANAGEMENT, "the route of the kernel to ovn-remote"),
  OPERATOR_PATH(Rule.MANAGEMENT, "the connection over which the facts were read"),
  NEXT_BOOT(
      Rule.BOOT,
      "networkctl(1): the file that configures the interface at boot; systemd.unit(5): WantedBy"),
  NODE_READ(Rule.NODE, "the facts of the node");

  /** The rules that report hops. */
  private static final class Rule {
    static final String PORT = "port";
    static final String LOCALNET = "localnet";
    static final String MAPPING = "mapping";
    static final String BRIDGE = "bridge";
    static final String UPLINK = "uplink";
    static final String TUNNEL = "tunnel";
    static final String ROUTER = "router";
    static final String GATEWAY = "gateway";
    static final String DHCP = "dhcp";
    static final String CONTROL = "control";
    static final String CHASSIS = "chassis";
    static final String CENTRAL = "central";
    static final String CERTIFICATE = "certificate";
    static final String DISK = "disk";
    static final String MANAGEMENT = "management";
    static final String BOOT = "boot";
    static final String NODE = "node";
  }

  private final String rule;
  private final String source;
  private final String word;

  HopKind(String rule, String source) {
    this.rule = rule;
    this.source = source;
    this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As rules have it: {@code uplink-vlan}. */
  public String word() {
    return word;
  }

  /**
   * The last part of the id of the rule that reports it: {@code uplink} of {@code paths/uplink}.
   */
  public String rule() {
    return rule;
  }

  /** The kinds that {@link #settles()} names. */
  private static final Set<HopKind> SETTLING =
      EnumSet.of(
          PORT_INTERFACE,
          PORT_REQUESTED,
          PORT_CLAIMED,
          INTERFACE_ATTACHED,
          INTERFACE_UP,
          PATCH_PAIR,
          ENCAP,
          TUNNEL,
          GATEWAY,
          SWITCH_RUNS,
          SWITCH_DATABASE,
          CONTROLLER_RUNS,
          CONTROLLER_CONNECTED,
          CHASSIS,
          NORTHBOUND,
          SOUTHBOUND,
          NORTHD,
          RAFT,
          CAUGHT_UP);

  /**
   * Whether it can be broken for some seconds after a change that nobody got wrong: a VM starts or
   * moves, a daemon starts again, a leader is elected. A second look tells.
   */
  public boolean settles() {
    return SETTLING.contains(this);
  }

  /** Where its meaning for packets comes from. */
  public String source() {
    return source;
  }
}
