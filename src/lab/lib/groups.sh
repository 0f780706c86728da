# shellcheck shell=bash
# Control groups. Each node has its own group in every hierarchy of this machine (v1, hybrid or v2). Without it the
# three systemds would share the names of their slices. The group also lists exactly the processes to kill.

# Every command needs this list, so builtins read it and no process is started.
HIERARCHIES=()
while read -r _ mounted_on file_system _; do
  case $file_system in cgroup | cgroup2) HIERARCHIES+=("$mounted_on") ;; esac
done </proc/mounts
readonly HIERARCHIES

# join GROUP: moves this process into the group. Fails if the hierarchy does not accept it.
join() {
  [ -d "$1" ] || mkdir -p "$1" 2>/dev/null || return 1
  # A new cpuset group has no processors and accepts no process. The lab does not need cpuset.
  { echo "$BASHPID" >"$1/cgroup.procs"; } 2>/dev/null
}

# favour GROUP: gives the group of all nodes twice the usual share of the CPU, by cgroup version 1 or 2. Without this,
# the scheduler would give all nodes together only as much as one login session.
favour() {
  [ ! -w "$1/cpu.shares" ] || echo 2048 >"$1/cpu.shares"
  [ ! -w "$1/cpu.weight" ] || echo 200 >"$1/cpu.weight"
}

# join_group NAME: moves this process into the group. kill_group could not find a process that is in no group.
join_group() {
  local hierarchy joined=''
  for hierarchy in "${HIERARCHIES[@]}"; do
    if join "$hierarchy/$NETNS/$1"; then
      joined=yes
      favour "$hierarchy/$NETNS"
    fi
  done
  [ -n "$joined" ] || die "no control group takes a process into $NETNS/$1"
}

# join_group_of PID: moves this process into the group `console` of a node, beside its init.scope. PID is process 1 of
# the node.
join_group_of() {
  local hierarchy number controllers controller path joined=''
  local -A paths=()
  # Examples: 9:name=systemd:/a/b is mounted at .../systemd, 4:memory:/a at .../memory, 0::/a/b at the v2 mount.
  while IFS=: read -r number controllers path; do
    if [ "$number" = 0 ]; then paths[unified]=$path paths[cgroup]=$path; fi
    for controller in ${controllers//,/ }; do paths[${controller#name=}]=$path; done
  done <"/proc/$1/cgroup"
  for hierarchy in "${HIERARCHIES[@]}"; do
    path=${hierarchy##*/}
    # cpu and cpuacct may be one hierarchy.
    path=${paths[${path%%,*}]:-}
    [ -n "$path" ] || continue
    if join "$hierarchy${path%/init.scope}/console"; then joined=yes; fi
  done
  [ -n "$joined" ] || die "no control group of the node with init $1 takes a process"
}

# list_group NAME: prints the ids of its processes. Fails if the group cannot be read: an unreadable group is not an
# empty one.
list_group() {
  local hierarchy group
  for hierarchy in "${HIERARCHIES[@]}"; do
    group=$hierarchy/$NETNS/$1
    [ -d "$group" ] || continue
    find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null || [ ! -d "$group" ] || return 1
  done
}

# kill_group NAME: kills its processes until none is left. If a group inside it goes away during the read, it reads
# again.
kill_group() {
  local members try why=''
  for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    if members=$(list_group "$1"); then why='still alive'; else why='not all can be read'; fi
    # 0 stands for a process that this machine cannot see.
    members=$(sort -u <<<"$members" | sed -e '/^0\{0,1\}$/d')
    [ -n "$members" ] || [ "$why" != 'still alive' ] || return 0
    # shellcheck disable=SC2086 # a list of numbers
    [ -z "$members" ] || kill -9 $members 2>/dev/null || true # one may have ended since then; the next read shows it
    [ "$try" = 1 ] || sleep 0.05
  done
  die "$why in $NETNS/$1: ${members//$'\n'/ }"
}

remove_groups() {
  local hierarchy
  for hierarchy in "${HIERARCHIES[@]}"; do
    # A killed process stays in its group for a moment, even when it can no longer be found.
    wait_for 5 "the control groups of $NETNS in $hierarchy to be empty" has_no_groups "$hierarchy/$NETNS"
  done
}

has_no_groups() {
  [ -d "$1" ] || return 0
  find "$1" -depth -type d -exec rmdir {} + 2>/dev/null
}
