# Which OpenFlow versions a bridge speaks, on the node that has it. Follows guarded.sh. POSIX sh.
# The caller has set BRIDGE, and BEFORE and AFTER: versions, sorted, with commas; empty is OVS's default.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended
: "${BRIDGE:?}" "${BEFORE?}" "${AFTER?}"

# Sets spoken. 1: the database does not answer. 3: there is no such bridge.
protocols_read() {
  spoken=$(ovs-vsctl --no-wait --timeout=3 --if-exists get Bridge "$BRIDGE" protocols) || return 1
  [ -n "$spoken" ] || return 3
  spoken=$(printf %s "$spoken" | tr -d '[]" ')
}

# The versions as a set of OVSDB.
protocols_json() {
  printf '["set",['
  printf %s "$1" | sed 's/[A-Za-z0-9]*/"&"/g; s/^""$//'
  printf ']]'
}

# protocols_write OLD NEW: in one transaction, which fails if the bridge speaks anything but OLD by then. Its answer is
# not asked for: what counts is what is read afterwards.
protocols_write() {
  ovsdb-client --timeout=5 transact '["Open_vSwitch",
    {"op":"wait","timeout":0,"table":"Bridge","where":[["name","==","'"$BRIDGE"'"]],"columns":["protocols"],
     "until":"==","rows":[{"protocols":'"$(protocols_json "$1")"'}]},
    {"op":"update","table":"Bridge","where":[["name","==","'"$BRIDGE"'"]],
     "row":{"protocols":'"$(protocols_json "$2")"'}}]' >/dev/null 2>&1 || :
  protocols_read && [ "$spoken" = "$2" ]
}

protocols_act() {
  protocols_write "$BEFORE" "$AFTER" && exit 0
  say "bridge $BRIDGE was to speak '$BEFORE' and speaks '${spoken:-}': not changed, it is not what was judged any more"
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
      say "bridge $BRIDGE speaks '$spoken' now, which is not what this run has set: not touched"
      exit 3
      ;;
  esac
  protocols_write "$AFTER" "$BEFORE" && exit 0
  exit 1
}
