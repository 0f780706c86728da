# shellcheck shell=bash disable=SC2153
# Sets up OVN on the nodes, as an installer would, with names like those that Neutron gives.

# What is known of each VM. vm1 and vm2 exist in every lab, the others only with --networks all.
port_of() {
  case $1 in
    vm1) echo "$VM1_PORT" ;;
    vm2) echo "$VM2_PORT" ;;
    vm[3-9]) echo "1000000${1#vm}-0000-4000-8000-00000000000${1#vm}" ;;
  esac
}

host_of() {
  case $1 in
    vm2 | vm3 | vm6 | vm8) echo net ;;
    vm1 | vm4 | vm7 | vm9) echo cmp ;;
    vm5) echo ctl ;;
  esac
}

# Prints the network of a VM: provider, vlan, private or segments.
network_of() {
  case $1 in
    vm1 | vm2) echo provider ;;
    vm3 | vm4 | vm5) echo private ;;
    vm6 | vm7) echo vlan ;;
    vm8 | vm9) echo segments ;;
  esac
}

# Prints the address of a VM.
address_of() {
  case $1 in
    vm1 | vm2) echo "$PROVIDER.$(number_of "$1")" ;;
    vm3 | vm4 | vm5) echo "$PRIVATE.$(number_of "$1")" ;;
    vm6 | vm7) echo "$VLAN_LAN.$(number_of "$1")" ;;
    vm8) echo "$SEGMENT_A.$(number_of "$1")" ;;
    vm9) echo "$SEGMENT_B.$(number_of "$1")" ;;
  esac
}

# Prints the address of a VM as the outside host knows it; nothing if the VM has none.
outside_address_of() {
  case $1 in
    vm3 | vm5) ;;
    vm4) echo "$FLOATING" ;;
    *) address_of "$1" ;;
  esac
}

# Geneve takes 58 of the LAN's 1500 bytes.
mtu_of() { if [ "$(network_of "$1")" = private ]; then echo 1442; else echo 1500; fi; }

mac_of() { printf 'fa:16:3e:00:00:%02x\n' "$(($(number_of "$1") - 100))"; }

# Prints the bridge mappings of a node.
mappings_of() {
  case $1,$(networks) in
    net,all) echo "$PHYSNET:br-ex,$PHYSNET_A:br-seg" ;;
    cmp,all) echo "$PHYSNET:br-ex,$PHYSNET_B:br-seg" ;;
    *) echo "$PHYSNET:br-ex" ;;
  esac
}

# Configures Open vSwitch on one node. It can run again without harm.
configure_chassis() {
  local node=$1 options='' datapath=netdev
  case $node,$(networks) in net,* | cmp,all) options=enable-chassis-as-gw ;; esac
  # Only a node with its own kernel has the openvswitch module.
  ! is_machine "$node" || datapath=system
  in_node "$node" /bin/sh -eu -s -- "$(remotes_of 6642)" "$(encap_of "$node")" "$(mappings_of "$node")" "$options" "$datapath" \
    "$(networks)" "$node" <<'TEXT'
southbound=$1 own=$2 mappings=$3 options=$4 datapath=$5 networks=$6 node=$7
i=0
until ovs-vsctl --timeout=5 --no-wait show >/dev/null 2>&1; do
  i=$((i + 1)); [ "$i" -lt 100 ] || { echo "ovsdb-server does not answer" >&2; exit 1; }; sleep 0.1
done
ovs-vsctl --timeout=20 \
  -- set Open_vSwitch . external-ids:ovn-remote="$southbound" external-ids:ovn-encap-type=geneve \
  external-ids:ovn-encap-ip="$own" external-ids:ovn-bridge-mappings="$mappings" external-ids:ovn-bridge-datapath-type=$datapath \
  -- --may-exist add-br br-int -- set Bridge br-int datapath_type=$datapath fail-mode=secure \
  -- --may-exist add-br br-ex -- set Bridge br-ex datapath_type=$datapath
