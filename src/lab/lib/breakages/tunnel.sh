# shellcheck shell=bash disable=SC2034
# Tunnels between chassis, and how a chassis is known in the Southbound.
offered=all

# set_chassis NODE KEY=VALUE: sets external_ids of Open_vSwitch. unset_chassis NODE KEY removes one.
set_chassis() { console "$1" ovs-vsctl --timeout=5 set Open_vSwitch . "external_ids:$2"; }
unset_chassis() { console "$1" ovs-vsctl --timeout=5 remove Open_vSwitch . external_ids "$2"; }

breakage encap-ip-removed 'cmp: ovn-encap-ip is removed: nothing is lost before the next tunnel or start of ovn-controller'
break_encap_ip_removed() { unset_chassis cmp ovn-encap-ip; }
heal_encap_ip_removed() { set_chassis cmp "ovn-encap-ip=$(encap_of cmp)"; }

breakage encap-ip-removed-restart 'cmp: ovn-encap-ip is removed, and ovn-controller starts again'
break_encap_ip_removed_restart() {
  break_encap_ip_removed
  restart_controller cmp
}
heal_encap_ip_removed_restart() { heal_encap_ip_removed; }

breakage encap-ip-wrong 'cmp: ovn-encap-ip is an address that nobody has'
break_encap_ip_wrong() { set_chassis cmp "ovn-encap-ip=$PROVIDER.99"; }
heal_encap_ip_wrong() { heal_encap_ip_removed; }

breakage encap-ip-of-other-nic 'cmp: ovn-encap-ip is the address of mgmt0'
break_encap_ip_of_other_nic() { set_chassis cmp "ovn-encap-ip=$MANAGEMENT.13"; }
heal_encap_ip_of_other_nic() { heal_encap_ip_removed; }

breakage encap-ip-twice 'cmp: ovn-encap-ip is the address of net: nothing is lost before the next start of ovn-controller'
break_encap_ip_twice() { set_chassis cmp "ovn-encap-ip=$(encap_of net)"; }
heal_encap_ip_twice() { heal_encap_ip_removed; }

breakage encap-type-removed 'cmp: ovn-encap-type is removed: nothing is lost before the next tunnel or start of ovn-controller'
break_encap_type_removed() { unset_chassis cmp ovn-encap-type; }
heal_encap_type_removed() { set_chassis cmp ovn-encap-type=geneve; }

breakage encap-type-vxlan 'cmp: ovn-encap-type is vxlan, the others have geneve'
break_encap_type_vxlan() { set_chassis cmp ovn-encap-type=vxlan; }
heal_encap_type_vxlan() { heal_encap_type_removed; }

breakage transport-zone 'cmp: it is in a transport zone in which no other chassis is'
break_transport_zone() { set_chassis cmp ovn-transport-zones=tz1; }
heal_transport_zone() { unset_chassis cmp ovn-transport-zones; }

breakage tunnel-blocked 'the LAN drops the tunnel packets that cmp sends (UDP port 6081)'
break_tunnel_blocked() { block cmp enp6s18 udp 6081; }
heal_tunnel_blocked() { unblock cmp enp6s18; }

breakage tunnel-dropped-by-flow 'cmp: a flow of br-ex drops tunnel packets that come in'
break_tunnel_dropped_by_flow() { console cmp ovs-ofctl add-flow br-ex priority=100,udp,tp_dst=6081,actions=drop; }
heal_tunnel_dropped_by_flow() { console cmp ovs-ofctl --strict del-flows br-ex priority=100,udp,tp_dst=6081; }

breakage tunnel-no-forward 'cmp: the switch sends nothing into the tunnel to net (OpenFlow port flag)'
break_tunnel_no_forward() { tunnel_flag no-forward; }
heal_tunnel_no_forward() { tunnel_flag forward; }
tunnel_flag() {
  console cmp sh -c "ovs-ofctl -O OpenFlow15 mod-port br-int \$(ovs-vsctl --bare --columns=ofport find Interface options:remote_ip=$(encap_of net)) $1"
}

breakage tunnel-mtu 'the private network and its VMs have MTU 1500, so that no full packet fits into a tunnel'
break_tunnel_mtu() { private_mtu 1500; }
heal_tunnel_mtu() { private_mtu 1442; }
private_mtu() {
  local vm
  console ctl ovn-nbctl --timeout=5 set Logical_Switch "$PRIVATE_SWITCH" "external_ids:neutron\\:mtu=$1"
  console ctl sh -c "ovn-nbctl --timeout=5 set DHCP_Options \$(ovn-nbctl --bare --columns=_uuid find DHCP_Options cidr=$PRIVATE.0/24) options:mtu=$1"
  for vm in vm3 vm4 vm5; do console "$(host_of "$vm")" ip -n "$vm" link set eth0 mtu "$1"; done
}

