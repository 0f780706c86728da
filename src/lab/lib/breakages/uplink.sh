# shellcheck shell=bash disable=SC2034
# The way from a bridge into the LAN: uplinks and bonds. cmp has one uplink, ctl has a bond.
offered=all

readonly BOND=(add-bond br-ex bond0 enp6s18 enp7s0 bond_mode=active-backup other_config:bond-primary=enp6s18)

breakage uplink-gone 'cmp: the uplink is no port of br-ex any more'
break_uplink_gone() { console cmp ovs-vsctl --timeout=5 del-port br-ex enp6s18; }
heal_uplink_gone() { console cmp ovs-vsctl --timeout=5 --may-exist add-port br-ex enp6s18; }

breakage uplink-down 'cmp: the uplink is set down'
break_uplink_down() { console cmp ip link set enp6s18 down; }
heal_uplink_down() { console cmp ip link set enp6s18 up; }

breakage uplink-no-carrier 'cmp: the cable of the uplink is pulled'
break_uplink_no_carrier() { cable cmp enp6s18 down; }
heal_uplink_no_carrier() { cable cmp enp6s18 up; }

breakage uplink-mtu 'cmp: the uplink has MTU 1400'
break_uplink_mtu() { console cmp ip link set enp6s18 mtu 1400; }
heal_uplink_mtu() { console cmp ip link set enp6s18 mtu 1500; }

breakage uplink-renamed 'cmp: the uplink has another name, as after a kernel update: nothing is lost before ovs-vswitchd opens it again'
break_uplink_renamed() { rename_nic cmp enp6s18 ens18; }
heal_uplink_renamed() { rename_nic cmp ens18 enp6s18; }
rename_nic() { console "$1" sh -c "ip link set $2 down && ip link set $2 name $3 && ip link set $3 up"; }

breakage uplink-tag 'cmp: the port of the uplink is an access port of VLAN 100'
break_uplink_tag() { console cmp ovs-vsctl --timeout=5 set Port enp6s18 tag=100; }
heal_uplink_tag() { console cmp ovs-vsctl --timeout=5 clear Port enp6s18 tag; }

breakage uplink-trunks 'cmp: the port of the uplink admits VLAN 200 only'
break_uplink_trunks() { console cmp ovs-vsctl --timeout=5 set Port enp6s18 trunks=200; }
heal_uplink_trunks() { console cmp ovs-vsctl --timeout=5 clear Port enp6s18 trunks; }

breakage uplink-trunks-tagged 'cmp: the port of the uplink admits VLAN 100 only, no untagged frames'
break_uplink_trunks_tagged() { console cmp ovs-vsctl --timeout=5 set Port enp6s18 trunks=100; }
heal_uplink_trunks_tagged() { heal_uplink_trunks; }

breakage uplink-trunks-untagged 'cmp: the port of the uplink admits untagged frames only'
break_uplink_trunks_untagged() { console cmp ovs-vsctl --timeout=5 set Port enp6s18 trunks=0; }
heal_uplink_trunks_untagged() { heal_uplink_trunks; }

breakage uplink-trunks-both 'cmp: the port of the uplink admits untagged frames and VLAN 100: nothing is lost'
break_uplink_trunks_both() { console cmp ovs-vsctl --timeout=5 set Port enp6s18 trunks=0,100; }
heal_uplink_trunks_both() { heal_uplink_trunks; }

breakage uplink-vlan-mode 'cmp: the port of the uplink tags untagged frames with VLAN 7 (native-tagged)'
break_uplink_vlan_mode() { console cmp ovs-vsctl --timeout=5 set Port enp6s18 vlan_mode=native-tagged tag=7; }
heal_uplink_vlan_mode() { console cmp ovs-vsctl --timeout=5 clear Port enp6s18 vlan_mode tag; }

breakage uplink-native-vlan 'cmp: untagged frames of the uplink belong to VLAN 100 (native-untagged)'
break_uplink_native_vlan() { console cmp ovs-vsctl --timeout=5 set Port enp6s18 vlan_mode=native-untagged tag=100; }
heal_uplink_native_vlan() { heal_uplink_vlan_mode; }

breakage uplink-no-forward 'cmp: the switch sends nothing to the uplink (OpenFlow port flag)'
break_uplink_no_forward() { console cmp ovs-ofctl mod-port br-ex enp6s18 no-forward; }
heal_uplink_no_forward() { console cmp ovs-ofctl mod-port br-ex enp6s18 forward; }

breakage uplink-no-receive 'cmp: the switch takes nothing from the uplink (OpenFlow port flag)'
break_uplink_no_receive() { console cmp ovs-ofctl mod-port br-ex enp6s18 no-receive; }
heal_uplink_no_receive() { console cmp ovs-ofctl mod-port br-ex enp6s18 receive; }

breakage uplink-no-flood 'cmp: the switch floods nothing to the uplink (OpenFlow port flag): lost is who must ask for an address'
break_uplink_no_flood() { console cmp ovs-ofctl mod-port br-ex enp6s18 no-flood; }
heal_uplink_no_flood() { console cmp ovs-ofctl mod-port br-ex enp6s18 flood; }

