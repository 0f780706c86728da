# shellcheck shell=bash disable=SC2034
# A VM and its port: vm1 on cmp, unless the line names another.
offered=all

# port_set COLUMN=VALUE..., port_clear COLUMN: the logical port of vm1.
port_set() { console ctl ovn-nbctl --timeout=5 set Logical_Switch_Port "$(port_of vm1)" "$@"; }
port_clear() { console ctl ovn-nbctl --timeout=5 clear Logical_Switch_Port "$(port_of vm1)" "$1"; }
own_addresses() { echo "$(mac_of vm1) $(address_of vm1)"; }
# tap_set COLUMN=VALUE: the interface of vm1.
tap_set() { console cmp ovs-vsctl --timeout=5 set Interface "$(tap_of vm1)" "$@"; }

breakage port-addresses-empty 'the port has no addresses'
break_port_addresses_empty() { port_clear addresses; }
heal_port_addresses_empty() { console ctl ovn-nbctl --timeout=5 lsp-set-addresses "$(port_of vm1)" "$(own_addresses)"; }

breakage port-addresses-changed 'the port has other addresses than the VM'
break_port_addresses_changed() { console ctl ovn-nbctl --timeout=5 lsp-set-addresses "$(port_of vm1)" "fa:16:3e:00:00:99 $PROVIDER.199"; }
heal_port_addresses_changed() { heal_port_addresses_empty; }

breakage port-security-changed 'port security admits another address than that of the VM'
break_port_security_changed() { console ctl ovn-nbctl --timeout=5 lsp-set-port-security "$(port_of vm1)" "fa:16:3e:00:00:99 $PROVIDER.199"; }
heal_port_security_changed() { console ctl ovn-nbctl --timeout=5 lsp-set-port-security "$(port_of vm1)" "$(own_addresses)"; }

breakage port-disabled 'the port is disabled'
break_port_disabled() { console ctl ovn-nbctl --timeout=5 lsp-set-enabled "$(port_of vm1)" disabled; }
heal_port_disabled() { port_clear enabled; }

breakage port-deleted 'the port is deleted'
break_port_deleted() { console ctl ovn-nbctl --timeout=5 lsp-del "$(port_of vm1)"; }
heal_port_deleted() {
  add_vm_port vm1
  console ctl ovn-nbctl --timeout=5 "${COMMANDS[@]}"
}

breakage port-type 'the port has type virtual, so no interface can claim it'
break_port_type() { port_set type=virtual; }
heal_port_type() { console ctl ovn-nbctl --timeout=5 lsp-set-type "$(port_of vm1)" ''; }

breakage port-external 'the port has type external, and no chassis is chosen for it'
break_port_external() { port_set type=external; }
heal_port_external() { heal_port_type; }

breakage port-parent 'the port is said to be behind the port of vm4, with VLAN 5'
break_port_parent() { port_set parent_name="$(port_of vm4)" tag_request=5; }
heal_port_parent() {
  port_clear parent_name
  port_clear tag_request
  port_clear tag
  # The interface of the parent may have lost ovn-installed (seen on OVN 23.03); it is set again when the port is claimed again.
  console cmp ovs-vsctl --timeout=5 remove Interface tap10000004-00 external_ids iface-id
  settle
  console cmp ovs-vsctl --timeout=5 set Interface tap10000004-00 "external_ids:iface-id=$(port_of vm4)"
}

breakage port-on-other-switch 'the port is on the private switch'
break_port_on_other_switch() {
  console ctl ovn-nbctl --timeout=5 lsp-del "$(port_of vm1)" -- lsp-add "$PRIVATE_SWITCH" "$(port_of vm1)" \
    -- lsp-set-addresses "$(port_of vm1)" "$(own_addresses)"
}
heal_port_on_other_switch() {
  console ctl ovn-nbctl --timeout=5 lsp-del "$(port_of vm1)"
  heal_port_deleted
}

breakage port-acl 'an ACL drops what goes to the port: denied, not broken'
break_port_acl() { console ctl ovn-nbctl --timeout=5 acl-add "$SWITCH" to-lport 1001 "outport == \"$(port_of vm1)\"" drop; }
heal_port_acl() { console ctl ovn-nbctl --timeout=5 acl-del "$SWITCH"; }

breakage requested-chassis-nobody 'the port requests a chassis that does not exist'
break_requested_chassis_nobody() { port_set options:requested-chassis=nobody; }
heal_requested_chassis_nobody() { console ctl ovn-nbctl --timeout=5 remove Logical_Switch_Port "$(port_of vm1)" options requested-chassis; }

breakage requested-chassis-other 'the port requests another chassis than that of the VM'
break_requested_chassis_other() { port_set options:requested-chassis=net; }
heal_requested_chassis_other() { heal_requested_chassis_nobody; }

breakage requested-chassis-both 'the port requests its own chassis and net, as in a migration: nothing is lost'
break_requested_chassis_both() { port_set 'options:requested-chassis="cmp,net"'; }
heal_requested_chassis_both() { heal_requested_chassis_nobody; }

breakage iface-id-removed 'the interface has no iface-id'
break_iface_id_removed() { console cmp ovs-vsctl --timeout=5 remove Interface "$(tap_of vm1)" external_ids iface-id; }
heal_iface_id_removed() { tap_set external_ids:iface-id="$(port_of vm1)"; }

breakage iface-id-wrong 'the interface has an iface-id that no port has'
break_iface_id_wrong() { tap_set external_ids:iface-id=99999999-0000-4000-8000-000000000000; }
heal_iface_id_wrong() { heal_iface_id_removed; }