breakage tunnel-port-error 'cmp: a foreign port of br-int has the tunnel to net; the own one has an error'
break_tunnel_port_error() {
  # Otherwise ovn-controller may make its own port first, and the foreign one has the error.
  signal cmp STOP /run/ovn/ovn-controller.pid
  console cmp sh -c "$(delete_tunnel) -- add-port br-int geneve0 \
    -- set Interface geneve0 type=geneve options:remote_ip=$(encap_of net) options:key=flow options:csum=true"
  sleep 0.3
  signal cmp CONT /run/ovn/ovn-controller.pid
}
heal_tunnel_port_error() {
  console cmp ovs-vsctl --timeout=5 --no-wait --if-exists del-port br-int geneve0
  # ovs-vswitchd does not try again; ovn-controller makes the port again.
  console cmp sh -c "$(delete_tunnel)"
}
# Prints the command that deletes the tunnel from cmp to net.
delete_tunnel() {
  echo "ovs-vsctl --timeout=5 --no-wait del-port \"\$(ovs-vsctl --bare --columns=name find Interface type=geneve options:remote_ip=$(encap_of net))\""
}

breakage remote-removed 'cmp: ovn-remote is removed; only new changes are not applied'
break_remote_removed() { unset_chassis cmp ovn-remote; }
heal_remote_removed() { set_chassis cmp "ovn-remote=\"$(remotes_of 6642)\""; }

breakage remote-wrong 'cmp: ovn-remote is an address that nobody has; only new changes are not applied'
break_remote_wrong() { set_chassis cmp "ovn-remote=\"tcp:$PROVIDER.99:6642\""; }
heal_remote_wrong() { heal_remote_removed; }

breakage remote-wrong-port 'cmp: ovn-remote names the port of the Northbound; only new changes are not applied'
break_remote_wrong_port() { set_chassis cmp "ovn-remote=\"$(remotes_of 6641)\""; }
heal_remote_wrong_port() { heal_remote_removed; }

breakage remote-closed 'ctl: the Southbound listens on no port; only new changes are not applied'
break_remote_closed() { console ctl ovn-sbctl --timeout=5 del-connection; }
heal_remote_closed() { console ctl ovn-sbctl --timeout=5 set-connection ptcp:6642:0.0.0.0; }

breakage remote-read-only 'ctl: the Southbound takes no changes from other nodes; only new changes are not applied'
break_remote_read_only() { console ctl ovn-sbctl --timeout=5 set Connection . read_only=true; }
heal_remote_read_only() { console ctl ovn-sbctl --timeout=5 set Connection . read_only=false; }

breakage southbound-unreachable 'the LAN drops what cmp sends to the Southbound; only new changes are not applied'
# ovn-controller notices it when a probe is not answered (ovn-remote-probe-interval in ovn-controller(8)).
break_southbound_unreachable() {
  block cmp in-band tcp 6642
  wait_for 30 'ovn-controller to notice it' has_no_southbound cmp
}
has_no_southbound() { [ "$(in_node "$1" ovn-appctl --timeout=5 -t ovn-controller connection-status)" = 'not connected' ]; }
heal_southbound_unreachable() { unblock cmp in-band; }

breakage hostname-changed 'cmp: the host name in external_ids is not the one that the ports of its VMs request'
break_hostname_changed() {
  console ctl ovn-nbctl --timeout=5 set Logical_Switch_Port "$(port_of vm1)" options:requested-chassis=cmp \
    -- set Logical_Switch_Port "$(port_of vm4)" options:requested-chassis=cmp
  set_chassis cmp hostname=cmp.example.org
}
heal_hostname_changed() {
  set_chassis cmp hostname=cmp
  console ctl ovn-nbctl --timeout=5 remove Logical_Switch_Port "$(port_of vm1)" options requested-chassis \
    -- remove Logical_Switch_Port "$(port_of vm4)" options requested-chassis
}

breakage system-id-changed 'cmp: it has another system-id, so its old chassis is left in the Southbound: only new changes are not applied'
break_system_id_changed() { set_chassis cmp system-id=66666666-6666-4666-8666-666666666666; }
heal_system_id_changed() { set_chassis cmp "system-id=$(name_of_chassis cmp)"; }

breakage system-id-twice 'cmp: it has the system-id of net: the bindings go to and fro'
break_system_id_twice() { set_chassis cmp "system-id=$(name_of_chassis net)"; }
heal_system_id_twice() { heal_system_id_changed; }

breakage chassis-stale-row 'ctl: the Southbound has a chassis that is no node: nothing is lost'
break_chassis_stale_row() { console ctl ovn-sbctl --timeout=5 chassis-add old-chassis geneve "$PROVIDER.77"; }
heal_chassis_stale_row() { console ctl ovn-sbctl --timeout=5 --if-exists chassis-del old-chassis; }
