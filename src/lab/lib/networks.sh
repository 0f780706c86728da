# shellcheck shell=bash disable=SC2034,SC2153
# What `up --networks all` writes into the Northbound beside the provider network, with names like those that Neutron
# gives: a VLAN network, a network behind a router, and a routed provider network of two segments. The functions are
# small, so that a breakage can be mended with the same command that made the part.

readonly VLAN_SWITCH=neutron-11111111-1111-4111-8111-111111111112
readonly PRIVATE_SWITCH=neutron-11111111-1111-4111-8111-111111111113
readonly SEGMENTS_SWITCH=neutron-11111111-1111-4111-8111-111111111114
readonly VLAN_LOCALNET=provnet-33333333-3333-4333-8333-333333333334
readonly LOCALNET_A=provnet-33333333-3333-4333-8333-333333333335
readonly LOCALNET_B=provnet-33333333-3333-4333-8333-333333333336
readonly ROUTER=neutron-22222222-2222-4222-8222-222222222222
# The router's port on the private network, and its gateway port on the provider network.
readonly INSIDE_PORT=10000011-0000-4000-8000-000000000011 INSIDE_MAC=fa:16:3e:00:01:01
readonly GATEWAY_PORT=10000012-0000-4000-8000-000000000012 GATEWAY_MAC=fa:16:3e:00:01:02
# The router's own address, and the floating IP of vm4.
readonly GATEWAY=$PROVIDER.150 FLOATING=$PROVIDER.154

# nb COMMAND...: runs ovn-nbctl on ctl.
nb() { in_node ctl ovn-nbctl --timeout=10 "$@"; }

# COMMANDS collects the arguments of one ovn-nbctl.
COMMANDS=()

# name_of_chassis NODE: prints its system-id.
name_of_chassis() { echo "44444444-4444-4444-8444-4444444444$(number_of "$1")"; }

switch_of() {
  case $(network_of "$1") in
    provider) echo "$SWITCH" ;;
    vlan) echo "$VLAN_SWITCH" ;;
    private) echo "$PRIVATE_SWITCH" ;;
    segments) echo "$SEGMENTS_SWITCH" ;;
  esac
}

# add_switch SWITCH NAME MTU
add_switch() {
  COMMANDS+=(-- --may-exist ls-add "$1"
    -- set Logical_Switch "$1" "external_ids:neutron\\:network_name=$2" "external_ids:neutron\\:mtu=$3"
    external_ids:neutron\\:revision_number=1 other_config:mcast_snoop=false other_config:vlan-passthru=false)
}

# add_localnet SWITCH PORT PHYSNET [TAG]
add_localnet() {
  COMMANDS+=(-- --may-exist lsp-add "$1" "$2" -- lsp-set-type "$2" localnet -- lsp-set-addresses "$2" unknown
    -- lsp-set-options "$2" "network_name=$3" mcast_flood=false mcast_flood_reports=true)
  [ -z "${4:-}" ] || COMMANDS+=(-- set Logical_Switch_Port "$2" "tag=$4")
}

# add_vm_port VM
add_vm_port() {
  local port switch addresses
  port=$(port_of "$1") switch=$(switch_of "$1") addresses="$(mac_of "$1") $(address_of "$1")"
  COMMANDS+=(-- --may-exist lsp-add "$switch" "$port" -- lsp-set-addresses "$port" "$addresses"
    -- lsp-set-port-security "$port" "$addresses"
    -- set Logical_Switch_Port "$port" "external_ids:neutron\\:port_name=$1" "external_ids:neutron\\:network_name=$switch"
    external_ids:neutron\\:revision_number=1)
}

# add_router_port PORT MAC NETWORK SWITCH: a port of the router and the switch's port to it.
add_router_port() {
  COMMANDS+=(-- --may-exist lrp-add "$ROUTER" "lrp-$1" "$2" "$3")
  add_port_to_router "$1" "$4"
}

# add_port_to_router PORT SWITCH
add_port_to_router() {
  COMMANDS+=(-- --may-exist lsp-add "$2" "$1" -- lsp-set-type "$1" router -- lsp-set-addresses "$1" router
    -- lsp-set-options "$1" "router-port=lrp-$1" -- set Logical_Switch_Port "$1" external_ids:neutron\\:revision_number=1)
  # OVN announces the router's addresses from the gateway chassis when they move.
  [ "$1" != "$GATEWAY_PORT" ] || COMMANDS+=(options:nat-addresses=router)
}

add_gateway_chassis() {
  COMMANDS+=(-- lrp-set-gateway-chassis "lrp-$GATEWAY_PORT" "$(name_of_chassis net)" 20
    -- lrp-set-gateway-chassis "lrp-$GATEWAY_PORT" "$(name_of_chassis cmp)" 10)
}

add_inside() { add_router_port "$INSIDE_PORT" "$INSIDE_MAC" "$PRIVATE.1/24" "$PRIVATE_SWITCH"; }
add_outside() {
  add_router_port "$GATEWAY_PORT" "$GATEWAY_MAC" "$GATEWAY/24" "$SWITCH"
  add_gateway_chassis
}
add_snat() { COMMANDS+=(-- --may-exist lr-nat-add "$ROUTER" snat "$GATEWAY" "$PRIVATE.0/24"); }
add_floating() { COMMANDS+=(-- --may-exist lr-nat-add "$ROUTER" dnat_and_snat "$FLOATING" "$(address_of vm4)"); }
add_route() { COMMANDS+=(-- --may-exist lr-route-add "$ROUTER" 0.0.0.0/0 "$PROVIDER.$(number_of outside)"); }

# Makes the DHCP options of the private network, for the ports of its VMs.
add_dhcp() {
  local vm
  COMMANDS+=(-- --id=@dhcp create DHCP_Options "cidr=$PRIVATE.0/24" "options:server_id=$PRIVATE.1" "options:server_mac=$INSIDE_MAC"
    options:lease_time=43200 options:mtu=1442 "options:router=$PRIVATE.1" "options:dns_server={$PROVIDER.1}"
    external_ids:subnet_id=55555555-5555-4555-8555-555555555555)
  for vm in vm3 vm4 vm5; do COMMANDS+=(-- set Logical_Switch_Port "$(port_of "$vm")" dhcpv4_options=@dhcp); done
}

# Runs what was collected.
write_northbound() {
  nb "${COMMANDS[@]}" >/dev/null # the ids of new rows
  COMMANDS=()
}

configure_networks() {
  local vm
  COMMANDS=()
  add_switch "$VLAN_SWITCH" vlan100 1500
  add_localnet "$VLAN_SWITCH" "$VLAN_LOCALNET" "$PHYSNET" "$VLAN"
  add_switch "$PRIVATE_SWITCH" private 1442
  add_switch "$SEGMENTS_SWITCH" segments 1500
  add_localnet "$SEGMENTS_SWITCH" "$LOCALNET_A" "$PHYSNET_A"
  add_localnet "$SEGMENTS_SWITCH" "$LOCALNET_B" "$PHYSNET_B"
  for vm in vm3 vm4 vm5 vm6 vm7 vm8 vm9; do add_vm_port "$vm"; done
  add_dhcp
  COMMANDS+=(-- --may-exist lr-add "$ROUTER" -- set Logical_Router "$ROUTER" external_ids:neutron\\:router_name=router
    options:always_learn_from_arp_request=false options:dynamic_neigh_routers=true)
  add_inside
  add_outside
  add_snat
  add_floating
  add_route
  write_northbound
}
