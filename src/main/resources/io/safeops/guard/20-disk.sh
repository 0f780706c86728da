# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# Files that survive a power cut, locks, and the chained log.

# at_run NAME: the files of that run.
at_run() {
  dir=$D/$1
  vol=$GUARD_RUN/$1
  lock=$GUARD_RUN/.locks/$1
}

# put FILE: standard input becomes FILE, whole or not at all, on disk when this returns.
put() {
  local new=${1%/*}/.new.${1##*/}
  if cat >"$new" && sync "$new" && mv -f "$new" "$1" && sync "${1%/*}"; then
    return 0
  fi
  rm -f "$new"
  return 1
}

# in_place FILE LINE: the first line of a small file in memory, without giving its room away: memory may be full, and what
# is given away is somebody else's then. What is left of a longer line stands below it, and is not read.
in_place() {
  printf '%s\n' "$2" 2>/dev/null 1<>"$1"
}

# disk FUNCTION [ARG...]: runs what touches the state directory in a process that does not hold the run's lock. A process
# that waits for a dead disk cannot be killed; whoever waits for it here can, and what it held is free then. Such processes
# of one run come one after the other, in the order in which the lock was held (open file 6). 75: an earlier one is not done.
disk() {
  local worker
  disk_take || return 75
  disk_begin "$@"
  disk_wait
}

# Waits a second for an earlier one.
disk_take() {
  local ticks=0
  until disk_try; do
    ticks=$((ticks + 1))
    [ "$ticks" != 10 ] || kill_stopped 6 "$lock.disk"
    [ "$ticks" -le 20 ] || return 1
    sleep 0.05
  done
}

# kill_stopped FD FILE: whoever has this lock open and was stopped would keep it from everybody. One that waits for a disk is
# left alone.
kill_stopped() {
  local p
  for p in /proc/[0-9]*; do
    if [ "$p/fd/$1" -ef "$2" ] && start_time "${p#/proc/}" && [ "$activity" = T ]; then
      kill -KILL "${p#/proc/}" 2>/dev/null
    fi
  done
}

disk_try() {
  true 2>/dev/null >>"$lock.disk" || return 1
  exec 6>>"$lock.disk"
  ! flock -n 6 2>/dev/null || return 0
  exec 6>&-
  return 1
}

disk_begin() {
  (
    exec 7>&- 8>&- 9>&- >/dev/null 2>&1
    "$@"
  ) &
  worker=$!
  exec 6>&-
}

# Returns what it returned. A guard is woken by signals, which end a `wait` too early; it says meanwhile that it lives, and
# waits for five seconds at most, less than a message waits for the lock before it kills its holder: 2 then, not known.
disk_wait() {
  local rc ticks=0
  while [ -n "${watching:-}" ] && kill -0 "$worker" 2>/dev/null; do
    ticks=$((ticks + 1))
    [ "$ticks" -le 100 ] || return 2
    sleep 0.05
    watchdog_feed
  done
  while :; do
    wait "$worker"
    rc=$?
    if [ "$rc" -le 128 ] || ! kill -0 "$worker" 2>/dev/null; then
      return "$rc"
    fi
  done
}

# The run's lock is open file 9. Nothing that may outlive a message has it: not a step, a guard, a probe, a part, nor what
# touches the disk.
lock_open() {
  [ -d "$GUARD_RUN/.locks" ] || volatile_area || return 1 # somebody may have tidied up
  true 2>/dev/null >>"$lock" || return 1
  exec 9>>"$lock"
}

lock_try() {
  flock -n 9 2>/dev/null || return 1
  if [ "$lock" -ef /proc/self/fd/9 ]; then
    return 0
  fi
  exec 9>&- # the file was replaced while we waited
  lock_open
  return 1
}

# run_lock CENTISECONDS: waits that long, then kills whoever holds the lock. A stopped process, a starved one or one that
# waits for a dead disk may hold it; every message can be killed at any line.
run_lock() {
  local limit ticks=0 kills=0
  lock_open || return 1
  clock && limit=$((now + $1)) || limit=0
  until lock_try; do
    if [ "$ticks" -lt "$(($1 / 3))" ] && clock && [ "$now" -lt "$limit" ]; then
      ticks=$((ticks + 1))
      sleep 0.03
    else
      kills=$((kills + 1))
      [ "$kills" -le 20 ] || return 1
      lock_kill "$kills"
      sleep 0.02
    fi
  done
  if [ "$kills" -gt 0 ] && [ -d "$vol" ]; then
    log_line "the lock was held too long: its holder was killed"
  fi
}

# Closing is enough: nothing that outlives a message has the file open.
run_unlock() {
  exec 9>&-
}

# Kills the processes that hold the lock, a stopped one too. The kernel says who they are, so no record can be stale;
# after five rounds, on a kernel that does not say it, every process that has the file open.
lock_kill() {
  local p
  for p in /proc/[0-9]*; do
    if [ "${p#/proc/}" != "$$" ] && [ "$p/fd/9" -ef "$lock" ]; then
      if [ "$1" -gt 5 ] || lock_held_by "$p"; then
        kill -KILL "${p#/proc/}" 2>/dev/null
      fi
    fi
  done
}

lock_held_by() {
  local word rest
  while read -r word rest; do
    [ "$word" != lock: ] || return 0
  done 2>/dev/null <"$1/fdinfo/9"
  return 1
}

