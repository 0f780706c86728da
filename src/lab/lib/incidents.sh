# shellcheck shell=bash disable=SC2153
# Makes and mends the outages of the troubleshooting notes with the commands that a person would type. Nothing here uses
# safeops.

# The breakages in the order of `break list`. Each has the functions break_NAME and heal_NAME, with _ for each -, the text
# of its line in the list, and the kind of lab that it needs: any, all (--networks all) or raft.
BREAKAGES=()
declare -A BREAKAGE_TEXT=() BREAKAGE_NEEDS=()
offered=any

# breakage NAME TEXT: registers a breakage for the kind of lab that $offered names.
breakage() {
  BREAKAGES+=("$1")
  BREAKAGE_TEXT[$1]=$2
  BREAKAGE_NEEDS[$1]=$offered
}

cmd_break() {
  if [ "${1:-}" = list ]; then
    [ $# = 1 ] || misuse "break list"
    list_breakages
    return
  fi
  need_breakage break "$@"
  # These delete patch ports.
  case $1 in *mapping* | *mapped* | *localnet-* | two-physnets-* | integration-other-name) await_chassis ;; esac
  "break_${1//-/_}"
  [ "${BREAKAGE_NEEDS[$1]}" = note ] || settle
}

cmd_heal() {
  need_breakage heal "$@"
  "heal_${1//-/_}"
  [ "${BREAKAGE_NEEDS[$1]}" = note ] || settle
}

# is_offered NAME: succeeds if this kind of lab can show the breakage.
is_offered() {
  case ${BREAKAGE_NEEDS[$1]} in
    any | note) return 0 ;;
    all) [ "$(networks)" = all ] ;;
    raft) [ "$(databases)" = raft ] ;;
  esac
}

# Prints the breakages that this lab offers; without a lab, those of the default kind.
list_breakages() {
  local name
  for name in "${BREAKAGES[@]}"; do
    ! is_offered "$name" || printf '%-30s %s\n' "$name" "${BREAKAGE_TEXT[$name]}"
  done
}

# need_breakage break|heal ARGUMENTS
need_breakage() {
  if [ $# != 2 ] || [ -z "$2" ] || [ -z "${BREAKAGE_NEEDS[$2]:-}" ]; then
    misuse "$1 NAME; to see the names: safeops lab break list"
  fi
  need_lab
  is_offered "$2" && return
  case ${BREAKAGE_NEEDS[$2]} in
    all) die "$2 needs a lab with more networks: safeops lab up --networks all" ;;
    raft) die "$2 needs databases with three members: safeops lab up --raft --networks flat" ;;
  esac
}

# Waits until every chassis has applied what was changed, a second at most: some breakages keep a chassis from it.
settle() { in_node ctl ovn-nbctl --timeout=1 --wait=hv sync >/dev/null 2>&1 || true; }

# await_chassis: waits until every ovn-controller deletes patch ports: in its first ten seconds, and before it has handled some
# updates, it deletes none (see stir_chassis). Whoever started it counts, the lab or systemd: that of OVN 23.03 aborts now and
# then when its patch ports move (assertion in ovsdb_idl_txn_verify(), seen in the lab).
await_chassis() {
  local starts last age
  starts=$(starts_of_controllers)
  [ "$starts" != "$(cat "$STATE/stirred" 2>/dev/null)" ] || return 0
  last=$(sort -n <<<"$starts" | tail -n 1)
  age=$(($(cut -d. -f1 /proc/uptime) - last / 100))
  [ "$age" -ge 11 ] || sleep $((11 - age))
  stir_chassis 20
  starts_of_controllers >"$STATE/stirred"
}

# Prints when the ovn-controller of each node started, in hundredths of a second after the machine's boot.
starts_of_controllers() {
  local node
  for node in $NODES; do
    # shellcheck disable=SC2016 # commands of the inner shell
    in_node "$node" sh -c 'cut -d" " -f22 "/proc/$(cat /run/ovn/ovn-controller.pid)/stat"' 2>/dev/null || echo 0
  done
}

