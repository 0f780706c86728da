# Transactions on this node's own Open_vSwitch database. Follows guarded.sh; rows.sh follows. POSIX sh.
# shellcheck shell=sh disable=SC2034,SC2317,SC2329 # functions are called by what is appended, and variables used there
ROW_ANSWER=

row_transact() {
  ROW_ANSWER=$(ovsdb-client --timeout="$1" transact "$2" 2>/dev/null </dev/null) || return 2
  case $ROW_ANSWER in
    *'"error":'*) return 1 ;;
    '['*) return 0 ;;
  esac
  return 2
}

row_ready() { :; }

# row_followed: after a counted transaction, waits until ovs-vswitchd has applied the change, as ovs-vsctl does.
row_followed() {
  case $ROW_ANSWER in *'"next_cfg":'*) ;; *) return 1 ;; esac
  row_wanted=${ROW_ANSWER##*'"next_cfg":'}
  row_wanted=${row_wanted%%[!0-9]*}
  ovs-vsctl --timeout=5 wait-until Open_vSwitch . "cur_cfg>=$row_wanted"
}

# ovs-vswitchd may be too busy to apply a change: the database is written all the same, and ovs-vswitchd applies it
# later. If the write is refused, the row has changed again, and row_undo looks again.
row_write() {
  row_transact 5 "$1"
  case $? in
    0) row_followed || : ;;
    1) ROW_REFUSED=$ROW_ANSWER ;;
    *) return 1 ;;
  esac
  return 0
}