breakage uplink-protected 'cmp: the uplink and the patch ports of br-ex are protected ports'
break_uplink_protected() { protect_br_ex protected=true; }
heal_uplink_protected() { protect_br_ex protected=false; }
protect_br_ex() {
  for port in enp6s18 "patch-$LOCALNET-to-br-int" "patch-$VLAN_LOCALNET-to-br-int"; do
    console cmp ovs-vsctl --timeout=5 set Port "$port" "$1"
  done
}

breakage uplink-other-bridge 'cmp: the uplink is a port of br-seg'
break_uplink_other_bridge() { console cmp ovs-vsctl --timeout=5 del-port br-ex enp6s18 -- add-port br-seg enp6s18; }
heal_uplink_other_bridge() { console cmp ovs-vsctl --timeout=5 del-port br-seg enp6s18 -- add-port br-ex enp6s18; }

breakage uplinks-of-two-lans 'cmp: br-ex has the uplink of br-seg too, so two LANs are joined'
break_uplinks_of_two_lans() { console cmp ovs-vsctl --timeout=5 del-port br-seg enp7s0 -- add-port br-ex enp7s0; }
heal_uplinks_of_two_lans() { console cmp ovs-vsctl --timeout=5 del-port br-ex enp7s0 -- add-port br-seg enp7s0; }

breakage two-uplinks 'ctl: two uplinks of one bridge in one LAN instead of a bond: a loop'
break_two_uplinks() { console ctl ovs-vsctl --timeout=5 del-port br-ex bond0 -- add-port br-ex enp6s18 -- add-port br-ex enp7s0; }
heal_two_uplinks() {
  console ctl ovs-vsctl --timeout=10 del-port br-ex enp6s18 -- del-port br-ex enp7s0 -- "${BOND[@]}"
}

breakage segment-uplink-gone 'cmp: br-seg has no uplink'
break_segment_uplink_gone() { console cmp ovs-vsctl --timeout=5 del-port br-seg enp7s0; }
heal_segment_uplink_gone() { console cmp ovs-vsctl --timeout=5 --may-exist add-port br-seg enp7s0; }

breakage segment-uplink-mirror 'cmp: the uplink of br-seg is the output port of a mirror'
break_segment_uplink_mirror() {
  console cmp ovs-vsctl --timeout=5 -- --id=@port get Port enp7s0 -- --id=@mirror create Mirror name=copies select-all=true \
    output-port=@port -- set Bridge br-seg mirrors=@mirror
}
heal_segment_uplink_mirror() { console cmp ovs-vsctl --timeout=5 clear Bridge br-seg mirrors; }

breakage segment-no-carrier 'net: the cable of the uplink of br-seg is pulled'
break_segment_no_carrier() { cable net enp7s0 down; }
heal_segment_no_carrier() { cable net enp7s0 up; }

breakage bond-member-down 'ctl: one of the two NICs of the bond is set down: nothing is lost'
break_bond_member_down() { console ctl ip link set enp6s18 down; }
heal_bond_member_down() { console ctl ip link set enp6s18 up; }

breakage bond-member-no-carrier 'ctl: the cable of one NIC of the bond is pulled: nothing is lost'
break_bond_member_no_carrier() { cable ctl enp7s0 down; }
heal_bond_member_no_carrier() { cable ctl enp7s0 up; }

breakage bond-both-down 'ctl: both NICs of the bond are set down'
break_bond_both_down() { console ctl sh -c 'ip link set enp6s18 down; ip link set enp7s0 down'; }
heal_bond_both_down() { console ctl sh -c 'ip link set enp6s18 up; ip link set enp7s0 up'; }

breakage bond-no-carrier 'ctl: the cables of both NICs of the bond are pulled'
break_bond_no_carrier() { cable ctl enp6s18 down; cable ctl enp7s0 down; }
heal_bond_no_carrier() { cable ctl enp6s18 up; cable ctl enp7s0 up; }

breakage bond-lacp 'ctl: the bond speaks LACP, the LAN does not'
break_bond_lacp() { console ctl ovs-vsctl --timeout=5 set Port bond0 lacp=active; }
# Without LACP again, the members stay disabled until the bond is made again (seen on OVS 3.1).
heal_bond_lacp() {
  console ctl ovs-vsctl --timeout=5 --if-exists del-port br-ex bond0
  console ctl ovs-vsctl --timeout=5 "${BOND[@]}"
}

breakage bond-balance-tcp 'ctl: the bond has mode balance-tcp without LACP'
break_bond_balance_tcp() { console ctl ovs-vsctl --timeout=5 set Port bond0 bond_mode=balance-tcp; }
heal_bond_balance_tcp() { console ctl ovs-vsctl --timeout=5 set Port bond0 bond_mode=active-backup; }

breakage bond-balance-slb 'ctl: the bond has mode balance-slb: nothing is lost'
break_bond_balance_slb() { console ctl ovs-vsctl --timeout=5 set Port bond0 bond_mode=balance-slb; }
heal_bond_balance_slb() { heal_bond_balance_tcp; }
