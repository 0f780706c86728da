# shellcheck shell=bash
# The network of the lab: two switches (Linux bridges in a namespace of their own), the outside host, and the cables.

in_lab() { nsenter --net="/run/netns/$NETNS" -- "$@"; }
in_outside() { nsenter --net="/run/netns/$OUTSIDE" -- "$@"; }

network_up() {
  local space
  for space in "$NETNS" "$OUTSIDE"; do
    [ -e "/run/netns/$space" ] || ip netns add "$space"
    ip -n "$space" link set lo up
    nsenter --net="/run/netns/$space" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  done
  switch_up management "$MANAGEMENT.1/24"
  if [ "$(topology)" = converged ]; then switch_up provider "$PROVIDER.1/24"; else switch_up provider; fi
  if ! ip -n "$NETNS" link show outside-p >/dev/null 2>&1; then
    ip -n "$NETNS" link add outside-p type veth peer name eth0 netns "$OUTSIDE"
    plug outside-p provider
    in_outside ethtool -K eth0 tx off >/dev/null
    ip -n "$OUTSIDE" addr add "$PROVIDER.$(number_of outside)/24" brd + dev eth0
    ip -n "$OUTSIDE" link set eth0 up
  fi
  [ "$(networks)" != all ] || more_networks_up
}

# What --networks all adds: the LANs of the two segments, and the addresses of the outside host in each network.
more_networks_up() {
  local switch nic
  for switch in segment-a segment-b; do
    switch_up "$switch"
    nic=eth1
    [ "$switch" = segment-a ] || nic=eth2
    ip -n "$NETNS" link show "outside-${switch#segment-}" >/dev/null 2>&1 \
      || ip -n "$NETNS" link add "outside-${switch#segment-}" type veth peer name "$nic" netns "$OUTSIDE"
    plug "outside-${switch#segment-}" "$switch"
    in_outside ethtool -K "$nic" tx off >/dev/null
  done
  ip -n "$OUTSIDE" link show "eth0.$VLAN" >/dev/null 2>&1 || vlan_up
  outside_address "eth0.$VLAN" "$VLAN_LAN.$(number_of outside)/24"
  outside_address eth1 "$SEGMENT_A.$(number_of outside)/24"
  outside_address eth2 "$SEGMENT_B.$(number_of outside)/24"
  outside_address lo "$INTERNET/32"
}

# Makes the outside host's interface on the VLAN. Not every kernel has VLAN interfaces, so a process takes the tag off.
vlan_up() {
  local word=''
  kill_group vlan
  read -r word < <(
    join_group vlan
    exec setsid nsenter --net="/run/netns/$NETNS" -- "$LAB_HOME/node/vlan-port" outside-v outside-v1 "$VLAN" \
      </dev/null 2>>"$STATE/vlan.log" 8>&- 9>&-
  )
  [ "$word" = ready ] || { cat "$STATE/vlan.log" >&2; die "the VLAN of the outside host cannot be made, see above"; }
  ip -n "$NETNS" link set outside-v1 netns "$OUTSIDE" name "eth0.$VLAN"
  plug outside-v provider
}

# outside_address NIC ADDRESS
outside_address() {
  ip -n "$OUTSIDE" addr replace "$2" dev "$1"
  ip -n "$OUTSIDE" link set "$1" up
}

# switch_up NAME [ADDRESS]: makes a switch. With ADDRESS, the operator has that address on its LAN.
switch_up() {
  ip -n "$NETNS" link show "$1" >/dev/null 2>&1 \
    || ip -n "$NETNS" link add "$1" type bridge stp_state 0 forward_delay 0 mcast_snooping 0
  [ -z "${2:-}" ] || ip -n "$NETNS" addr replace "$2" brd + dev "$1"
  ip -n "$NETNS" link set "$1" up
}

# plug PORT SWITCH: connects a port to a switch, and makes packets carry checksums as on a real cable. Otherwise the
# kernel leaves the checksums between veth ends unset, and userspace OVS forwards the packets like that: ping works, ssh
# does not.
plug() {
  in_lab ethtool -K "$1" tx off >/dev/null
  # A full LAN drops other packets to a node. A veth is never full, so each node's cable gets a speed limit: 8 Mbit/s,
  # some 10,000 small packets a second, a third of what a storm sends here. The limit also protects this machine.
  case $1 in outside-p) ;; *-p | *-p2) tc -n "$NETNS" qdisc replace dev "$1" root tbf rate 8mbit burst 200kb limit 100kb ;; esac
  ip -n "$NETNS" link set "$1" master "$2"
  [ -e "$STATE/unplugged-$1" ] || ip -n "$NETNS" link set "$1" up
}

