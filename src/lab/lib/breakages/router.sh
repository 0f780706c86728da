# shellcheck shell=bash disable=SC2034
# The router between the private network and the provider network. Its gateway is on net, then on cmp.
offered=all

# gateways CHASSIS PRIORITY...: makes these the gateway chassis, and no others.
gateways() {
  local words=(-- clear Logical_Router_Port "lrp-$GATEWAY_PORT" gateway_chassis)
  while [ $# -gt 0 ]; do
    words+=(-- lrp-set-gateway-chassis "lrp-$GATEWAY_PORT" "$1" "$2")
    shift 2
  done
  console ctl ovn-nbctl --timeout=5 "${words[@]}"
}
gateways_again() { gateways "$(name_of_chassis net)" 20 "$(name_of_chassis cmp)" 10; }
router_port() { console ctl ovn-nbctl --timeout=5 "$1" Logical_Router_Port "lrp-$2" "$3"; }
again() { console ctl ovn-nbctl --timeout=5 "${COMMANDS[@]}"; }

breakage gateway-nobody 'the gateway chassis of the router is no node'
break_gateway_nobody() { gateways nobody 20; }
heal_gateway_nobody() { gateways_again; }

breakage gateway-nobody-first 'the first gateway chassis is no node, the second is cmp: nothing is lost'
break_gateway_nobody_first() { gateways nobody 20 "$(name_of_chassis cmp)" 10; }
heal_gateway_nobody_first() { gateways_again; }

breakage gateway-lower 'the gateway chassis are cmp, then net: nothing is lost'
break_gateway_lower() { gateways "$(name_of_chassis cmp)" 20 "$(name_of_chassis net)" 10; }
heal_gateway_lower() { gateways_again; }

breakage gateway-removed 'the router has no gateway chassis'
break_gateway_removed() { gateways; }
heal_gateway_removed() { gateways_again; }

breakage gateway-not-a-gateway 'net: enable-chassis-as-gw is removed; who is chosen already stays: nothing is lost'
break_gateway_not_a_gateway() { console net ovs-vsctl --timeout=5 remove Open_vSwitch . external_ids ovn-cms-options; }
heal_gateway_not_a_gateway() { console net ovs-vsctl --timeout=5 set Open_vSwitch . external_ids:ovn-cms-options=enable-chassis-as-gw; }

breakage gateway-without-mapping 'ctl, which maps no physical network, is the only gateway chassis'
break_gateway_without_mapping() {
  console ctl ovs-vsctl --timeout=5 remove Open_vSwitch . external_ids ovn-bridge-mappings
  gateways "$(name_of_chassis ctl)" 20
}
heal_gateway_without_mapping() {
  console ctl ovs-vsctl --timeout=5 set Open_vSwitch . external_ids:ovn-bridge-mappings="$PHYSNET:br-ex"
  gateways_again
}

breakage gateway-on-ctl 'ctl is the only gateway chassis: nothing is lost'
break_gateway_on_ctl() { gateways "$(name_of_chassis ctl)" 20; }
heal_gateway_on_ctl() { gateways_again; }

breakage gateway-chassis-dead 'net: ovn-controller and ovs-vswitchd are killed and do not start again; the gateway moves to cmp'
break_gateway_chassis_dead() { kill_unit net ovn-controller; kill_unit net ovs-vswitchd; }
heal_gateway_chassis_dead() { start_unit net ovs-vswitchd; start_unit net ovn-controller; }

breakage gateway-uplink-gone 'net: the uplink is no port of br-ex any more; net is the gateway'
break_gateway_uplink_gone() { console net ovs-vsctl --timeout=5 del-port br-ex enp6s18; }
heal_gateway_uplink_gone() { console net ovs-vsctl --timeout=5 --may-exist add-port br-ex enp6s18; }

breakage router-port-disabled 'the gateway port of the router is disabled'
break_router_port_disabled() { router_port set "$GATEWAY_PORT" enabled=false; }
heal_router_port_disabled() { router_port clear "$GATEWAY_PORT" enabled; }

breakage router-inside-disabled 'the port of the router on the private network is disabled'
break_router_inside_disabled() { router_port set "$INSIDE_PORT" enabled=false; }
heal_router_inside_disabled() { router_port clear "$INSIDE_PORT" enabled; }

breakage router-port-removed 'the port of the router on the private network is deleted'
break_router_port_removed() { console ctl ovn-nbctl --timeout=5 lrp-del "lrp-$INSIDE_PORT" -- lsp-del "$INSIDE_PORT"; }
heal_router_port_removed() { add_inside; again; }

breakage router-gateway-port-removed 'the gateway port of the router is deleted'
break_router_gateway_port_removed() { console ctl ovn-nbctl --timeout=5 lrp-del "lrp-$GATEWAY_PORT" -- lsp-del "$GATEWAY_PORT"; }
heal_router_gateway_port_removed() { add_outside; again; }

breakage router-port-wrong-network 'the port of the router on the private network has an address of another subnet'
break_router_port_wrong_network() { router_port set "$INSIDE_PORT" 'networks="10.66.0.1/24"'; }
heal_router_port_wrong_network() { router_port set "$INSIDE_PORT" "networks=\"$PRIVATE.1/24\""; }

breakage router-switch-port-removed 'the switch has no port to the router any more'
break_router_switch_port_removed() { console ctl ovn-nbctl --timeout=5 lsp-del "$INSIDE_PORT"; }
heal_router_switch_port_removed() { add_port_to_router "$INSIDE_PORT" "$PRIVATE_SWITCH"; again; }

breakage router-switch-port-disabled 'the port of the switch to the router is disabled'
break_router_switch_port_disabled() { console ctl ovn-nbctl --timeout=5 lsp-set-enabled "$INSIDE_PORT" disabled; }
heal_router_switch_port_disabled() { console ctl ovn-nbctl --timeout=5 clear Logical_Switch_Port "$INSIDE_PORT" enabled; }

breakage router-switch-port-peer 'the port of the switch names a port of the router that does not exist'
break_router_switch_port_peer() { console ctl ovn-nbctl --timeout=5 lsp-set-options "$INSIDE_PORT" router-port=lrp-none; }
heal_router_switch_port_peer() { console ctl ovn-nbctl --timeout=5 lsp-set-options "$INSIDE_PORT" "router-port=lrp-$INSIDE_PORT"; }

breakage router-port-mac 'the port of the router on the private network has the MAC of vm3'
break_router_port_mac() { console ctl ovn-nbctl --timeout=5 set Logical_Router_Port "lrp-$INSIDE_PORT" "mac=\"$(mac_of vm3)\""; }
heal_router_port_mac() { console ctl ovn-nbctl --timeout=5 set Logical_Router_Port "lrp-$INSIDE_PORT" "mac=\"$INSIDE_MAC\""; }

breakage router-disabled 'the router is disabled'
break_router_disabled() { console ctl ovn-nbctl --timeout=5 set Logical_Router "$ROUTER" enabled=false; }
heal_router_disabled() { console ctl ovn-nbctl --timeout=5 clear Logical_Router "$ROUTER" enabled; }

breakage router-policy-drop 'a policy of the router drops what the private network sends: denied, not broken'
break_router_policy_drop() { console ctl ovn-nbctl --timeout=5 lr-policy-add "$ROUTER" 100 "ip4.src == $PRIVATE.0/24 && ip4.dst != $PRIVATE.0/24" drop; }
heal_router_policy_drop() { console ctl ovn-nbctl --timeout=5 lr-policy-del "$ROUTER"; }

breakage nat-removed 'the router has no SNAT rule'
break_nat_removed() { console ctl ovn-nbctl --timeout=5 lr-nat-del "$ROUTER" snat "$PRIVATE.0/24"; }
heal_nat_removed() { add_snat; again; }

# nat_set TYPE COLUMN=VALUE...: changes the rule of a type.
nat_set() {
  local type=$1
  shift
  console ctl sh -c "ovn-nbctl --timeout=5 set NAT \$(ovn-nbctl --bare --columns=_uuid find NAT type=$type) $*"
}

breakage nat-of-other-subnet 'the SNAT rule of the router is for another subnet'
break_nat_of_other_subnet() { nat_set snat logical_ip=10.66.0.0/24; }
heal_nat_of_other_subnet() { nat_set snat "logical_ip=$PRIVATE.0/24"; }

breakage nat-wrong-address 'the router translates to an address of another LAN'
break_nat_wrong_address() { nat_set snat external_ip=198.51.100.150; }
heal_nat_wrong_address() { nat_set snat "external_ip=$GATEWAY"; }

breakage floating-ip-removed 'the floating IP of vm4 is removed'
break_floating_ip_removed() { console ctl ovn-nbctl --timeout=5 lr-nat-del "$ROUTER" dnat_and_snat "$FLOATING"; }
heal_floating_ip_removed() { add_floating; again; }

breakage floating-ip-of-nobody 'the floating IP belongs to an address that no VM has'
break_floating_ip_of_nobody() { nat_set dnat_and_snat "logical_ip=$PRIVATE.99"; }
heal_floating_ip_of_nobody() { nat_set dnat_and_snat "logical_ip=$(address_of vm4)"; }

breakage floating-ip-distributed 'the floating IP is on the chassis of vm4 itself: nothing is lost'
break_floating_ip_distributed() { nat_set dnat_and_snat "logical_port=$(port_of vm4)" "external_mac='\"fa:16:3e:00:01:04\"'"; }
heal_floating_ip_distributed() {
  # shellcheck disable=SC2016 # a command of the inner shell
  console ctl sh -c 'ovn-nbctl --timeout=5 clear NAT $(ovn-nbctl --bare --columns=_uuid find NAT type=dnat_and_snat) logical_port external_mac'
  settle
  # ovn-controller of ctl has made a patch port for this, and looks for needless ones only when it computes all anew.
  console ctl ovn-appctl --timeout=5 -t ovn-controller inc-engine/recompute
}

breakage route-removed 'the router has no default route'
break_route_removed() { console ctl ovn-nbctl --timeout=5 lr-route-del "$ROUTER" 0.0.0.0/0; }
heal_route_removed() { add_route; again; }

breakage route-wrong 'the next hop of the default route is an address that nobody has'
break_route_wrong() { console ctl ovn-nbctl --timeout=5 --may-exist lr-route-add "$ROUTER" 0.0.0.0/0 "$PROVIDER.99"; }
heal_route_wrong() { add_route; again; }
