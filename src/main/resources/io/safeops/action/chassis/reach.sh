# Checks settings on this node before its ovn-controller gets them: a wrong setting returns no error and cuts the
# chassis off. Follows guarded.sh and keys.sh. POSIX sh.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended

# need_local ADDRESS...: fails unless every tunnel end is an address of this node.
need_local() {
  for reach_ip in "$@"; do
    if ! ip -o address show to "$reach_ip" 2>/dev/null | grep -q .; then
      say "$reach_ip is not an address of this node, so no tunnel would end here: nothing was written"
      return 1
    fi
  done
}

# need_bridges NAME...: fails unless every bridge exists.
need_bridges() {
  for reach_bridge in "$@"; do
    if ! ovs-vsctl --no-wait --timeout=5 br-exists "$reach_bridge"; then
      say "there is no bridge $reach_bridge on this node: nothing was written"
      return 1
    fi
  done
}

southbound_at() { keyed "$1" ovsdb-client --timeout=5 list-dbs "$1" 2>/dev/null </dev/null; }

# need_southbound REMOTE...: fails unless at least one of them answers this node and is the Southbound.
need_southbound() {
  for reach_remote in "$@"; do
    case $reach_remote in ssl:*) keys_of_controller ;; esac
    if southbound_at "$reach_remote" | grep -qx OVN_Southbound; then return 0; fi
  done
  say "no Southbound answers this node at $*$(keys_told "$(printf '%s,' "$@")"): nothing was written"
  return 1
}
