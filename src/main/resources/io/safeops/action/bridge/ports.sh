# Changes OVS bridge ports on the node that has them. Follows guarded.sh and vswitch.sh; rows.sh restores them. POSIX sh.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended

# port_written PORT DONE REFUSED OTHERWISE TRANSACTION: changes the port in one transaction, which first checks that
# everything is as the review saw it. OTHERWISE has one line for each check: what is wrong if it fails.
port_written() {
  row_transact 5 "$5"
  case $? in
    0) ;;
    1)
      say "port $1 was not $2$3: $(first_failed "$4" "$ROW_ANSWER")"
      return 1
      ;;
    *)
      say "it is not known whether port $1 was $2: the database does not answer. The undo will find out"
      return 1
      ;;
  esac
  case $ROW_ANSWER in *'"next_cfg":'*) ;; *) return 1 ;; esac
  row_followed || {
    say "port $1 was $2 in the database, but ovs-vswitchd has not applied this"
    return 1
  }
}

# add BRIDGE PORT OTHERWISE TRANSACTION: adds the port with the mark of the run; it refuses an existing port.
add() { port_written "$2" added '' "$3" "$4"; }

# remove BRIDGE PORT OTHERWISE TRANSACTION: removes the port from the bridge, if its rows hold what the undo writes back,
# and nothing else. The transaction is empty if the rows were not read.
remove() {
  if [ -z "$4" ]; then
    say "the rows of port $2 were not read: not removed"
    return 1
  fi
  port_written "$2" removed ', because the undo would not restore all of it' "$3" "$4"
}

# row_others: the caller has set PORT, and PORT_ADDED if this run added it.
row_others() {
  port_at=$(ovs-vsctl --no-wait --timeout=3 port-to-br "$PORT") || return 1
  if [ -n "$PORT_ADDED" ]; then
    say "port $PORT is on $port_at, but this run did not put it there: not touched"
  else
    say "port $PORT is on $port_at now: not touched"
  fi
}
