# shellcheck shell=bash disable=SC2034
# Localnet ports: of the provider network, unless the name says another.
offered=all

breakage localnet-gone 'the localnet port is deleted'
break_localnet_gone() { console ctl ovn-nbctl --timeout=5 lsp-del "$LOCALNET"; }
heal_localnet_gone() {
  add_localnet "$SWITCH" "$LOCALNET" "$PHYSNET"
  console ctl ovn-nbctl --timeout=5 "${COMMANDS[@]}"
}

breakage localnet-tag 'the localnet port has VLAN 300'
break_localnet_tag() { console ctl ovn-nbctl --timeout=5 set Logical_Switch_Port "$LOCALNET" tag=300; }
heal_localnet_tag() { console ctl ovn-nbctl --timeout=5 clear Logical_Switch_Port "$LOCALNET" tag; }

breakage localnet-tag-of-other 'the localnet port has the VLAN of the VLAN network: two networks are merged'
break_localnet_tag_of_other() { console ctl ovn-nbctl --timeout=5 set Logical_Switch_Port "$LOCALNET" tag="$VLAN"; }
heal_localnet_tag_of_other() { heal_localnet_tag; }

breakage localnet-disabled 'the localnet port is disabled'
break_localnet_disabled() { console ctl ovn-nbctl --timeout=5 lsp-set-enabled "$LOCALNET" disabled; }
heal_localnet_disabled() { console ctl ovn-nbctl --timeout=5 clear Logical_Switch_Port "$LOCALNET" enabled; }

# The end of the localnet's patch pair on br-ex of cmp.
patch_set() { console cmp ovs-vsctl --timeout=5 set Port "patch-$LOCALNET-to-br-int" "$1"; }
patch_clear() { console cmp ovs-vsctl --timeout=5 clear Port "patch-$LOCALNET-to-br-int" "$1"; }

breakage patch-tag 'cmp: the patch port on br-ex is an access port of VLAN 300'
break_patch_tag() { patch_set tag=300; }
heal_patch_tag() { patch_clear tag; }

breakage patch-trunks 'cmp: the patch port on br-ex admits VLAN 200 only'
break_patch_trunks() { patch_set trunks=200; }
heal_patch_trunks() { patch_clear trunks; }

breakage patch-no-receive 'cmp: br-ex takes nothing from the patch port (OpenFlow port flag)'
break_patch_no_receive() { patch_flag no-receive; }
heal_patch_no_receive() { patch_flag receive; }
patch_flag() { console cmp sh -c "ovs-ofctl mod-port br-ex \$(ovs-vsctl get Interface patch-$LOCALNET-to-br-int ofport) $1"; }

breakage localnet-addresses 'the localnet port has no addresses, so nothing unknown is sent there'
break_localnet_addresses() { console ctl ovn-nbctl --timeout=5 clear Logical_Switch_Port "$LOCALNET" addresses; }
heal_localnet_addresses() { console ctl ovn-nbctl --timeout=5 lsp-set-addresses "$LOCALNET" unknown; }

breakage localnet-type 'the localnet port has lost its type'
break_localnet_type() { console ctl ovn-nbctl --timeout=5 lsp-set-type "$LOCALNET" ''; }
heal_localnet_type() { console ctl ovn-nbctl --timeout=5 lsp-set-type "$LOCALNET" localnet; }

breakage localnet-options 'the localnet port has lost its network_name'
break_localnet_options() { console ctl ovn-nbctl --timeout=5 remove Logical_Switch_Port "$LOCALNET" options network_name; }
heal_localnet_options() { console ctl ovn-nbctl --timeout=5 set Logical_Switch_Port "$LOCALNET" options:network_name="$PHYSNET"; }

breakage localnet-wrong-physnet 'the localnet port names a physical network that no chassis maps'
break_localnet_wrong_physnet() { console ctl ovn-nbctl --timeout=5 set Logical_Switch_Port "$LOCALNET" options:network_name=physnet9; }
heal_localnet_wrong_physnet() { heal_localnet_options; }

breakage localnet-second 'the switch has a second localnet port of the same physical network: a loop'
break_localnet_second() {
  console ctl ovn-nbctl --timeout=5 lsp-add "$SWITCH" "ln-$PHYSNET" -- lsp-set-type "ln-$PHYSNET" localnet \
    -- lsp-set-addresses "ln-$PHYSNET" unknown -- lsp-set-options "ln-$PHYSNET" network_name="$PHYSNET"
}
# The loop may have cut chassis off from the Southbound, so their patch ports are deleted on their consoles, as for 000.
heal_localnet_second() {
  local node
  console ctl ovn-nbctl --timeout=5 --if-exists lsp-del "ln-$PHYSNET"
  for node in $NODES; do
    console "$node" ovs-vsctl --timeout=5 --no-wait --if-exists del-port br-int "patch-br-int-to-ln-$PHYSNET" \
      -- --if-exists del-port br-ex "patch-ln-$PHYSNET-to-br-int"
  done
}

breakage localnet-second-vlan 'the switch has a second localnet port of the same physical network, with VLAN 300'
break_localnet_second_vlan() {
  break_localnet_second
  console ctl ovn-nbctl --timeout=5 set Logical_Switch_Port "ln-$PHYSNET" tag=300
}
heal_localnet_second_vlan() { heal_localnet_second; }

breakage localnet-second-unmapped 'the switch has a second localnet port of a physical network that no chassis maps: nothing is lost'
break_localnet_second_unmapped() {
  console ctl ovn-nbctl --timeout=5 lsp-add "$SWITCH" ln-physnet9 -- lsp-set-type ln-physnet9 localnet \
    -- lsp-set-addresses ln-physnet9 unknown -- lsp-set-options ln-physnet9 network_name=physnet9
}
heal_localnet_second_unmapped() { console ctl ovn-nbctl --timeout=5 --if-exists lsp-del ln-physnet9; }

breakage vlan-localnet-tag-gone 'the localnet port of the VLAN network has no VLAN'
break_vlan_localnet_tag_gone() { console ctl ovn-nbctl --timeout=5 clear Logical_Switch_Port "$VLAN_LOCALNET" tag; }
heal_vlan_localnet_tag_gone() { console ctl ovn-nbctl --timeout=5 set Logical_Switch_Port "$VLAN_LOCALNET" tag="$VLAN"; }

breakage vlan-localnet-tag-wrong 'the localnet port of the VLAN network has VLAN 101'
break_vlan_localnet_tag_wrong() { console ctl ovn-nbctl --timeout=5 set Logical_Switch_Port "$VLAN_LOCALNET" tag=101; }
heal_vlan_localnet_tag_wrong() { heal_vlan_localnet_tag_gone; }

breakage vlan-localnet-ethtype 'the localnet port of the VLAN network has tags of type 802.1ad'
break_vlan_localnet_ethtype() { console ctl ovn-nbctl --timeout=5 set Logical_Switch_Port "$VLAN_LOCALNET" options:ethtype=802.11ad; }
heal_vlan_localnet_ethtype() { console ctl ovn-nbctl --timeout=5 remove Logical_Switch_Port "$VLAN_LOCALNET" options ethtype; }

breakage segment-localnet-gone 'the localnet port of the segment of cmp is deleted'
break_segment_localnet_gone() { console ctl ovn-nbctl --timeout=5 lsp-del "$LOCALNET_B"; }
heal_segment_localnet_gone() {
  add_localnet "$SEGMENTS_SWITCH" "$LOCALNET_B" "$PHYSNET_B"
  console ctl ovn-nbctl --timeout=5 "${COMMANDS[@]}"
}
