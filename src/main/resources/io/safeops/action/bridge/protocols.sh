# Which OpenFlow versions a bridge speaks, on the node that has it. Follows guarded.sh and vswitch.sh; rows.sh puts it
# back. POSIX sh.
# The caller has set BRIDGE; BEFORE and AFTER: versions, sorted, with commas; empty is OVS's default; and FORWARD: a
# transaction that writes the one in the place of the other.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended
: "${BRIDGE:?}" "${BEFORE?}" "${AFTER?}" "${FORWARD:?}"

# Sets spoken. 1: the database does not answer. 3: there is no such bridge.
protocols_read() {
  spoken=$(ovs-vsctl --no-wait --timeout=3 --if-exists get Bridge "$BRIDGE" protocols) || return 1
  [ -n "$spoken" ] || return 3
  spoken=$(printf %s "$spoken" | tr -d '[]" ')
}

# protocols_write TRANSACTION VERSIONS: it fails if the bridge speaks anything but what was judged by then. Its answer is not
# asked for: what counts is what is read afterwards.
protocols_write() {
  row_transact 5 "$1" || :
  protocols_read && [ "$spoken" = "$2" ]
}

protocols_act() {
  protocols_write "$FORWARD" "$AFTER" && exit 0
  say "bridge $BRIDGE was to speak '$BEFORE' and speaks '${spoken:-}': not changed, it is not what was judged any more"
  exit 1
}

row_others() {
  protocols_read || return 1
  say "bridge $BRIDGE speaks '$spoken' now, which is not what this run has set: not touched"
}

nothing_to_write() {
  say "bridge $BRIDGE is gone: not made again"
  return 3
}