# signal NODE SIGNAL PIDFILE: sends a signal to a daemon.
signal() { console "$1" sh -c "kill -$2 \$(cat $3)"; }

# kill_unit NODE UNIT: kills a unit's processes; systemd does not start it again. start_unit starts it again.
kill_unit() {
  console "$1" systemctl mask --runtime --quiet "$2"
  console "$1" systemctl kill --signal=KILL "$2"
}
start_unit() {
  console "$1" systemctl unmask --runtime --quiet "$2"
  console "$1" systemctl start "$2"
}
restart_controller() { console "$1" systemctl restart ovn-controller; }

# cable NODE NIC up|down: plugs a cable in, or pulls it.
cable() {
  printf '%s: cable of %s %s\n' "$1" "$2" "$3"
  (cmd_link "$@")
}

# block NODE NIC PROTOCOL PORT [both]: the LAN drops what the node sends to this port by this NIC; with `both`, also what it
# sends from this port. tc sends it to the switch's own loopback interface, which takes no frame for others; not every kernel
# has the action drop.
block() {
  local cable protocol=17 end ends=dport
  cable=$(cable_of "$1" "$2")
  [ "$3" = udp ] || protocol=6
  [ "${5:-}" != both ] || ends='dport sport'
  printf 'LAN: drops %s port %s of %s\n' "$3" "$4" "$1"
  tc -n "$NETNS" qdisc replace dev "$cable" clsact
  for end in $ends; do
    tc -n "$NETNS" filter add dev "$cable" ingress protocol ip u32 match ip protocol "$protocol" 0xff match ip "$end" "$4" 0xffff \
      action mirred egress redirect dev lo
  done
}

# unblock NODE NIC
unblock() {
  printf 'LAN: drops nothing of %s\n' "$1"
  tc -n "$NETNS" qdisc del dev "$(cable_of "$1" "$2")" clsact
}

# 000 to 004 are notes about incidents. They wait until the outage shows, and report it.
offered=note
breakage 000 'a second localnet port on one switch: every broadcast loops'
breakage 001 'no localnet port'
breakage 001-mapping 'cmp: no bridge mappings'
breakage 001-bridge 'cmp: bridge mappings name a bridge that does not exist'
breakage 002 'ctl: northd was restarted, and its unit stopped both databases'
breakage 003 'cmp: the interface of vm1 has no iface-id'
breakage 003-host 'the port of vm1 requests another host'
breakage 003-down 'the port of vm1 is disabled'
breakage 004 'net: br-int does not speak OpenFlow 1.5'

# console NODE COMMAND...: prints a command as a person would type it on the node's console, and runs it there.
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
    wait_for 10 "the second patch pair on $node" has_patch "$node" "$port" || die "not broken: $node has no second patch pair"
  done
  echo "outside# ping -b -c 1 $PROVIDER.255          (one broadcast)"
  wait_for 10 "the storm" storms_after_a_broadcast || missed="not broken: the provider LAN does not storm"
  report "$before"
  [ -z "$missed" ] || die "$missed"
}

# The order matters: the Northbound comes first, or the chassis make their patch pairs again. The storm may have cut a
# chassis off from the Southbound. Then it keeps its pair although the port is deleted, so this removes the pair on each
# node's console.
heal_000() {
  local port=ln-$PHYSNET before node vm off='' missed='' end=$((SECONDS + 60))
  before=$(packets_per_second)
  console ctl ovn-nbctl --timeout=10 --if-exists lsp-del "$port"
  # Not only until the LAN is quiet: a loop that is left on one node sends little, but cuts that node off.
  while :; do
    for node in $NODES; do
      [ -n "$(init_of "$node")" ] || { say "$node is off: its patch pair will go when it starts"; continue; }
      console "$node" ovs-vsctl --timeout=10 --if-exists del-port br-int "patch-br-int-to-$port" \
        -- --if-exists del-port br-ex "patch-$port-to-br-int"
    done
    ! is_quiet || break
    [ "$SECONDS" -lt "$end" ] || die "the provider LAN is still not quiet"
  done
  # In the storm the switches learned wrong MAC addresses. They keep them until each node sends a packet.
  for node in $NODES; do
    if [ -z "$(init_of "$node")" ]; then off=1; continue; fi
    wait_for 20 "ssh on $node" answers_ssh "$node" || missed="$missed no ssh on $node."
  done
  # If a node is off, the path to a VM may be down too.
  for vm in vm1 vm2; do
    [ -n "$off" ] || wait_for 20 "$vm to answer" answers "$vm" || missed="$missed $vm does not answer."
  done
  report "$before"
  [ -z "$missed" ] || die "not healed:$missed"
}

