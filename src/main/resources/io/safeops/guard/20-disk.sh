# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# Files that survive a power cut, locks, and the chained log.

# at_run NAME: sets the paths of that run's files.
at_run() {
  dir=$D/$1
  vol=$GUARD_RUN/$1
  lock=$GUARD_RUN/.locks/$1
}

# put FILE: writes standard input to FILE, completely or not at all; it is on disk when this returns.
put() {
  local new=${1%/*}/.new.${1##*/}
  if cat >"$new" && sync "$new" && mv -f "$new" "$1" && sync "${1%/*}"; then
    return 0
  fi
  rm -f "$new"
  return 1
}

# in_place FILE LINE: overwrites the first line of a small file in memory without freeing its space: memory may be full, and
# another process could take freed space. The rest of a longer old line stays below and is not read.
in_place() {
  printf '%s\n' "$2" 2>/dev/null 1<>"$1"
}

# disk FUNCTION [ARG...]: runs a function that accesses the state directory in a process that does not hold the run's lock.
# A process that waits for a dead disk cannot be killed. The process that waits for it here can be killed, which frees its
# locks. The disk processes of one run execute one after the other, in the order in which they held the lock (open file 6).
# Returns 75 if an earlier one has not ended.
disk() {
  local worker
  disk_take || return 75
  disk_begin "$@"
  disk_wait
}

# Waits one second for an earlier disk process.
disk_take() {
  local ticks=0
  until disk_try; do
    ticks=$((ticks + 1))
    [ "$ticks" != 10 ] || kill_stopped 6 "$lock.disk"
    [ "$ticks" -le 20 ] || return 1
    sleep 0.05
  done
}

# kill_stopped FD FILE: kills stopped processes that have this lock open, because they would block it forever. A process
# that waits for a disk is not killed.
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

# Returns the status of the disk process. Signals wake a guard and end its `wait` too early. Meanwhile it tells systemd that
# it is alive. It waits at most five seconds, less than a message waits for the lock before it kills the holder; then it
# returns 2, unknown.
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

# The run's lock is open file 9. No process that may outlive a message has it open: no step, guard, probe, undo part or disk
# process.
lock_open() {
  [ -d "$GUARD_RUN/.locks" ] || volatile_area || return 1 # a clean-up may have removed it
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

# run_lock CENTISECONDS: waits that long, then kills the process that holds the lock. The holder may be stopped, short of
# CPU time, or waiting for a dead disk. Every message handler can safely be killed at any line.
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

# Closing the file is enough: no process that outlives a message has it open.
run_unlock() {
  exec 9>&-
}

# Kills the processes that hold the lock, also stopped ones. The kernel names them, so no stale record is used. On a kernel
# that does not name them it kills, after five rounds, every process that has the file open.
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

# The node's lock is open file 8: only one arming at a time, whatever its state directory.
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

# Adds a line to the run's log, under the run's lock: SHA256 UPTIME WALLTIME TEXT. The hash covers the hash of the line
# before and the rest of this line. The line is on disk when the next state is. It uses few forks: during a storm, when a
# node has little CPU time, each fork is slow.
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

# Prints the hash of the last line on disk, or `torn` if a power cut has cut the line short.
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

# Under the lock: moves the log lines that are not on disk to log.out, until log_append has appended them.
log_hand_over() {
  [ -s "$vol/log.new" ] || return 0
  if [ -e "$vol/log.out" ]; then
    cat "$vol/log.new" >>"$vol/log.out" && rm -f "$vol/log.new"
  else
    mv -f "$vol/log.new" "$vol/log.out"
  fi
}

# Appends log.out to the log on disk. Lines that an interrupted earlier attempt has appended are found by their hash.
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

# disk_reads FUNCTION [ARG...]: runs a function without the run's lock and prints its output. Used for files without a copy
# in memory.
disk_reads() {
  (
    exec 6>&- 7>&- 8>&- 9>&- 2>/dev/null
    "$@"
  )
}

# Creates D: a real directory that belongs to this user and is closed to others.
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

# Creates the directory for the volatile files of all runs. The locks stay when a run ends: no process may wait for a lock
# on a deleted file.
volatile_area() {
  [ -d "$GUARD_RUN/.locks" ] || mkdir -p "$GUARD_RUN/.locks" 2>/dev/null
  [ -d "$GUARD_RUN/.locks" ] && [ ! -L "$GUARD_RUN" ] && [ -O "$GUARD_RUN" ]
}

volatile_dir() {
  volatile_area || return 1
  [ -d "$vol" ] || mkdir "$vol" 2>/dev/null
  [ -d "$vol" ] && [ ! -L "$vol" ] && [ -O "$vol" ]
}

# Sets storage: network (the state directory hangs when the network fails), volatile (it is lost at a reboot) or local.
# Decides by the file system, or else by the devices below its block device, as shown in /sys.
storage_kind() {
  local device
  storage=local
  case $(stat -f -c %T "$D" 2>/dev/null || echo unknown) in
    tmpfs | ramfs | overlay*) storage=volatile ;;
    nfs* | cifs | smb* | fuse* | ceph | gfs* | ocfs2 | afs | lustre | v9fs) storage=network ;;
    *)
      device=$(stat -c %d "$D" 2>/dev/null) || return 0
      # The same as glibc's makedev, for numbers below 4096 and 1048576.
      device=$(((device >> 8) & 4095)):$(((device & 255) | ((device >> 12) & 1048320)))
      ! storage_is_remote "$GUARD_SYS/dev/block/$device" || storage=network
      ;;
  esac
}

# storage_is_remote DEVICE: iSCSI and Fibre Channel devices are below their session or remote port in /sys; a partition is
# below its disk; a device built from others (LVM, RAID, multipath) lists them as its slaves.
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
