# shellcheck shell=bash disable=SC2034
# Databases with members on three nodes. Two of three are a majority, three of four.
offered=raft
later='only new changes are not applied'

# member DATABASE: sets the short name, the RAFT port and the pidfile of the Northbound or the Southbound.
member() {
  case $1 in
    northbound) database=OVN_Northbound short=nb port=6643 ;;
    southbound) database=OVN_Southbound short=sb port=6644 ;;
  esac
  pidfile=/run/ovn/ovn${short}_db.pid control=/run/ovn/ovn${short}_db.ctl
}

# status_of_member NODE: prints what the node's member says of the cluster.
status_of_member() { in_node "$1" ovs-appctl --timeout=5 -t "$control" cluster/status "$database"; }

# stop_members DATABASE NODE...: stops these members by a signal.
stop_members() {
  local database short port pidfile control node
  member "$1"
  shift
  for node; do signal "$node" STOP "$pidfile"; done
}

# continue_members DATABASE: lets all members run on.
continue_members() {
  local database short port pidfile control node
  member "$1"
  for node in $NODES; do signal "$node" CONT "$pidfile"; done
}

stop_leader() {
  local database short port pidfile control node
  member "$1"
  for node in $NODES; do
    case $(status_of_member "$node") in
      *'Role: leader'*)
        signal "$node" STOP "$pidfile"
        return
        ;;
    esac
  done
  die "no member of the $1 leads"
}

# A member speaks with the others by connections that it opened and by ones that they opened.
cut_member() {
  local database short port pidfile control
  member "$1"
  block cmp in-band tcp "$port" both
  wait_for 20 'the member to notice it' is_no_member cmp
}
is_no_member() { case $(status_of_member "$1") in *'Status: cluster member'*) return 1 ;; esac; }

# A member that joins and dies at once.
add_nobody() {
  local database short port pidfile control
  member "$1"
  console cmp sh -c "ovsdb-tool join-cluster /tmp/nobody.db $database tcp:$(in_band_of cmp):6699 tcp:$(in_band_of ctl):$port \
    && ovsdb-server --detach --no-chdir --pidfile=/tmp/nobody.pid --unixctl=/tmp/nobody.ctl --remote=punix:/tmp/nobody.sock /tmp/nobody.db \
    && ovsdb-client --timeout=10 wait unix:/tmp/nobody.sock $database connected && kill -9 \$(cat /tmp/nobody.pid); rm -f /tmp/nobody.*"
}
kick_nobody() {
  local database short port pidfile control
  member "$1"
  console ctl ovs-appctl --timeout=5 -t "$control" cluster/kick "$database" "tcp:$(in_band_of cmp):6699"
}

breakage raft-northbound-no-leader "net, cmp: the members of the Northbound are stopped (SIGSTOP); every unit is active, nobody leads: $later"
break_raft_northbound_no_leader() { stop_members northbound net cmp; }
heal_raft_northbound_no_leader() { continue_members northbound; }

breakage raft-southbound-no-leader "net, cmp: the members of the Southbound are stopped (SIGSTOP); every unit is active, nobody leads: $later"
break_raft_southbound_no_leader() { stop_members southbound net cmp; }
heal_raft_southbound_no_leader() { continue_members southbound; }

breakage raft-northbound-member-stopped 'cmp: its member of the Northbound is stopped (SIGSTOP): nothing is lost'
break_raft_northbound_member_stopped() { stop_members northbound cmp; }
heal_raft_northbound_member_stopped() { continue_members northbound; }

breakage raft-southbound-member-stopped 'cmp: its member of the Southbound is stopped (SIGSTOP): nothing is lost'
break_raft_southbound_member_stopped() { stop_members southbound cmp; }
heal_raft_southbound_member_stopped() { continue_members southbound; }

breakage raft-northbound-leader-stopped 'the member of the Northbound that leads is stopped (SIGSTOP); another one leads soon: nothing is lost'
break_raft_northbound_leader_stopped() { stop_leader northbound; }
heal_raft_northbound_leader_stopped() { continue_members northbound; }

breakage raft-southbound-leader-stopped 'the member of the Southbound that leads is stopped (SIGSTOP); another one leads soon: nothing is lost'
break_raft_southbound_leader_stopped() { stop_leader southbound; }
heal_raft_southbound_leader_stopped() { continue_members southbound; }

breakage raft-northbound-member-cut 'cmp: the LAN drops what its member of the Northbound sends to the others (TCP port 6643): nothing is lost'
break_raft_northbound_member_cut() { cut_member northbound; }
heal_raft_northbound_member_cut() { unblock cmp in-band; }

breakage raft-southbound-member-cut 'cmp: the LAN drops what its member of the Southbound sends to the others (TCP port 6644): nothing is lost'
break_raft_southbound_member_cut() { cut_member southbound; }
heal_raft_southbound_member_cut() { unblock cmp in-band; }

breakage raft-northbound-member-nobody 'the Northbound has a member that is no node: nothing is lost, but one further loss is too many'
break_raft_northbound_member_nobody() { add_nobody northbound; }
heal_raft_northbound_member_nobody() { kick_nobody northbound; }

breakage raft-southbound-member-nobody 'the Southbound has a member that is no node: nothing is lost, but one further loss is too many'
break_raft_southbound_member_nobody() { add_nobody southbound; }
heal_raft_southbound_member_nobody() { kick_nobody southbound; }