# 001: the provider switch has no localnet port. Without the patch pair, br-ex and br-int are not connected.
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
  for vm in vm1 vm2; do wait_for 10 "$vm to answer" answers "$vm" || missed="$missed $vm does not answer."; done
  report_vms
  [ -z "$missed" ] || die "not healed:$missed"
}

# 002: northd is restarted, and Debian's unit stops both databases with it. The note also restarts neutron-server.
break_002() {
  console ctl systemctl restart ovn-controller ovn-northd
  wait_for 20 "the databases to go" serves_nothing || die "not broken: a process still listens on 6641 or 6642"
  report_central
}

heal_002() {
  console ctl systemctl start ovn-nb-ovsdb
  wait_for 20 "the Northbound to listen" listens 6641 || die "not healed: nobody listens on 6641"
  console ctl systemctl start ovn-sb-ovsdb
  wait_for 20 "the Southbound to listen" listens 6642 || die "not healed: nobody listens on 6642"
  console ctl systemctl start ovn-northd
  local node missed=''
  wait_for 20 "northd to be active" northd_works || missed=" northd is not active."
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

# 001-mapping and 001-bridge: the localnet port is there, but cmp makes no patch pair for it.
break_001_mapping() { remap remove; }
break_001_bridge() { remap set "$PHYSNET:br-exx"; }

# remap remove | set MAPPINGS: changes the bridge mappings of cmp, which has vm1.
remap() {
  case $1 in
    remove) console cmp ovs-vsctl --timeout=10 remove Open_vSwitch . external_ids ovn-bridge-mappings ;;
    set) console cmp ovs-vsctl --timeout=10 set Open_vSwitch . external_ids:ovn-bridge-mappings="$2" ;;
  esac
  vm1_is_lost
}

heal_001_mapping() {
  console cmp ovs-vsctl --timeout=10 set Open_vSwitch . external_ids:ovn-bridge-mappings="$(mappings_of cmp)"
  vm1_is_back
}
heal_001_bridge() { heal_001_mapping; }

# 003: the port of vm1 is not bound, or it drops every packet.
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

# Succeeds if two pings in a row get no answer.
is_lost() { ! answers "$1" && ! answers "$1"; }

# 004: br-int on net no longer allows the OpenFlow version of ovn-controller. The old flows stay, but no new flow is
# installed.
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

# is_programmed NODE: succeeds if ovn-controller has a connection to br-int, so that it can program it.
is_programmed() { in_node "$1" sh -c 'ss -Hxn state established | grep -q "/br-int\.mgmt "'; }

report_controllers() {
  local node
  for node in $NODES; do
    if is_programmed "$node"; then
      echo "$node: ovn-controller programs br-int"
    else
      echo "$node: ovn-controller does not program br-int"
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

# Succeeds if one broadcast starts a storm. A storm in the lab has some 10,000 packets a second or more.
storms_after_a_broadcast() {
  # No answer is needed, and none can come during a storm.
  in_outside ping -n -q -b -c 1 -W 1 "$PROVIDER.255" >/dev/null 2>&1 || true
  [ "$(packets_per_second)" -gt 5000 ]
}

# Succeeds after two seconds in a row with less than a hundred packets each.
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
  for vm in vm1 vm2; do
    if answers "$vm"; then echo "$vm answers from outside"; else echo "$vm does not answer from outside"; fi
  done
}
