# shellcheck shell=bash
# The two switches of the lab (Linux bridges in a namespace of its own), the outside host, and the cables.

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
}

# switch_up NAME [ADDRESS]: with the address, the operator sits on that LAN.
switch_up() {
  ip -n "$NETNS" link show "$1" >/dev/null 2>&1 \
    || ip -n "$NETNS" link add "$1" type bridge stp_state 0 forward_delay 0 mcast_snooping 0
  [ -z "${2:-}" ] || ip -n "$NETNS" addr replace "$2" brd + dev "$1"
  ip -n "$NETNS" link set "$1" up
}

# plug PORT SWITCH: what goes through a cable carries its checksums, as a real one does. Without this the kernel
# leaves them open between veth ends, and userspace OVS passes them on so: pings live, ssh dies.
plug() {
  in_lab ethtool -K "$1" tx off >/dev/null
  # A LAN that is full loses what else is sent to a node. A veth is never full, so each node's cable gets a speed:
  # 8 Mbit/s, some 10,000 small packets a second, a third of what a storm here offers. It spares this machine, too.
  case $1 in outside-p) ;; *-p) tc -n "$NETNS" qdisc replace dev "$1" root tbf rate 8mbit burst 200kb limit 100kb ;; esac
  ip -n "$NETNS" link set "$1" master "$2"
  [ -e "$STATE/unplugged-$1" ] || ip -n "$NETNS" link set "$1" up
}

# Kills what is left on the outside host; 0 when nothing was.
none_outside() {
  local pids
  pids=$(ip netns pids "$OUTSIDE") || return 1
  [ -n "$pids" ] || return 0
  # shellcheck disable=SC2086 # a list of numbers; one may have ended since it was listed: the next look tells
  kill -9 $pids 2>/dev/null
  return 1
}

network_down() {
  local space
  # Only the outside host's own: an operator's shell may stand in the other namespace.
  [ ! -e "/run/netns/$OUTSIDE" ] || wait_for 5 "the outside host's processes to end" none_outside
  if [ -e "/run/netns/$NETNS" ]; then
    for space in outside-p provider management; do
      ! ip -n "$NETNS" link show "$space" >/dev/null 2>&1 || ip -n "$NETNS" link del "$space"
    done
  fi
  for space in "$OUTSIDE" "$NETNS"; do
    [ ! -e "/run/netns/$space" ] || ip netns del "$space"
  done
}

# The switch's end of a node's cable.
cable_of() {
  case $2 in
    enp6s18) echo "$1-p" ;;
    mgmt0) echo "$1-m" ;;
    in-band) if [ "$(topology)" = converged ]; then echo "$1-p"; else echo "$1-m"; fi ;;
    oob)
      [ "$(topology)" = converged ] || misuse "separate has no out-of-band NIC: mgmt0 is in band there, the console is the other way in"
      echo "$1-m"
      ;;
    *) misuse "no such interface: $2 (in-band, oob, enp6s18, mgmt0)" ;;
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
    # Remembered, so that a node that boots meanwhile finds the cable as it was left.
    down) : >"$STATE/unplugged-$cable" ;;
    *) misuse "up or down, not '$3'" ;;
  esac
  # A node that is off has no cable to move; its next boot reads the note above.
  ip -n "$NETNS" link show "$cable" >/dev/null 2>&1 || return 0
  ip -n "$NETNS" link set "$cable" "$3"
}

# Packets that the ports of the provider LAN have sent into it so far.
provider_packets() {
  # shellcheck disable=SC2016 # awk's own
  in_lab awk '$1 ~ /-p:$/ { n += $3 } END { print n + 0 }' /proc/net/dev
}

packets_per_second() {
  local before after
  before=$(provider_packets)
  sleep 1
  after=$(provider_packets)
  # A port that has left takes its count with it.
  if [ "$after" -lt "$before" ]; then echo 0; else echo $((after - before)); fi
}

cmd_rate() {
  need_lab
  packets_per_second
}

# Uptime of this machine and packets sent into the provider LAN so far, ten times a second, until it is ended; by itself
# after five minutes, should nobody be left to do so. One shell, no other program but sleep: it shares the machine with a storm.
cmd_meter() {
  need_lab
  # shellcheck disable=SC2016 # for the shell within
  exec nsenter --net="/run/netns/$NETNS" -- /bin/sh -c '
    left=3000
    while [ "$left" -gt 0 ]; do
      left=$((left - 1)) packets=0
      read -r up rest </proc/uptime
      while read -r name bytes received rest; do
        case $name in *-p:) packets=$((packets + received)) ;; esac
      done </proc/net/dev
      echo "$up $packets"
      sleep 0.1
    done'
}

# ping_vm VM COUNT: prints ping's own words; fails unless every one was answered. ping itself is content with one, so its
# words count and not its status.
ping_vm() {
  local report
  report=$(in_outside ping -n -q -i 0.1 -W 1 -c "$2" "$PROVIDER.$(number_of "$1")" 2>&1) || true
  printf '%s\n' "$report"
  case $report in *", $2 received,"*) return 0 ;; *) return 1 ;; esac
}

answers() { ping_vm "$1" 1 >/dev/null; }

cmd_ping() {
  case ${1:-} in vm1 | vm2) ;; *) misuse "ping vm1|vm2 [COUNT]" ;; esac
  local count=${2:-10}
  case $count in '' | *[!0-9]* | 0*) misuse "a number of pings, not '$count'" ;; esac
  need_lab
  ping_vm "$1" "$count"
}