breakage iface-id-of-other 'the interface has the iface-id of vm4'
break_iface_id_of_other() { tap_set external_ids:iface-id="$(port_of vm4)"; }
heal_iface_id_of_other() { heal_iface_id_removed; }

breakage iface-id-twice 'an interface of net has the iface-id of vm1 too: the binding goes to and fro'
break_iface_id_twice() {
  console net ovs-vsctl --timeout=5 add-port br-int tap-second -- set Interface tap-second type=internal external_ids:iface-id="$(port_of vm1)"
}
heal_iface_id_twice() {
  console net ovs-vsctl --timeout=5 --if-exists del-port br-int tap-second
  settle
  # The chassis that lost the binding claims it only after another change.
  console cmp ovs-vsctl --timeout=5 remove Interface "$(tap_of vm1)" external_ids iface-id
  heal_iface_id_removed
}

breakage vm-link-down 'the interface is set down on the node'
break_vm_link_down() { console cmp ip link set "$(tap_of vm1)" down; }
heal_vm_link_down() { console cmp ip link set "$(tap_of vm1)" up; }

breakage vm-mtu 'the interface has MTU 1000 on the node, and the network has 1500'
break_vm_mtu() { console cmp ip link set "$(tap_of vm1)" mtu 1000; }
heal_vm_mtu() { console cmp ip link set "$(tap_of vm1)" mtu 1500; }

# tap_flag FLAG: of the OpenFlow port of vm1.
tap_flag() { console cmp ovs-ofctl -O OpenFlow15 mod-port br-int "$(tap_of vm1)" "$1"; }

breakage vm-no-receive 'the switch takes nothing from the VM (OpenFlow port flag)'
break_vm_no_receive() { tap_flag no-receive; }
heal_vm_no_receive() { tap_flag receive; }

breakage vm-no-forward 'the switch sends nothing to the VM (OpenFlow port flag)'
break_vm_no_forward() { tap_flag no-forward; }
heal_vm_no_forward() { tap_flag forward; }

breakage vm-inner-link-down 'the VM has set its interface down'
break_vm_inner_link_down() { console cmp ip -n vm1 link set eth0 down; }
heal_vm_inner_link_down() { console cmp ip -n vm1 link set eth0 up; }

breakage vm-port-gone 'the interface is no port of br-int any more'
break_vm_port_gone() { console cmp ovs-vsctl --timeout=5 del-port br-int "$(tap_of vm1)"; }
heal_vm_port_gone() { console cmp systemctl restart lab-vm; }

breakage vm-device-gone 'the device of the interface does not exist'
break_vm_device_gone() { console cmp ip link del "$(tap_of vm1)"; }
heal_vm_device_gone() {
  console cmp systemctl restart lab-vm
  # Open vSwitch opens the new device only when the port is made again.
  console cmp ovs-vsctl --timeout=5 del-port br-int "$(tap_of vm1)"
  console cmp systemctl restart lab-vm
}

breakage vm-port-in-br-ex 'the interface is a port of br-ex, past OVN: nothing is lost, but no rule applies'
break_vm_port_in_br_ex() { console cmp ovs-vsctl --timeout=5 del-port br-int "$(tap_of vm1)" -- add-port br-ex "$(tap_of vm1)"; }
heal_vm_port_in_br_ex() {
  console cmp ovs-vsctl --timeout=5 --if-exists del-port br-ex "$(tap_of vm1)"
  console cmp systemctl restart lab-vm
}

breakage vm-other-mac 'the VM has another MAC address than its port'
break_vm_other_mac() { console cmp ip -n vm1 link set eth0 address fa:16:3e:00:00:99; }
heal_vm_other_mac() { console cmp ip -n vm1 link set eth0 address "$(mac_of vm1)"; }

breakage dhcp-options-removed 'the port of vm3 refers to no DHCP options'
break_dhcp_options_removed() { console ctl ovn-nbctl --timeout=5 clear Logical_Switch_Port "$(port_of vm3)" dhcpv4_options; }
heal_dhcp_options_removed() {
  console ctl sh -c "ovn-nbctl --timeout=5 lsp-set-dhcpv4-options $(port_of vm3) \$(ovn-nbctl --bare --columns=_uuid find DHCP_Options cidr=$PRIVATE.0/24)"
}

breakage dhcp-options-deleted 'the DHCP options of the private network are deleted'
break_dhcp_options_deleted() { console ctl ovn-nbctl --timeout=5 --all destroy DHCP_Options; }
heal_dhcp_options_deleted() {
  add_dhcp
  console ctl ovn-nbctl --timeout=5 "${COMMANDS[@]}"
}

breakage dhcp-options-without-server 'the DHCP options name no server_id'
break_dhcp_options_without_server() { dhcp_change remove 'options server_id'; }
heal_dhcp_options_without_server() { dhcp_change set "options:server_id=$PRIVATE.1"; }
# dhcp_change set|remove WORDS
dhcp_change() {
  console ctl sh -c "ovn-nbctl --timeout=5 $1 DHCP_Options \$(ovn-nbctl --bare --columns=_uuid find DHCP_Options external_ids:subnet_id=55555555-5555-4555-8555-555555555555) $2"
}

breakage dhcp-options-wrong-cidr 'the DHCP options are those of another subnet'
break_dhcp_options_wrong_cidr() { dhcp_change set 'cidr=10.66.0.0/24'; }
heal_dhcp_options_wrong_cidr() { dhcp_change set "cidr=$PRIVATE.0/24"; }
