# Changes of OVS bridge ports on the node that has them. Follows guarded.sh. POSIX sh.
# shellcheck shell=sh disable=SC2034,SC2317,SC2329 # functions are called by what is appended, and NB_ROW is used there

# row_transact TRANSACTION: one transaction in this node's own database; the answer is in row_answer.
# 0 committed, 1 refused (nothing was written), 2 not known.
row_transact() {
  row_answer=$(ovsdb-client --timeout=5 transact "$1" 2>/dev/null </dev/null) || return 2
  case $row_answer in
    *'"error":'*) return 1 ;;
    '['*) return 0 ;;
  esac
  return 2
}

# row_followed: after row_transact, as ovs-vsctl would: waits until ovs-vswitchd has followed. It may be too busy: the
# database is written all the same, and it follows later.
row_followed() {
  wanted=${row_answer##*'"next_cfg":'}
  wanted=${wanted%%[!0-9]*}
  ovs-vsctl --timeout=5 wait-until Open_vSwitch . "cur_cfg>=$wanted"
}

# row_find QUERY: sets NB_ROW to the UUID of the row, or to nothing where there is none. 1 when it cannot be known.
row_find() {
  NB_ROW=
  row_transact "$1" || return 1
  case $row_answer in
    '[{"rows":[]}]') return 0 ;;
    '[{"rows":[{"_uuid":["uuid","'*'"]}]}]') ;;
    *) return 1 ;;
  esac
  NB_ROW=${row_answer#'[{"rows":[{"_uuid":["uuid","'}
  NB_ROW=${NB_ROW%%'"'*}
  case $NB_ROW in '' | *[!0-9a-f-]*) return 1 ;; esac
}

# bridge_of PORT: its bridge.
bridge_of() { ovs-vsctl --no-wait --timeout=3 port-to-br "$1"; }

# port_written PORT DONE REFUSED OTHERWISE TRANSACTION: changes the port in one transaction, which first looks whether all is
# as it was judged. OTHERWISE has a line for each of these looks: what is so where it fails.
port_written() {
  row_transact "$5"
  case $? in
    0) ;;
    1)
      say "port $1 was not $2$3: $(first_failed "$4" "$row_answer")"
      return 1
      ;;
    *)
      say "not known whether port $1 was $2, the undo finds out: the database does not answer"
      return 1
      ;;
  esac
  case $row_answer in *'"next_cfg":'*) ;; *) return 1 ;; esac
  row_followed || {
    say "port $1 was $2, and ovs-vswitchd does not follow"
    return 1
  }
}

# add BRIDGE PORT OTHERWISE TRANSACTION: the port, marked; an existing port is refused.
add() { port_written "$2" added '' "$3" "$4"; }

# remove BRIDGE PORT OTHERWISE TRANSACTION: takes the port from the bridge, if its rows hold what the undo writes back, and
# nothing else. An empty transaction: the rows were not read.
remove() {
  if [ -z "$4" ]; then
    say "what else port $2 holds was not read: not removed"
    return 1
  fi
  port_written "$2" removed ', its undo would not bring all of it back' "$3" "$4"
}

# undo_add BRIDGE PORT QUERY. The caller defines
#   port_ours  fails where the port $NB_ROW is not on the bridge, or not marked as this run's
#   port_away  takes it from the bridge, where it is this run's
undo_add() {
  row_find "$3" || return 1
  [ -n "$NB_ROW" ] || return 0
  port_ours
  case $? in
    0) ;;
    1)
      at=$(bridge_of "$2") || return 1
      say "port $2 is on $at and was not put there by this run: not touched"
      return 3
      ;;
    *) return 1 ;;
  esac
  port_away && { row_followed || :; }
  row_find "$3" || return 1
  [ -z "$NB_ROW" ]
}

# undo_remove BRIDGE PORT QUERY TRANSACTION: adds it again as it was recorded. The caller defines
#   port_here  fails where the port $NB_ROW is not on the bridge
undo_remove() {
  row_find "$3" || return 1
  if [ -z "$NB_ROW" ]; then
    if row_transact "$4"; then
      row_followed || :
    else
      say "port $2 was not put back on bridge $1: ${row_answer:-the database does not answer}"
    fi
    row_find "$3" || return 1
    [ -n "$NB_ROW" ] || return 1
  fi
  port_here
  case $? in
    0) return 0 ;;
    1) ;;
    *) return 1 ;;
  esac
  at=$(bridge_of "$2") || return 1
  say "port $2 is on $at now: not touched"
  return 3
}
