# shellcheck shell=bash disable=SC2034
# Bridge mappings of cmp, unless the line names another node.
offered=all

# map NODE MAPPINGS
map() { console "$1" ovs-vsctl --timeout=5 set Open_vSwitch . "external_ids:ovn-bridge-mappings=\"$2\""; }
map_again() { remap_to "$1" "$(mappings_of "$1")"; }

# remap_to NODE MAPPINGS: removes the old mappings first. ovn-controller knows a patch port by its name, which has no bridge
# in it: it leaves one that is there on the old bridge (patch_run() in patch.c, seen on OVN 23.03 and 25.03).
remap_to() {
  console "$1" ovs-vsctl --timeout=5 --if-exists remove Open_vSwitch . external_ids ovn-bridge-mappings
  # A chassis that has just started deletes none (see await_chassis).
  wait_for 2 "$1 to delete its patch ports" has_no_patch_port "$1" || delete_patch_ports "$1"
  map "$1" "$2"
}
has_no_patch_port() { [ -z "$(patch_ports "$1")" ]; }
patch_ports() { in_node "$1" ovs-vsctl --timeout=5 --bare --columns=name find Interface type=patch; }
delete_patch_ports() {
  local port
  for port in $(patch_ports "$1"); do console "$1" ovs-vsctl --timeout=5 --if-exists del-port "$port"; done
}

breakage mapping-removed 'cmp: ovn-bridge-mappings is removed'
break_mapping_removed() { console cmp ovs-vsctl --timeout=5 remove Open_vSwitch . external_ids ovn-bridge-mappings; }
heal_mapping_removed() { map_again cmp; }

breakage mapping-empty 'cmp: ovn-bridge-mappings is empty'
break_mapping_empty() { map cmp ''; }
heal_mapping_empty() { map_again cmp; }

breakage mapping-malformed 'cmp: ovn-bridge-mappings has = where : belongs'
break_mapping_malformed() { map cmp "$PHYSNET=br-ex,$PHYSNET_B=br-seg"; }
heal_mapping_malformed() { map_again cmp; }

breakage mapping-to-br-int 'cmp: the physical network is mapped to br-int'
break_mapping_to_br_int() { remap_to cmp "$PHYSNET:br-int,$PHYSNET_B:br-seg"; }
heal_mapping_to_br_int() { map_again cmp; }

breakage mapping-wrong-physnet 'cmp: another physical network is mapped to br-ex'
break_mapping_wrong_physnet() { map cmp "physnet9:br-ex,$PHYSNET_B:br-seg"; }
heal_mapping_wrong_physnet() { map_again cmp; }

breakage mapping-to-missing-bridge 'cmp: the physical network is mapped to a bridge that does not exist'
break_mapping_to_missing_bridge() { map cmp "$PHYSNET:br-exx,$PHYSNET_B:br-seg"; }
heal_mapping_to_missing_bridge() { map_again cmp; }

breakage mapping-without-uplink 'cmp: the physical network is mapped to a bridge without an uplink'
break_mapping_without_uplink() {
  console cmp ovs-vsctl --timeout=5 add-br br-new -- set Bridge br-new datapath_type=netdev
  remap_to cmp "$PHYSNET:br-new,$PHYSNET_B:br-seg"
}
heal_mapping_without_uplink() {
  map_again cmp
  settle
  console cmp ovs-vsctl --timeout=5 --if-exists del-br br-new
}

breakage mapping-without-uplink-later 'cmp: the same, but the patch ports that were there stay on br-ex: nothing is lost'
break_mapping_without_uplink_later() {
  console cmp ovs-vsctl --timeout=5 add-br br-new -- set Bridge br-new datapath_type=netdev
  map cmp "$PHYSNET:br-new,$PHYSNET_B:br-seg"
}
heal_mapping_without_uplink_later() { heal_mapping_without_uplink; }

breakage mapping-to-other-bridge 'cmp: the physical network is mapped to br-seg, which leads to another LAN'
break_mapping_to_other_bridge() { remap_to cmp "$PHYSNET:br-seg,$PHYSNET_B:br-seg"; }
heal_mapping_to_other_bridge() { map_again cmp; }

breakage mapping-of-gateway-removed 'net: ovn-bridge-mappings is removed; net is the gateway of the router'
break_mapping_of_gateway_removed() { console net ovs-vsctl --timeout=5 remove Open_vSwitch . external_ids ovn-bridge-mappings; }
heal_mapping_of_gateway_removed() { map_again net; }

breakage mapping-of-ctl-removed 'ctl: ovn-bridge-mappings is removed; ctl has no end on a provider network: nothing is lost'
break_mapping_of_ctl_removed() { console ctl ovs-vsctl --timeout=5 remove Open_vSwitch . external_ids ovn-bridge-mappings; }
heal_mapping_of_ctl_removed() { map_again ctl; }

breakage segment-mapping-removed 'cmp: the segment of cmp is not mapped'
break_segment_mapping_removed() { map cmp "$PHYSNET:br-ex"; }
heal_segment_mapping_removed() { map_again cmp; }

breakage segment-mapping-swapped 'cmp: the segment of net is mapped instead of its own'
break_segment_mapping_swapped() { remap_to cmp "$PHYSNET:br-ex,$PHYSNET_A:br-seg"; }
heal_segment_mapping_swapped() { map_again cmp; }

breakage segment-both-mapped 'cmp: both segments of one switch are mapped to br-seg: a loop in the node'
break_segment_both_mapped() { remap_to cmp "$PHYSNET:br-ex,$PHYSNET_A:br-seg,$PHYSNET_B:br-seg"; }
heal_segment_both_mapped() { map_again cmp; }

breakage two-physnets-share-vlan 'net, cmp: two physical networks are mapped to br-ex, both untagged: two networks are merged'
break_two_physnets_share_vlan() {
  break_two_physnets_own_vlans
  console ctl ovn-nbctl --timeout=5 clear Logical_Switch_Port "$VLAN_LOCALNET" tag
}
heal_two_physnets_share_vlan() {
  console ctl ovn-nbctl --timeout=5 set Logical_Switch_Port "$VLAN_LOCALNET" "tag=$VLAN"
  heal_two_physnets_own_vlans
}

breakage two-physnets-own-vlans 'net, cmp: two physical networks are mapped to br-ex, each with its VLAN: nothing is lost'
break_two_physnets_own_vlans() {
  map net "$(mappings_of net),physnet3:br-ex"
  map cmp "$(mappings_of cmp),physnet3:br-ex"
  console ctl ovn-nbctl --timeout=5 set Logical_Switch_Port "$VLAN_LOCALNET" options:network_name=physnet3
}
heal_two_physnets_own_vlans() {
  console ctl ovn-nbctl --timeout=5 set Logical_Switch_Port "$VLAN_LOCALNET" "options:network_name=$PHYSNET"
  map_again net
  map_again cmp
}
