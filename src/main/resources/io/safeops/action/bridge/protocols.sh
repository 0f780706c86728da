# Changes which OpenFlow versions a bridge speaks, on the node that has it. Follows guarded.sh and vswitch.sh; rows.sh
# restores them. POSIX sh. The caller has set BRIDGE; BEFORE and AFTER: sorted versions with commas, where empty is OVS's
# default; and FORWARD: a transaction that replaces BEFORE by AFTER.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended
: "${BRIDGE:?}" "${BEFORE?}" "${AFTER?}" "${FORWARD:?}"

# Sets spoken. 1: the database does not answer. 3: there is no such bridge.
protocols_read() {
  spoken=$(ovs-vsctl --no-wait --timeout=3 --if-exists get Bridge "$BRIDGE" protocols) || return 1
  [ -n "$spoken" ] || return 3
  spoken=$(printf %s "$spoken" | tr -d '[]" ')
}

# protocols_write TRANSACTION VERSIONS: it fails if the bridge speaks anything else than what was judged. The answer is
# ignored: the versions are read afterwards.
protocols_write() {
  row_transact 5 "$1" || :
  protocols_read && [ "$spoken" = "$2" ]
}

protocols_act() {
  protocols_write "$FORWARD" "$AFTER" && exit 0
  say "bridge $BRIDGE speaks '${spoken:-}', but the review saw '$BEFORE': not changed"
  exit 1
}

row_others() {
  protocols_read || return 1
  say "bridge $BRIDGE now speaks '$spoken', which this run did not set: not touched"
}

nothing_to_write() {
  say "bridge $BRIDGE is gone: not made again"
  return 3
}
