# Gives a bridge without flows the flow that switches by MAC address, and takes it away again. Follows guarded.sh. POSIX sh.
# The caller has set BRIDGE. The cookie marks the flow: an undo takes away no flow of others.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended
: "${BRIDGE:?}"
NORMAL_COOKIE=0x5afe0001

normal_ofctl() { ovs-ofctl --timeout=5 -O OpenFlow10,OpenFlow13,OpenFlow14,OpenFlow15 "$@"; }

# normal_lowest: prints the flows of table 0 without a condition or with the lowest priority. 1: ovs-vswitchd does not answer.
normal_lowest() {
  normal_flows=$(normal_ofctl dump-flows "$BRIDGE" table=0) || return 1
  printf '%s\n' "$normal_flows" | grep ' priority=0[ ,]'
  return 0
}

normal_act() {
  normal_there=$(normal_lowest) || {
    say "ovs-vswitchd does not show the flows of $BRIDGE: not changed"
    exit 1
  }
  if [ -n "$normal_there" ]; then
    say "$BRIDGE has a flow of priority 0, which the new one would replace: not changed: $normal_there"
    exit 1
  fi
  normal_ofctl add-flow "$BRIDGE" "cookie=$NORMAL_COOKIE,priority=0,actions=NORMAL" || {
    say "ovs-vswitchd accepts no flow on $BRIDGE"
    exit 1
  }
  exit 0
}

normal_undo() {
  normal_ofctl del-flows "$BRIDGE" "cookie=$NORMAL_COOKIE/-1" || exit 1
  normal_left=$(normal_ofctl dump-flows "$BRIDGE" "cookie=$NORMAL_COOKIE/-1") || exit 1
  case $normal_left in *actions=*) exit 1 ;; esac
  exit 0
}