# The node's lock is open file 8: one arming at a time, whichever state directory it has.
node_lock() {
  local ticks=0
  true 2>/dev/null >>"$GUARD_RUN/.locks/.node" || return 1
  exec 8>>"$GUARD_RUN/.locks/.node"
  until flock -n 8 2>/dev/null; do
    ticks=$((ticks + 1))
    [ "$ticks" != 20 ] || kill_stopped 8 "$GUARD_RUN/.locks/.node"
    [ "$ticks" -le 100 ] || return 1
    sleep 0.1
  done
}

node_unlock() {
  exec 8>&-
}

# A line in the run's log, under the run's lock: SHA256 UPTIME WALLTIME TEXT, where the hash covers the hash of the line
# before and the rest of this one. It is on the disk with the next state that is written there. Few forks: on a node whose
# processors a storm has taken each one is felt.
log_line() {
  local before='' wall hash
  { IFS= read -r before <"$vol/log.last"; } 2>/dev/null || before=$(disk_reads log_last)
  clock
  wall=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  hash=$(
    sha256sum <<LINE
${before:-0} ${now:-0} $wall $1
LINE
  )
  hash=${hash%% *}
  printf '%s %s %s %s\n' "$hash" "${now:-0}" "$wall" "$1" 2>/dev/null >>"$vol/log.new" &&
    in_place "$vol/log.last" "$hash"
}

# Prints the hash of the last line on the disk: `torn` where a power cut cut it short.
log_last() {
  local last
  last=$(tail -n 1 "$dir/log" 2>/dev/null && echo .)
  case $last in
    '' | .) echo 0 ;;
    *'
.') echo "${last%% *}" ;;
    *) echo torn ;;
  esac
}

# Under the lock: what the log has more than the disk is in log.out from here on, until log_append has appended it.
log_hand_over() {
  [ -s "$vol/log.new" ] || return 0
  if [ -e "$vol/log.out" ]; then
    cat "$vol/log.new" >>"$vol/log.out" && rm -f "$vol/log.new"
  else
    mv -f "$vol/log.new" "$vol/log.out"
  fi
}

# Appends log.out to the log on the disk; what an earlier attempt, cut short, has appended already is known by its hash.
log_append() {
  local last
  [ -s "$vol/log.out" ] || return 0
  last=$(log_last)
  [ "$last" != torn ] || printf '\n' >>"$dir/log"
  if grep -q "^$last " "$vol/log.out"; then
    sed -n "/^$last /,\$p" "$vol/log.out" | tail -n +2
  else
    cat "$vol/log.out"
  fi 2>/dev/null >>"$dir/log" && sync "$dir/log" && rm -f "$vol/log.out"
}

# disk_reads FUNCTION [ARG...]: prints what it prints, without the run's lock. For what this boot has no copy of.
disk_reads() {
  (
    exec 6>&- 7>&- 8>&- 9>&- 2>/dev/null
    "$@"
  )
}

# Makes D: a real directory of ours, closed to others.
state_dir() {
  is_path "$D" || return 1
  if [ ! -d "$D" ]; then
    mkdir -p "$D" 2>/dev/null || return 1
    sync "${D%/*}/" 2>/dev/null
  fi
  [ ! -L "$D" ] && [ -O "$D" ] && chmod 0700 "$D" 2>/dev/null
}

run_dir() {
  if [ ! -d "$dir" ]; then
    mkdir "$dir" 2>/dev/null || [ -d "$dir" ] || return 1
    sync "$D" || return 1
  fi
  [ ! -L "$dir" ] && [ -O "$dir" ] && chmod 0700 "$dir"
}

# What a reboot may lose of all runs. The locks stay when a run ends: whoever waits for one must not wait for a file that is
# gone.
volatile_area() {
  [ -d "$GUARD_RUN/.locks" ] || mkdir -p "$GUARD_RUN/.locks" 2>/dev/null
  [ -d "$GUARD_RUN/.locks" ] && [ ! -L "$GUARD_RUN" ] && [ -O "$GUARD_RUN" ]
}

volatile_dir() {
  volatile_area || return 1
  [ -d "$vol" ] || mkdir "$vol" 2>/dev/null
  [ -d "$vol" ] && [ ! -L "$vol" ] && [ -O "$vol" ]
}

# Sets storage: whether the state directory hangs with the network (network), is lost at a reboot (volatile), or neither
# (local). By its file system, else by the devices below its block device, as /sys shows them.
storage_kind() {
  local device
  storage=local
  case $(stat -f -c %T "$D" 2>/dev/null || echo unknown) in
    tmpfs | ramfs | overlay*) storage=volatile ;;
    nfs* | cifs | smb* | fuse* | ceph | gfs* | ocfs2 | afs | lustre | v9fs) storage=network ;;
    *)
      device=$(stat -c %d "$D" 2>/dev/null) || return 0
      # As glibc's makedev has it, for numbers below 4096 and 1048576.
      device=$(((device >> 8) & 4095)):$(((device & 255) | ((device >> 12) & 1048320)))
      ! storage_is_remote "$GUARD_SYS/dev/block/$device" || storage=network
      ;;
  esac
}

# storage_is_remote DEVICE: iSCSI and Fibre Channel devices hang below their session or remote port; a partition is below
# its disk; what is made of others (LVM, RAID, multipath) has them among its slaves.
storage_is_remote() {
  local place below
  place=$(readlink -f "$1" 2>/dev/null) || return 1
  case $place/ in
    */session[0-9]*/* | */rport-[0-9]*/* | */rbd[0-9]*/* | */nbd[0-9]*/* | */drbd[0-9]*/* | */nvme-fabrics/* | */nvme-subsystem/*)
      return 0
      ;;
  esac
  for below in "$place"/slaves/* "$place"/../slaves/*; do
    if [ -e "$below" ] && storage_is_remote "$below"; then
      return 0
    fi
  done
  return 1
}
