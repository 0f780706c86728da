# Asks the Southbound from a chassis, with the remote and the keys that ovn-controller uses. Follows guarded.sh and
# keys.sh. POSIX sh.
# shellcheck shell=sh disable=SC2154,SC2317,SC2329 # functions are called by what is appended

# Sets SB_REMOTE, and the keys for it.
southbound_find() {
  SB_REMOTE=$(ovs-vsctl --no-wait --timeout=2 --if-exists get Open_vSwitch . external_ids:ovn-remote 2>/dev/null | tr -d '"')
  case ,$SB_REMOTE in
    ,) return 1 ;;
    *,ssl:*) keys_of_controller ;;
  esac
}

# southbound_says SECONDS QUERY: prints its answer, on a new connection.
southbound_says() { keyed "$SB_REMOTE" ovsdb-client --timeout="$1" transact "$SB_REMOTE" "$2" </dev/null; }

# southbound_tried QUERY: asks once. If there is no answer, or if keys were needed, it prints what was tried and what
# came back.
southbound_tried() {
  tried_status=$(ovn-appctl --timeout=3 -t ovn-controller connection-status 2>&1 </dev/null) || :
  if [ "$tried_status" != connected ]; then
    say "ovn-controller is not connected to its Southbound: ${tried_status:-no answer}"
    return 1
  fi
  if ! southbound_find; then
    say "Open_vSwitch does not answer, or its external_ids:ovn-remote is not set"
    return 1
  fi
  tried_with=$(keys_told "$SB_REMOTE")
  tried_answer=$(southbound_says 3 "$1" 2>/dev/null) || tried_answer=
  case $tried_answer in
    '[{"rows":['*)
      [ -z "$tried_with" ] || say "the Southbound at $SB_REMOTE was asked$tried_with: it answers"
      return 0
      ;;
  esac
  [ -n "$tried_answer" ] || tried_answer=$(southbound_says 3 "$1" 2>&1 | tail -n 3)
  say "the Southbound at $SB_REMOTE was asked$tried_with: ${tried_answer:-no answer within 3 s}"
  return 1
}
