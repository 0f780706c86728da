#!/bin/sh
# Sends the packets of paths that begin on this node, or on the outside host, all at once. Each argument is one path:
# "NAME VM ADDRESS SIZE ID". Prints "NAME ok" or "NAME lost".

# in_end END COMMAND...: runs a command in the network namespace of a VM. The outside host needs none.
in_end() {
  end=$1
  shift
  if [ "$end" = outside ]; then "$@"; else nsenter --net="/run/netns/$end" "$@"; fi
}

# probe NAME END ADDRESS SIZE ID
probe() {
  if [ "$3" = dhcp ]; then
    if in_end "$2" /usr/local/sbin/lab-dhcp >/dev/null 2>&1; then echo "$1 ok"; else echo "$1 lost"; fi
    return
  fi
  size=$4
  [ "$size" != own ] || size=$(($(in_end "$2" ip -o link show dev eth0 | sed 's/.* mtu \([0-9]*\) .*/\1/') - 28))
  # Five pings within a second; it ends at the second answer. One alone may be late on a busy machine.
  if in_end "$2" ping -n -q -e "$5" -c 2 -i 0.2 -w 1 -M "do" -s "$size" "$3" >/dev/null 2>&1; then echo "$1 ok"; else echo "$1 lost"; fi
}

# forget NAME END ...: empties an end's neighbour table, once.
forget() {
  case $forgotten in
    *" $2 "*) ;;
    *) in_end "$2" ip neigh flush all; forgotten="$forgotten$2 " ;;
  esac
}

# A switch that learned a wrong port in a loop would keep it, and a connection its translation. The outside host has no
# Open vSwitch. A daemon that is stopped does not answer.
case $1 in
  outside*) ;;
  *)
    ovs-appctl --timeout=1 fdb/flush >/dev/null 2>&1 &
    ovs-appctl --timeout=1 dpctl/flush-conntrack >/dev/null 2>&1 &
    wait
    ;;
esac </dev/null

forgotten=' '
# shellcheck disable=SC2086 # five words
for path; do forget $path; done </dev/null
# shellcheck disable=SC2086 # five words
for path; do probe $path </dev/null & done
wait
