# Changes which OpenFlow versions a bridge speaks, on the node that has it. Follows guarded.sh. POSIX sh. The caller has
# set BRIDGE; BEFORE and AFTER: sorted versions with commas, where empty is OVS's default; and FORWARD and BACK:
# transactions that replace BEFORE by AFTER, and AFTER by BEFORE.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended
: "${BRIDGE:?}" "${BEFORE?}" "${AFTER?}" "${FORWARD:?}" "${BACK:?}"

# Sets spoken. 1: the database does not answer. 3: there is no such bridge.
protocols_read() {
  spoken=$(ovs-vsctl --no-wait --timeout=3 --if-exists get Bridge "$BRIDGE" protocols) || return 1
  [ -n "$spoken" ] || return 3
  spoken=$(printf %s "$spoken" | tr -d '[]" ')
}

# protocols_write TRANSACTION VERSIONS: it fails if the bridge speaks anything else than what was judged. The answer is
# ignored: the versions are read afterwards.
protocols_write() {
  ovsdb-client --timeout=5 transact "$1" >/dev/null 2>&1 </dev/null || :
  protocols_read && [ "$spoken" = "$2" ]
}

protocols_act() {
  protocols_write "$FORWARD" "$AFTER" && exit 0
  say "bridge $BRIDGE speaks '${spoken:-}', but the review saw '$BEFORE': not changed"
  exit 1
}

protocols_undo() {
  protocols_read
  case $? in
    0) ;;
    3)
      say "bridge $BRIDGE is gone: not made again"
      exit 3
      ;;
    *) exit 1 ;;
  esac
  case $spoken in
    "$BEFORE") exit 0 ;;
    "$AFTER") ;;
    *)
      say "bridge $BRIDGE now speaks '$spoken', which this run did not set: not touched"
      exit 3
      ;;
  esac
  protocols_write "$BACK" "$BEFORE" && exit 0
  exit 1
}