case $networks,$node in
  all,ctl) ovs-vsctl --timeout=20 --may-exist add-bond br-ex bond0 enp6s18 enp7s0 bond_mode=active-backup other_config:bond-primary=enp6s18 ;;
  all,*)
    ovs-vsctl --timeout=20 --may-exist add-port br-ex enp6s18 \
      -- --may-exist add-br br-seg -- set Bridge br-seg datapath_type=$datapath -- --may-exist add-port br-seg enp7s0
    ;;
  *) ovs-vsctl --timeout=20 --may-exist add-port br-ex enp6s18 ;;
esac
[ -z "$options" ] || ovs-vsctl --timeout=5 set Open_vSwitch . external-ids:ovn-cms-options="$options"
[ ! -e /etc/systemd/system/multi-user.target.wants/lab-vm.service ] || systemctl --no-block restart lab-vm
TEXT
}

configure_central() {
  local switch=$SWITCH
  # Neutron makes its own switch.
  [ "$(cloud)" = plain ] || switch=
  in_node ctl /bin/sh -eu -s -- "$switch" "$LOCALNET" "$PHYSNET" \
    "$(port_of vm1)" "$(mac_of vm1) $PROVIDER.$(number_of vm1)" "$(port_of vm2)" "$(mac_of vm2) $PROVIDER.$(number_of vm2)" <<'TEXT'
switch=$1 localnet=$2 physnet=$3
i=0
until ovn-nbctl --timeout=5 --no-leader-only get-connection >/dev/null 2>&1 && ovn-sbctl --timeout=5 get-connection >/dev/null 2>&1; do
  i=$((i + 1)); [ "$i" -lt 100 ] || { echo "the OVN databases do not answer" >&2; exit 1; }; sleep 0.1
done
ovn-sbctl --timeout=10 set-connection ptcp:6642:0.0.0.0
ovn-nbctl --timeout=10 set-connection ptcp:6641:0.0.0.0
[ -n "$switch" ] || exit 0
ovn-nbctl --timeout=10 -- --may-exist ls-add "$switch" \
  -- set Logical_Switch "$switch" external_ids:neutron\\:network_name=public external_ids:neutron\\:mtu=1500 \
  external_ids:neutron\\:revision_number=1 other_config:mcast_snoop=false other_config:vlan-passthru=false \
  -- --may-exist lsp-add "$switch" "$localnet" -- lsp-set-type "$localnet" localnet -- lsp-set-addresses "$localnet" unknown \
  -- lsp-set-options "$localnet" network_name="$physnet" mcast_flood=false mcast_flood_reports=true \
  -- --may-exist lsp-add "$switch" "$4" -- lsp-set-addresses "$4" "$5" -- lsp-set-port-security "$4" "$5" \
  -- set Logical_Switch_Port "$4" external_ids:neutron\\:port_name=vm1 external_ids:neutron\\:network_name="$switch" external_ids:neutron\\:revision_number=1 \
  -- --may-exist lsp-add "$switch" "$6" -- lsp-set-addresses "$6" "$7" -- lsp-set-port-security "$6" "$7" \
  -- set Logical_Switch_Port "$6" external_ids:neutron\\:port_name=vm2 external_ids:neutron\\:network_name="$switch" external_ids:neutron\\:revision_number=1
TEXT
}

# Gives the chassis some updates. A chassis deletes no patch port in its first ten seconds, nor before it has handled a
# few updates. In an idle lab these updates never come (seen on OVN 23.03; daemon_started_recently() in its source).
stir_chassis() {
  in_node ctl /bin/sh -s -- "$1" "$(remotes_of 6641)" <<'TEXT'
round=0
while [ "$round" -lt "$1" ]; do
  ovn-nbctl --timeout=5 --db="$2" --wait=hv sync || exit 0
  round=$((round + 1))
done
TEXT
}
