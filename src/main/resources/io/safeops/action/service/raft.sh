# Restarts a member of an OVN database that is a RAFT cluster, on the node of that member. Follows services.sh and
# keys.sh. POSIX sh.
# shellcheck shell=sh disable=SC2034,SC2154,SC2317,SC2329 # functions are called by what is appended
CLUSTERED=1

# member_schema nb|sb
member_schema() { case $1 in nb) echo OVN_Northbound ;; *) echo OVN_Southbound ;; esac; }

# The query to any member: whether it is connected to the leader, and its log index.
member_query() {
  printf '["_Server",{"op":"select","table":"Database","where":[["name","==","%s"]],"columns":["connected","index","leader"]}]' \
    "$(member_schema "$1")"
}

# member_at nb|sb REMOTE: the answer of another member.
member_at() {
  keyed "$2" ovsdb-client --timeout=3 --no-leader-only transact "$2" "$(member_query "$1")" 2>/dev/null </dev/null
}

# member_here nb|sb: the answer of this member.
member_here() { database_ask "$1" "$(member_query "$1")"; }

member_status() {
  for dir in /run/ovn /var/run/ovn; do
    if [ -S "$dir/ovn$1_db.ctl" ]; then
      ovs-appctl --timeout=3 -t "$dir/ovn$1_db.ctl" cluster/status "$(member_schema "$1")" 2>/dev/null </dev/null
      return
    fi
  done
  return 1
}

member_index() { printf '%s\n' "$1" | sed -n 's/.*"index":\([0-9]*\).*/\1/p'; }

# may_leave nb|sb REMOTES: whether the cluster is whole: this member has nothing left to write, every other one answers
# and is connected, there is one leader, and there are as many members as we know. If not, the reason is in why.
may_leave() {
  why="its own cluster/status does not answer"
  status=$(member_status "$1") || return 1
  for line in 'Status: cluster member' 'Entries not yet committed: 0' 'Entries not yet applied: 0'; do
    why="its status does not show '$line'"
    printf '%s\n' "$status" | grep -qx "$line" || return 1
  done
  row=$(member_here "$1") || return 1
  rows=$row
  known=1
  for remote in $2; do
    known=$((known + 1))
    case $remote in ssl:*) keys_of_central "$1" ovsdb-client ;; esac
    why="$remote$(keys_told "$remote") does not answer"
    row=$(member_at "$1" "$remote") || return 1
    rows=$rows$row
    why="$remote is not in touch with the leader"
    case $row in *'"connected":true'*) ;; *) return 1 ;; esac
  done
  leaders=$(printf '%s\n' "$rows" | grep -o '"leader":true' | wc -l)
  why="$((leaders)) members report that they are the leader"
  [ "$leaders" -eq 1 ] || return 1
  members=$(printf '%s\n' "$status" | sed '1,/^Servers:/d' | grep -c '(')
  why="the cluster has $members members, of which the inventory knows $known"
  [ "$members" -eq "$known" ]
}

# has_caught_up nb|sb INDEX
has_caught_up() {
  row=$(member_here "$1") || return 1
  case $row in *'"connected":true'*) ;; *) return 1 ;; esac
  [ "$(member_index "$row")" -ge "$2" ]
}

# restart_member nb|sb UNIT PORTS REMOTES: restarts it only while the others keep the quorum. A member that is down is
# just started.
restart_member() {
  index=0
  keys_forget # another database may have other keys
  if row=$(member_here "$1"); then
    index=$(member_index "$row")
    if ! await 20 may_leave "$1" "$4"; then
      say "$2 is not restarted, to keep the quorum: $why"
      exit 1
    fi
  fi
  restart_database "$1" "$2" "$3"
  if ! await 30 has_caught_up "$1" "${index:-0}"; then
    say "$2 was restarted and has not come back to its cluster: nothing further is restarted"
    exit 1
  fi
}
