# Changes of OVS bridge ports on the node that has them. Follows guarded.sh and vswitch.sh; rows.sh puts them back. POSIX sh.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended

# port_written PORT DONE REFUSED OTHERWISE TRANSACTION: changes the port in one transaction, which first looks whether all is
# as it was judged. OTHERWISE has a line for each of these looks: what is so where it fails.
port_written() {
  row_transact 5 "$5"
  case $? in
    0) ;;
    1)
      say "port $1 was not $2$3: $(first_failed "$4" "$ROW_ANSWER")"
      return 1
      ;;
    *)
      say "not known whether port $1 was $2, the undo finds out: the database does not answer"
      return 1
      ;;
  esac
  case $ROW_ANSWER in *'"next_cfg":'*) ;; *) return 1 ;; esac
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

# row_others: the caller has set PORT, and PORT_ADDED where this run has added it.
row_others() {
  port_at=$(ovs-vsctl --no-wait --timeout=3 port-to-br "$PORT") || return 1
  if [ -n "$PORT_ADDED" ]; then
    say "port $PORT is on $port_at and was not put there by this run: not touched"
  else
    say "port $PORT is on $port_at now: not touched"
  fi
}
