# shellcheck shell=bash
# Control groups: each node in one of its own, in every hierarchy this machine has (v1, hybrid or v2). Otherwise the three
# systemds would share the names of their slices; and what is in a group can be ended without guessing.

hierarchies() { awk '$3 == "cgroup" || $3 == "cgroup2" { print $2 }' /proc/mounts; }

# join_group NAME: moves this process there. What is in no group at all could not be found again by kill_group.
join_group() {
  local hierarchy group joined=''
  for hierarchy in $(hierarchies); do
    group=$hierarchy/$NETNS/$1
    mkdir -p "$group" 2>/dev/null || continue
    # A cpuset takes no process before it has been given processors: nobody needs it here.
    if echo "$BASHPID" 2>/dev/null >"$group/cgroup.procs"; then joined=yes; fi
  done
  [ -n "$joined" ] || die "no control group takes a process into $NETNS/$1"
}

# join_group_of PID: moves this process into a group `console` beside the init.scope of a node, whose PID 1 that is.
join_group_of() {
  local hierarchy group line joined=''
  for hierarchy in $(hierarchies); do
    # 9:name=systemd:/a/b is mounted at .../systemd, 4:memory:/a at .../memory, 0::/a/b at the v2 mount.
    case $hierarchy in
      */unified | /sys/fs/cgroup) line=$(grep '^0::' "/proc/$1/cgroup") ;;
      *) line=$(grep -E "^[0-9]+:([^:]*,)?(name=)?${hierarchy##*/}[,:]" "/proc/$1/cgroup") ;;
    esac || continue
    group=$hierarchy${line#*:*:}
    group=${group%/init.scope}/console
    mkdir -p "$group" 2>/dev/null || continue
    # As above: not every hierarchy takes a process.
    if echo "$BASHPID" 2>/dev/null >"$group/cgroup.procs"; then joined=yes; fi
  done
  [ -n "$joined" ] || die "no control group of the node with init $1 takes a process"
}

# kill_group NAME: kills until nobody is left in it.
kill_group() {
  local members try hierarchy
  for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    # No member at all is grep's status 1; no group is find's.
    members=$(for hierarchy in $(hierarchies); do
      find "$hierarchy/$NETNS/$1" -name cgroup.procs -exec cat {} + 2>/dev/null
    done | sort -u | grep -v "^0\$" || true)
    [ -n "$members" ] || return 0
    # shellcheck disable=SC2086 # a list of numbers
    kill -9 $members 2>/dev/null || true # one may have ended since it was listed; the next look tells
    [ "$try" = 1 ] || sleep 0.05
  done
  die "still alive in $NETNS/$1: $(echo "$members" | tr "\n" " ")"
}

remove_groups() {
  local hierarchy
  for hierarchy in $(hierarchies); do
    # A killed process leaves its group a moment after nobody can find it any more.
    wait_for 5 "the control groups of $NETNS in $hierarchy to be empty" has_no_groups "$hierarchy/$NETNS"
  done
}

has_no_groups() {
  [ -d "$1" ] || return 0
  find "$1" -depth -type d -exec rmdir {} + 2>/dev/null
}
