# shellcheck shell=bash
# Control groups: each node in one of its own, in every hierarchy this machine has (v1, hybrid or v2). Otherwise the three
# systemds would share the names of their slices; and what is in a group can be ended without guessing.

# Asked for by every command, so without a process of its own where that can be.
HIERARCHIES=()
while read -r _ mounted_on file_system _; do
  case $file_system in cgroup | cgroup2) HIERARCHIES+=("$mounted_on") ;; esac
done </proc/mounts
readonly HIERARCHIES

# join GROUP: moves this process there; tells whether that hierarchy takes it.
join() {
  [ -d "$1" ] || mkdir -p "$1" 2>/dev/null || return 1
  # A cpuset takes no process before it has been given processors: nobody needs it here.
  { echo "$BASHPID" >"$1/cgroup.procs"; } 2>/dev/null
}

# favour GROUP: to this machine's scheduler all nodes together are one group, that gets as much as any single session beside
# it. They are machines: twice as much, in words of version 1 and 2.
favour() {
  [ ! -w "$1/cpu.shares" ] || echo 2048 >"$1/cpu.shares"
  [ ! -w "$1/cpu.weight" ] || echo 200 >"$1/cpu.weight"
}

# join_group NAME: moves this process there. What is in no group at all could not be found again by kill_group.
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

# join_group_of PID: moves this process into a group `console` beside the init.scope of a node, whose PID 1 that is.
join_group_of() {
  local hierarchy number controllers controller path joined=''
  local -A paths=()
  # 9:name=systemd:/a/b is mounted at .../systemd, 4:memory:/a at .../memory, 0::/a/b at the v2 mount.
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

# list_group NAME: prints who is in it. A group that cannot be read is no empty one: then it fails.
list_group() {
  local hierarchy group
  for hierarchy in "${HIERARCHIES[@]}"; do
    group=$hierarchy/$NETNS/$1
    [ -d "$group" ] || continue
    find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null || [ ! -d "$group" ] || return 1
  done
}

# kill_group NAME: kills until nobody is left in it. Where a group within goes away while it is read, it is read again.
kill_group() {
  local members try why=''
  for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    if members=$(list_group "$1"); then why='still alive'; else why='not all can be read'; fi
    # 0 is a process that this machine cannot see.
    members=$(sort -u <<<"$members" | sed -e '/^0\{0,1\}$/d')
    [ -n "$members" ] || [ "$why" != 'still alive' ] || return 0
    # shellcheck disable=SC2086 # a list of numbers
    [ -z "$members" ] || kill -9 $members 2>/dev/null || true # one may have ended since it was listed; the next look tells
    [ "$try" = 1 ] || sleep 0.05
  done
  die "$why in $NETNS/$1: ${members//$'\n'/ }"
}

remove_groups() {
  local hierarchy
  for hierarchy in "${HIERARCHIES[@]}"; do
    # A killed process leaves its group a moment after nobody can find it any more.
    wait_for 5 "the control groups of $NETNS in $hierarchy to be empty" has_no_groups "$hierarchy/$NETNS"
  done
}

has_no_groups() {
  [ -d "$1" ] || return 0
  find "$1" -depth -type d -exec rmdir {} + 2>/dev/null
}
