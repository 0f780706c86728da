# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# Files that survive a power cut, locks, and the chained log.

# put FILE: standard input becomes FILE, whole or not at all, on disk when this returns.
put() {
  local new=${1%/*}/.new.${1##*/}
  if cat >"$new" && sync "$new" && mv -f "$new" "$1" && sync "${1%/*}"; then
    return 0
  fi
  rm -f "$new"
  return 1
}

# The run's lock is open file 9. Helpers that write under it inherit it on purpose: when a handler is killed, an mv it
# left behind still holds the lock until it has ended. What outlives a message (step, guard, probe, part) must not have it.
# On a file system that has become read-only it is held all the same: the undo must go on there.
lock_open() {
  [ -d "$dir" ] || return 1
  if true 2>/dev/null >>"$dir/lock"; then
    exec 9>>"$dir/lock"
  else
    { true <"$dir/lock"; } 2>/dev/null || return 1
    exec 9<"$dir/lock"
  fi
}

lock_try() {
  flock -n 9 2>/dev/null || return 1
  if [ "$dir/lock" -ef /proc/self/fd/9 ]; then
    return 0
  fi
  exec 9>&- # the file was replaced while we waited
  lock_open
  return 1
}

# run_lock CENTISECONDS: waits that long, then kills whoever holds the lock. A stopped process, a starved one or a dead
# disk may hold it; every message can be killed at any line.
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
  if [ "$kills" -gt 0 ]; then
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
    if [ "${p#/proc/}" != "$$" ] && [ "$p/fd/9" -ef "$dir/lock" ]; then
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

# The node's lock is open file 8: one arming at a time.
node_lock() {
  local ticks=0
  true 2>/dev/null >>"$D/.lock" || return 1
  exec 8>>"$D/.lock"
  until flock -n 8 2>/dev/null; do
    ticks=$((ticks + 1))
    [ "$ticks" -le 100 ] || return 1
    sleep 0.1
  done
}

node_unlock() {
  exec 8>&-
}

# Appends a line to the run's log, under the run's lock: SHA256 UPTIME WALLTIME TEXT, where the hash covers the hash of
# the line before and the rest of this one. Few forks: on a node whose processors a storm has taken each one is felt.
log_line() {
  local last before wall hash
  last=$(tail -n 1 "$dir/log" 2>/dev/null && echo .)
  case $last in
    '' | .) before=0 ;;
    *'
.') before=${last%% *} ;;
    *)
      before=torn # a power cut cut the last line short
      printf '\n' >>"$dir/log"
      ;;
  esac
  clock
  wall=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  hash=$(
    sha256sum <<LINE
$before ${now:-0} $wall $1
LINE
  )
  printf '%s %s %s %s\n' "${hash%% *}" "${now:-0}" "$wall" "$1" 2>/dev/null >>"$dir/log"
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

volatile_dir() {
  mkdir -p "$vol" 2>/dev/null
  [ -d "$vol" ] && [ ! -L "$vol" ] && [ ! -L "$GUARD_RUN" ] && [ -O "$GUARD_RUN" ]
}
