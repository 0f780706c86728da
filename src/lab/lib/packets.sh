# shellcheck shell=bash disable=SC2153
# Real packets: pings from the outside host and from VMs, DHCP, and all intended paths of the lab side by side.

# ping_vm VM COUNT: prints the output of ping. Fails unless every ping was answered. ping itself succeeds after one
# answer, so this reads its output and ignores its exit status.
ping_vm() {
  local report
  report=$(in_outside ping -n -q -i 0.1 -W 1 -c "$2" "$(outside_address_of "$1")" 2>&1) || true
  printf '%s\n' "$report"
  case $report in *", $2 received,"*) return 0 ;; *) return 1 ;; esac
}

answers() { ping_vm "$1" 1 >/dev/null; }
all_vms_answer() { measure_paths text >/dev/null; }

is_vm() { case " $VMS " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }
need_vm() { is_vm "${1:-}" || misuse "no such VM: ${1:-(none given)} (${VMS// /, })"; }
need_count() { case $1 in '' | *[!0-9]* | 0*) misuse "COUNT is a number of pings, not '$1'" ;; esac; }

cmd_ping() {
  need_vm "${1:-}"
  [ -n "$(outside_address_of "$1")" ] || misuse "$1 has no address outside: use ping-from $1 outside"
  need_count "${2:-10}"
  need_lab
  ping_vm "$1" "${2:-10}" || exit 1
}

cmd_ping_from() {
  local address report count=${3:-10}
  need_vm "${1:-}"
  case ${2:-} in
    '') misuse "ping-from VM ADDRESS|VM|outside [COUNT]" ;;
    outside) address=$PROVIDER.$(number_of outside) ;;
    vm*) need_vm "$2"; address=$(address_of "$2") ;;
    *[!0-9.]*) misuse "no such VM or address: $2" ;;
    *) address=$2 ;;
  esac
  need_count "$count"
  need_lab
  report=$(in_node "$(host_of "$1")" nsenter --net="/run/netns/$1" ping -n -q -i 0.1 -W 1 -c "$count" "$address" 2>&1) || true
  printf '%s\n' "$report"
  case $report in *", $count received,"*) ;; *) exit 1 ;; esac
}

cmd_dhcp() {
  need_vm "${1:-}"
  need_lab
  in_node "$(host_of "$1")" nsenter --net="/run/netns/$1" /usr/local/sbin/lab-dhcp || exit 1
}

# Prints the intended paths of this lab, one line each: name, from, to, peer, address (`dhcp` is no ping).
paths() {
  local vm
  for vm in vm1 vm2; do echo "outside->$vm outside $vm provider $(address_of "$vm")"; done
  echo "vm1->vm2 vm1 vm2 switch $(address_of vm2)"
  [ "$(networks)" = all ] || return 0
  for vm in vm6 vm7 vm8 vm9; do echo "outside->$vm outside $vm provider $(address_of "$vm")"; done
  echo "vm6->vm7 vm6 vm7 switch $(address_of vm7)"
  echo "vm3->vm4 vm3 vm4 switch $(address_of vm4)"
  echo "vm3->vm5 vm3 vm5 switch $(address_of vm5)"
  echo "vm4->vm5 vm4 vm5 switch $(address_of vm5)"
  for vm in vm3 vm4 vm5; do echo "$vm->outside $vm outside router $PROVIDER.$(number_of outside)"; done
  # The same peer by the default route.
  for vm in vm3 vm5; do echo "$vm->internet $vm internet router $INTERNET"; done
  echo "outside->vm4 outside vm4 router $FLOATING"
  for vm in vm3 vm4 vm5; do echo "$vm-dhcp $vm dhcp dhcp dhcp"; done
}

cmd_packets() {
  local format=text
  case "${1:-}" in
    '') ;;
    --format) format=${2:-} ;;
    --format=*) format=${1#*=} ;;
    *) misuse "packets [--format text|json]" ;;
  esac
  case $format in text | json) ;; *) misuse "no such format: '$format' (text, json)" ;; esac
  need_lab
  measure_paths "$format" || exit 1
}

# measure_paths text|json: prints whether each path works now. Every end forgets its neighbours first, and every switch
# what it has learned, so that a cut and a cure show at once. A packet is as long as the sender's MTU allows, so that an MTU that is too small shows.
# Fails if packets were lost.
measure_paths() {
  local format=$1 work part pids=() lost=0 name from to peer address answered separator=''
  work=$(mktemp -d)
  for part in $(ip -n "$NETNS" -o link show type bridge | cut -d: -f2); do
    ip -n "$NETNS" link set "$part" type bridge fdb_flush
  done
  FIRST_ID=$((RANDOM % 2000))
  paths >"$work/paths"
  for part in outside $NODES; do
    send_packets "$part" "$work/paths" >"$work/$part.sent" 2>/dev/null &
    pids+=($!)
  done
  # A node that is off has sent nothing; the lines that are missing show it.
  for part in "${pids[@]}"; do wait "$part" || true; done
  cat "$work"/*.sent >"$work/answers"
  [ "$format" = text ] || printf '{"lab":"%s","paths":[' "$LAB"
  while read -r name from to peer address; do
    answered=false
    ! grep -qxF -- "$name ok" "$work/answers" || answered=true
    [ "$answered" = true ] || lost=1
    if [ "$format" = text ]; then
      if [ "$answered" = true ]; then echo "$name ok"; else echo "$name lost"; fi
    else
      part=$from
      is_vm "$part" || part=$to
      printf '%s{"path":"%s","from":"%s","to":"%s","port":"%s","peer":"%s","answered":%s}' "$separator" "$name" "$from" "$to" \
        "$(port_of "$part")" "$peer" "$answered"
      separator=,
    fi
  done <"$work/paths"
  [ "$format" = text ] || printf ']}\n'
  rm -rf "$work"
  return "$lost"
}

# send_packets outside|NODE FILE: sends the packets of the paths in FILE that begin there. Each ping has its own id (16
# bits): a ping takes any answer with its id, and OVS drops a ping whose id another VM behind the same SNAT address uses.
send_packets() {
  local name from to peer address host number=0 words=()
  while read -r name from to peer address; do
    host=outside number=$((number + 1))
    [ "$from" = outside ] || host=$(host_of "$from")
    [ "$host" != "$1" ] || words+=("$name $from $address $(largest_ping "$from" "$to") $((number * 2000 + FIRST_ID))")
  done <"$2"
  [ "${#words[@]}" -gt 0 ] || return 0
  if [ "$1" = outside ]; then
    in_outside sh -s -- "${words[@]}" <"$LAB_HOME/node/packets.sh"
  else
    in_node "$1" sh -s -- "${words[@]}" <"$LAB_HOME/node/packets.sh"
  fi
}

# largest_ping FROM TO: prints the payload of a ping that fills the smaller MTU: 28 bytes are headers. A VM's own MTU
# counts where it sends; `own` stands for that.
largest_ping() {
  if [ "$1" != outside ]; then echo own; else echo $(($(mtu_of "$2") - 28)); fi
}
