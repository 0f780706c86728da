# shellcheck shell=bash disable=SC2153
# The outages of the troubleshooting notes, made and mended with the commands a person would type. No safeops in here.

cmd_break() {
  need_incident break "$@"
  need_lab
  "break_$(echo "$1" | tr - _)"
}

cmd_heal() {
  need_incident heal "$@"
  need_lab
  "heal_$(echo "$1" | tr - _)"
}

need_incident() {
  case "$# ${2:-}" in
    '2 000' | '2 001' | '2 001-mapping' | '2 001-bridge' | '2 002' | '2 003' | '2 003-host' | '2 003-down' | '2 004') ;;
    *)
      misuse "$1 INCIDENT
  000          a second localnet port
  001          no localnet port; 001-mapping: cmp maps no physnet; 001-bridge: cmp maps it to a bridge that is not there
  002          no databases
  003          vm1's interface has lost its iface-id; 003-host: another host is asked for; 003-down: the port is disabled
  004          no OpenFlow 1.5"
      ;;
  esac
}

# Shows a command as it would be typed on a node's console, and types it there.
console() {
  local node=$1
  shift
  printf '%s# %s\n' "$node" "$*"
  in_node "$node" "$@"
}

# 000: a second localnet port on one switch, beside the one that Neutron made, loops the LAN through br-int.
break_000() {
  local port=ln-$PHYSNET before node missed=''
  before=$(packets_per_second)
  console ctl ovn-nbctl --timeout=10 lsp-add "$SWITCH" "$port"
  console ctl ovn-nbctl --timeout=10 lsp-set-type "$port" localnet
  console ctl ovn-nbctl --timeout=10 lsp-set-options "$port" network_name="$PHYSNET"
  console ctl ovn-nbctl --timeout=10 --wait=sb lsp-set-addresses "$port" unknown
  for node in net cmp; do
    wait_for 10 "the second patch pair on $node" has_patch "$node" "$port" || die "not broken: $node does not join in"
  done
  echo "outside# ping -b -c 1 $PROVIDER.255          (one broadcast)"
  wait_for 10 "the storm" storms_after_a_broadcast || missed="not broken: the provider LAN does not storm"
  report "$before"
  [ -z "$missed" ] || die "$missed"
}

# The order matters: Northbound first, or the chassis put their pairs back. A chassis that the storm has cut off from
# the Southbound keeps its pair although the port is gone, so each is mended on its own console.
heal_000() {
  local port=ln-$PHYSNET before node vm off='' missed='' end=$((SECONDS + 60))
  before=$(packets_per_second)
  console ctl ovn-nbctl --timeout=10 --if-exists lsp-del "$port"
  until is_quiet; do
    [ "$SECONDS" -lt "$end" ] || die "the provider LAN is still not quiet"
    for node in $NODES; do
      [ -n "$(init_of "$node")" ] || { say "$node is off: its patch pair goes when it starts"; continue; }
      console "$node" ovs-vsctl --timeout=10 --if-exists del-port br-int "patch-br-int-to-$port" \
        -- --if-exists del-port br-ex "patch-$port-to-br-int"
    done
  done
  # The switches still believe what the storm told them about who is where, until each node speaks.
  for node in $NODES; do
    if [ -z "$(init_of "$node")" ]; then off=1; continue; fi
    wait_for 20 "ssh on $node" answers_ssh "$node" || missed="$missed no ssh on $node."
  done
  # Where a node is off, so may be the way of a VM.
  for vm in $VMS; do
    [ -n "$off" ] || wait_for 20 "$vm to answer" answers "$vm" || missed="$missed $vm does not answer."
  done
  report "$before"
  [ -z "$missed" ] || die "not healed:$missed"
}

# 001: the provider switch has no localnet port: no patch pair, br-ex and br-int are two worlds.
break_001() {
  console ctl ovn-nbctl --timeout=10 --wait=sb lsp-del "$LOCALNET"
  local missed=''
  wait_for 15 "the patch pair on cmp to go" has_no_patch cmp "$LOCALNET" || missed="not broken: cmp keeps its patch pair"
  report_vms
  [ -z "$missed" ] || die "$missed"
}

