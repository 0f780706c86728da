# Changes of OVS bridge ports on the node that has them. Follows guarded.sh. POSIX sh.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended

# ovs-vswitchd may be too busy to apply a change: the database is written all the same, and ovs-vswitchd applies it
# later.
vsctl() {
  ovs-vsctl --timeout=5 "$@" || {
    [ $? -ge 128 ] && return 1
    return 2
  }
}

# bridge_of PORT: prints its bridge, or nothing. 1 when it cannot be known. ovs-vsctl parses what follows the equals
# sign, and a name may hold a colon.
bridge_of() {
  answer=$(ovs-vsctl --no-wait --timeout=3 --bare --columns=_uuid find Port name="\"$1\"") || return 1
  [ -n "$answer" ] || return 0
  ovs-vsctl --no-wait --timeout=3 port-to-br "$1"
}

mark_of() { ovs-vsctl --no-wait --timeout=3 --if-exists get Port "$1" external_ids:safeops-run 2>/dev/null | tr -d '"'; }

# add BRIDGE PORT WORDS...: adds the port with the mark of the run in one transaction, which refuses an existing port.
add() {
  add_port=$2
  shift 2
  vsctl "$@" -- set Port "$add_port" external_ids:safeops-run="\"$SAFEOPS_RUN\""
}

# remove BRIDGE PORT OTHERWISE TRANSACTION: removes the port from the bridge in one transaction, which first checks that
# the rows hold what the undo writes back, and nothing else. OTHERWISE has one line for each check: what is wrong if it
# fails. The transaction is empty if the rows were not read.
remove() {
  if [ -z "$4" ]; then
    say "the rows of port $2 were not read: not removed"
    return 1
  fi
  answer=$(ovsdb-client --timeout=5 transact "$4" 2>/dev/null </dev/null) || {
    say "it is not known whether port $2 was removed: the database does not answer. The undo will find out"
    return 1
  }
  case $answer in
    *'"error":'*)
      say "port $2 was not removed, because the undo would not restore all of it: $(first_failed "$3" "$answer")"
      return 1
      ;;
    *'"next_cfg":'*) ;;
    *) return 1 ;;
  esac
  wanted=${answer##*'"next_cfg":'}
  wanted=${wanted%%[!0-9]*}
  # As ovs-vsctl does: wait until ovs-vswitchd has applied the change.
  ovs-vsctl --timeout=5 wait-until Open_vSwitch . "cur_cfg>=$wanted" || {
    say "port $2 was removed from the database, but ovs-vswitchd has not applied this"
    return 1
  }
}

# undo_add BRIDGE PORT
undo_add() {
  at=$(bridge_of "$2") || return 1
  [ -n "$at" ] || return 0
  if [ "$at" != "$1" ] || [ "$(mark_of "$2")" != "$SAFEOPS_RUN" ]; then
    say "port $2 is on $at, but this run did not put it there: not touched"
    return 3
  fi
  vsctl -- --if-exists del-port "$1" "$2" || ovs-vsctl --no-wait --timeout=3 -- --if-exists del-port "$1" "$2"
  at=$(bridge_of "$2") || return 1
  [ -z "$at" ]
}

# undo_remove BRIDGE PORT WORDS...: adds it again as it was recorded.
undo_remove() {
  undo_bridge=$1 undo_port=$2
  shift 2
  at=$(bridge_of "$undo_port") || return 1
  if [ -z "$at" ]; then
    vsctl "$@" || ovs-vsctl --no-wait --timeout=3 "$@" || :
    at=$(bridge_of "$undo_port") || return 1
  elif [ "$at" != "$undo_bridge" ]; then
    say "port $undo_port is on $at now: not touched"
    return 3
  fi
  [ "$at" = "$undo_bridge" ]
}