# Kills the processes that are left on the outside host. Succeeds when there were none.
none_outside() {
  local pids
  pids=$(ip netns pids "$OUTSIDE") || return 1
  [ -n "$pids" ] || return 0
  # shellcheck disable=SC2086 # a list of numbers; one may have ended since then, which the next call shows
  kill -9 $pids 2>/dev/null
  return 1
}

network_down() {
  local space
  # Only processes of the outside host: an operator's shell may run in the other namespace.
  [ ! -e "/run/netns/$OUTSIDE" ] || wait_for 5 "the outside host's processes to end" none_outside
  if [ -e "/run/netns/$NETNS" ]; then
    for space in outside-p outside-a outside-b outside-v provider management segment-a segment-b; do
      ! ip -n "$NETNS" link show "$space" >/dev/null 2>&1 || ip -n "$NETNS" link del "$space"
    done
  fi
  for space in "$OUTSIDE" "$NETNS"; do
    [ ! -e "/run/netns/$space" ] || ip netns del "$space"
  done
}

# Prints the switch's end of a node's cable.
cable_of() {
  case $2,$(networks) in
    enp7s0,all) echo "$1-p2" ; return ;;
  esac
  case $2 in
    enp6s18) echo "$1-p" ;;
    mgmt0) echo "$1-m" ;;
    in-band) if [ "$(topology)" = converged ]; then echo "$1-p"; else echo "$1-m"; fi ;;
    oob)
      [ "$(topology)" = converged ] || misuse "the separate topology has no out-of-band NIC: mgmt0 is in band there; use the console (safeops lab exec)"
      echo "$1-m"
      ;;
    *) misuse "no such interface: $2 (in-band, oob, enp6s18, mgmt0, and enp7s0 with --networks all)" ;;
  esac
}

cmd_link() {
  [ $# = 3 ] || misuse "link NODE in-band|oob|INTERFACE up|down"
  need_node "$1"
  need_lab
  local cable
  cable=$(cable_of "$1" "$2") || exit
  case $3 in
    up) rm -f "$STATE/unplugged-$cable" ;;
    # This file records it, so that the cable stays unplugged if the node boots meanwhile.
    down) : >"$STATE/unplugged-$cable" ;;
    *) misuse "up or down, not '$3'" ;;
  esac
  # A node that is off has no cable yet. Its next boot reads the file above.
  ip -n "$NETNS" link show "$cable" >/dev/null 2>&1 || return 0
  ip -n "$NETNS" link set "$cable" "$3"
}

# Prints how many packets the ports of the provider LAN have sent into it so far.
provider_packets() {
  # shellcheck disable=SC2016 # variables of awk
  in_lab awk '$1 ~ /-p2?:$/ { n += $3 } END { print n + 0 }' /proc/net/dev
}

packets_per_second() {
  local before after
  before=$(provider_packets)
  sleep 1
  after=$(provider_packets)
  # A port that has gone takes its count with it.
  if [ "$after" -lt "$before" ]; then echo 0; else echo $((after - before)); fi
}

cmd_rate() {
  need_lab
  packets_per_second
}

# Prints the uptime of this machine and the packets sent into the provider LAN so far, ten times a second. Runs until it
# is killed, or for five minutes if nothing kills it. It is one shell and starts no program but sleep, because it shares
# the machine with a storm.
cmd_meter() {
  need_lab
  # shellcheck disable=SC2016 # variables of the inner shell
  exec nsenter --net="/run/netns/$NETNS" -- /bin/sh -c '
    left=3000
    while [ "$left" -gt 0 ]; do
      left=$((left - 1)) packets=0
      read -r up rest </proc/uptime
      while read -r name bytes received rest; do
        case $name in *-p: | *-p2:) packets=$((packets + received)) ;; esac
      done </proc/net/dev
      echo "$up $packets"
      sleep 0.1
    done'
}