heal_001() {
  console ctl ovn-nbctl --timeout=10 --wait=sb \
    -- --may-exist lsp-add "$SWITCH" "$LOCALNET" -- lsp-set-type "$LOCALNET" localnet \
    -- lsp-set-addresses "$LOCALNET" unknown \
    -- lsp-set-options "$LOCALNET" network_name="$PHYSNET" mcast_flood=false mcast_flood_reports=true
  local vm missed=''
  wait_for 10 "the patch pair on cmp" has_patch cmp "$LOCALNET" || missed=" cmp has no patch pair."
  for vm in $VMS; do wait_for 10 "$vm to answer" answers "$vm" || missed="$missed $vm does not answer."; done
  report_vms
  [ -z "$missed" ] || die "not healed:$missed"
}

# 002: northd is restarted, and Debian's unit stops both databases with it. The note restarts neutron-server too.
break_002() {
  console ctl systemctl restart ovn-controller ovn-northd
  wait_for 20 "the databases to go" serves_nothing || die "not broken: somebody listens on 6641 or 6642"
  report_central
}

heal_002() {
  console ctl systemctl start ovn-nb-ovsdb
  wait_for 20 "the Northbound to listen" listens 6641 || die "not healed: nobody listens on 6641"
  console ctl systemctl start ovn-sb-ovsdb
  wait_for 20 "the Southbound to listen" listens 6642 || die "not healed: nobody listens on 6642"
  console ctl systemctl start ovn-northd
  local node missed=''
  wait_for 20 "northd to be at work" northd_works || missed=" northd is not active."
  for node in $NODES; do
    wait_for 30 "ovn-controller of $node to connect" is_connected "$node" || missed="$missed $node is not connected."
  done
  report_central
  [ -z "$missed" ] || die "not healed:$missed"
}

listens() { in_node ctl ss -Hlnt | grep -q ":$1 "; }
serves_nothing() { ! listens 6641 && ! listens 6642; }
northd_works() { in_node ctl ovn-appctl --timeout=5 -t ovn-northd status 2>/dev/null | grep -q 'Status: active'; }
is_connected() { [ "$(in_node "$1" ovn-appctl --timeout=5 -t ovn-controller connection-status 2>/dev/null)" = connected ]; }

report_central() {
  local port node
  for port in 6641 6642; do
    if listens "$port"; then echo "ctl listens on $port"; else echo "nobody listens on $port"; fi
  done
  if northd_works; then echo "northd is active"; else echo "northd is not active"; fi
  for node in $NODES; do
    if is_connected "$node"; then echo "$node is connected to the Southbound"; else echo "$node is not connected to the Southbound"; fi
  done
}

# 001 without the mapping: the localnet port is there, and cmp makes no patch pair for it.
break_001_mapping() { remap remove; }
break_001_bridge() { remap set "$PHYSNET:br-exx"; }

# remap remove | set MAPPINGS: on cmp, which has vm1.
remap() {
  case $1 in
    remove) console cmp ovs-vsctl --timeout=10 remove Open_vSwitch . external_ids ovn-bridge-mappings ;;
    set) console cmp ovs-vsctl --timeout=10 set Open_vSwitch . external_ids:ovn-bridge-mappings="$2" ;;
  esac
  vm1_is_lost
}

heal_001_mapping() {
  console cmp ovs-vsctl --timeout=10 set Open_vSwitch . external_ids:ovn-bridge-mappings="$PHYSNET:br-ex"
  vm1_is_back
}
heal_001_bridge() { heal_001_mapping; }

# 003: vm1's port is not bound, or drops everything.
break_003() {
  console cmp ovs-vsctl --timeout=10 remove Interface "$(tap_of vm1)" external_ids iface-id
  vm1_is_lost
}

heal_003() {
  console cmp ovs-vsctl --timeout=10 set Interface "$(tap_of vm1)" external_ids:iface-id="$(port_of vm1)"
  vm1_is_back
}

