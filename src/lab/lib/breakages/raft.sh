# shellcheck shell=bash disable=SC2034
# Databases with members on three nodes.
offered=raft

breakage raft-no-leader 'net, cmp: the members of the Southbound are stopped (SIGSTOP); every unit is active, nobody leads'
break_raft_no_leader() { signal net STOP /run/ovn/ovnsb_db.pid; signal cmp STOP /run/ovn/ovnsb_db.pid; }
heal_raft_no_leader() { signal net CONT /run/ovn/ovnsb_db.pid; signal cmp CONT /run/ovn/ovnsb_db.pid; }

breakage raft-member-stopped 'cmp: its member of the Southbound is stopped (SIGSTOP): nothing is lost'
break_raft_member_stopped() { signal cmp STOP /run/ovn/ovnsb_db.pid; }
heal_raft_member_stopped() { signal cmp CONT /run/ovn/ovnsb_db.pid; }

breakage raft-member-cut 'cmp: the LAN drops what its member of the Southbound sends (TCP port 6644): nothing is lost'
break_raft_member_cut() { block cmp in-band tcp 6644; }
heal_raft_member_cut() { unblock cmp in-band; }

breakage raft-member-nobody 'the Southbound has a member that is no node: nothing is lost, but two further losses are too many'
break_raft_member_nobody() {
  console cmp sh -c "ovsdb-tool join-cluster /tmp/nobody.db OVN_Southbound tcp:$(in_band_of cmp):6699 tcp:$(in_band_of ctl):6644 \
    && ovsdb-server --detach --no-chdir --pidfile=/tmp/nobody.pid --unixctl=/tmp/nobody.ctl --remote=punix:/tmp/nobody.sock /tmp/nobody.db \
    && ovsdb-client --timeout=10 wait unix:/tmp/nobody.sock OVN_Southbound connected && kill -9 \$(cat /tmp/nobody.pid); rm -f /tmp/nobody.*"
}
heal_raft_member_nobody() {
  console ctl sh -c "ovn-appctl -t /run/ovn/ovnsb_db.ctl cluster/kick OVN_Southbound tcp:$(in_band_of cmp):6699"
}