break_003_host() {
  console ctl ovn-nbctl --timeout=10 set Logical_Switch_Port "$(port_of vm1)" options:requested-chassis=net
  vm1_is_lost
}

heal_003_host() {
  console ctl ovn-nbctl --timeout=10 remove Logical_Switch_Port "$(port_of vm1)" options requested-chassis
  vm1_is_back
}

break_003_down() {
  console ctl ovn-nbctl --timeout=10 lsp-set-enabled "$(port_of vm1)" disabled
  vm1_is_lost
}

heal_003_down() {
  console ctl ovn-nbctl --timeout=10 clear Logical_Switch_Port "$(port_of vm1)" enabled
  vm1_is_back
}

tap_of() { echo "tap$(port_of "$1" | cut -c1-11)"; }

vm1_is_lost() {
  wait_for 20 "vm1 to be lost" is_lost vm1 || die "not broken: vm1 still answers"
  report_vms
}

vm1_is_back() {
  wait_for 20 "vm1 to answer" answers vm1 || die "not healed: vm1 does not answer"
  report_vms
}

# Two pings in a row without an answer.
is_lost() { ! answers "$1" && ! answers "$1"; }

# 004: br-int on net may not speak the version of ovn-controller any more. Old flows go on, nothing new is applied.
break_004() {
  console net ovs-vsctl --timeout=10 set bridge br-int protocols=OpenFlow10,OpenFlow13,OpenFlow14
  wait_for 20 "ovs-vswitchd to refuse ovn-controller" has_refused net
  report_controllers
}

heal_004() {
  console net ovs-vsctl --timeout=10 clear bridge br-int protocols
  wait_for 20 "ovn-controller of net to come back" is_programmed net
  report_controllers
}

has_refused() { in_node "$1" grep -q 'version negotiation failed' /var/log/openvswitch/ovs-vswitchd.log; }

# Whether ovn-controller programs br-int of a node: it holds connections there.
is_programmed() { in_node "$1" sh -c 'ss -Hxn state established | grep -q "/br-int\.mgmt "'; }

report_controllers() {
  local node
  for node in $NODES; do
    if is_programmed "$node"; then
      echo "$node: ovn-controller programs br-int"
    else
      echo "$node: nobody programs br-int"
      in_node "$node" sh -c "grep -o 'version negotiation failed.*' /var/log/openvswitch/ovs-vswitchd.log | tail -n 1"
    fi
  done
}

has_patch() { in_node "$1" ovs-vsctl --timeout=5 get Interface "patch-br-int-to-$2" ofport 2>/dev/null | grep -q '^[1-9]'; }
has_no_patch() {
  local ofport
  stir_chassis 1
  ofport=$(in_node "$1" ovs-vsctl --timeout=5 --if-exists get Interface "patch-br-int-to-$2" ofport) && [ -z "$ofport" ]
}

# A storm here is some 10,000 packets a second and more.
storms_after_a_broadcast() {
  # Nobody need answer it, and in the storm nobody can.
  in_outside ping -n -q -b -c 1 -W 1 "$PROVIDER.255" >/dev/null 2>&1 || true
  [ "$(packets_per_second)" -gt 5000 ]
}

# Two seconds in a row with less than a hundred packets each.
is_quiet() { [ "$(packets_per_second)" -lt 100 ] && [ "$(packets_per_second)" -lt 100 ]; }

report() {
  printf 'provider LAN: %s packets/s, %s before\n' "$(packets_per_second)" "$1"
  local node
  for node in $NODES; do
    if answers_ssh "$node"; then
      printf '%s (%s): ssh answers\n' "$node" "$(in_band_of "$node")"
    else
      printf '%s (%s): ssh is dead\n' "$node" "$(in_band_of "$node")"
    fi
  done
  report_vms
}

report_vms() {
  local vm
  for vm in $VMS; do
    if answers "$vm"; then echo "$vm answers from outside"; else echo "$vm does not answer from outside"; fi
  done
}
