# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# One step of the change. It runs in a cgroup of its own (without systemd: in a session of its own), so that nothing of it
# is left when an undo begins.

step_unit() {
  unit=safeops-step-$run-$1.service
}

# Starts the step. Under the lock, after "begin" is on disk.
step_spawn() {
  program_find
  if systemd_runs; then
    step_unit "$1"
    timeout 20 systemd-run --quiet --collect --unit="$unit" --property=KillMode=control-group \
      --property=KillSignal=SIGKILL --description="safeops step $1 of run $run" \
      /bin/sh "$program" step "$D" "$run" "$1" </dev/null >/dev/null 2>&1 6>&- 7>&- 8>&- 9>&-
  else
    setsid /bin/sh "$program" step "$D" "$run" "$1" </dev/null >/dev/null 2>&1 6>&- 7>&- 8>&- 9>&- &
  fi
}

# The step's own process. It checks again, under the lock, whether the step may begin: meanwhile the handler that started it
# may have been killed, and the undo may have begun. It is recorded before it begins, so that the undo finds it.
step_main() {
  local k=$1 pid ticks=0 limit rc
  run_lock 500 || return 1
  state_load
  clock
  lapse_check
  if [ "$s_state" != ARMED ] || [ -n "$lapse" ] || [ "$s_begun" != "$k" ] || [ "$s_done" != "$((k - 1))" ] ||
    ! (set -C && echo >"$vol/step.$k") 2>/dev/null; then
    log_line "step $k not run: $s_state $lapse"
    run_unlock
    return 1
  fi
  start_time $$ || return 1
  printf '%s %s %s\n' "$$" "$started" "$(step_cgroup)" >"$vol/step" || return 1
  run_unlock

  cd "$dir/home" || return 1
  output_begin step "$vol/$k.out"
  SAFEOPS_RUN=$run SAFEOPS_STEP=$k SAFEOPS_HOME=$dir/home SAFEOPS_MARK=$dir:$$:$started \
    /bin/sh "$vol/$k.do" </dev/null >&3 2>&1 3>&- &
  pid=$!
  exec 3>&-
  clock
  limit=$((now + s_timeout))
  while kill -0 "$pid" 2>/dev/null && [ "$ticks" -lt "$s_timeout" ] && clock && [ "$now" -lt "$limit" ]; do
    ticks=$((ticks + 2))
    if [ "$ticks" -lt 40 ]; then sleep 0.02; else sleep 0.05; fi
  done
  if kill -0 "$pid" 2>/dev/null; then
    rc=124
    kill -KILL "$pid" 2>/dev/null
  else
    wait "$pid"
    rc=$?
  fi
  step_kill_others
  output_end
  if [ "$rc" = 124 ]; then
    printf '\nsafeops: the step took longer than %s centiseconds and was killed\n' "$s_timeout" 2>/dev/null >>"$vol/$k.out"
  fi
  home_keep "$k"
  step_done "$k" "$rc"
}

# output_begin step|part FILE: opens file 3 as a pipe to a process in a session of its own, which keeps the first and the
# last part of the output in FILE. So the output of a step or an undo does not fill memory, and does not fail when memory is
# full. Sets keeper.
output_begin() {
  local pipe=$vol/$1.pipe
  keeper=
  if ! [ -p "$pipe" ] || ! true 2>/dev/null 5<>"$pipe"; then
    rm -f "$2"
    exec 3>/dev/null
    return 0
  fi
  exec 5<>"$pipe" # with both ends open, the next two opens do not block
  exec 4<"$pipe"
  exec 3>"$pipe" 5>&-
  # shellcheck disable=SC2016 # expanded by the inner shell
  setsid /bin/sh -c 'if true >"$1"; then exec >"$1"; else exec >/dev/null; fi; head -c 65536; tail -c 4096' sh "$2" \
    <&4 2>/dev/null 3>&- 4<&- 6>&- 7>&- 8>&- 9>&- &
  keeper=$!
  exec 4<&-
}

# Ends the output: waits until no process writes to the pipe any more, at most half a second.
output_end() {
  local ticks=0
  [ -n "$keeper" ] || return 0
  while kill -0 "$keeper" 2>/dev/null; do
    ticks=$((ticks + 1))
    [ "$ticks" != 25 ] || kill -KILL "-$keeper" "$keeper" 2>/dev/null
    [ "$ticks" -lt 50 ] || return 0
    sleep 0.02
  done
}

step_done() {
  run_lock 1000 || return 1
  state_settle || return 1
  state_load
  if [ "$s_state" = ARMED ] && [ "$s_boot" = "$boot" ] && [ "$s_begun" = "$1" ] && [ "$s_done" = "$(($1 - 1))" ]; then
    s_done=$1
    s_rcs=$s_rcs,$2
    [ "$2" -eq 0 ] || s_failed=$1
    state_save "done $1 rc=$2"
  fi
  run_unlock
}

# home_keep STEP: copies to memory the files that the steps up to this one left for their undos, if they need at most half
# of the free space. Stops after one second: the disk may be dead.
home_keep() {
  local ticks=0
  [ ! -d "$vol/home.$1" ] || return 0
  (
    exec 7>&- 8>&- 9>&- >/dev/null 2>&1
    rm -rf "$vol/home.new"
    if ! home_fits || ! cp -a "$dir/home" "$vol/home.new" || ! mv "$vol/home.new" "$vol/home.$1"; then
      rm -rf "$vol/home.new"
    fi
  ) &
  while kill -0 "$!" 2>/dev/null && [ "$ticks" -lt 50 ]; do
    ticks=$((ticks + 1))
    sleep 0.02
  done
  [ -d "$vol/home.$1" ]
}

# One or two small files, as most steps leave, are always copied.
home_fits() {
  local size free block
  size=$(du -sk "$dir/home") && size=${size%%[!0-9]*} && is_number "$size" || return 1
  free=$(stat -f -c %a "$vol") && block=$(stat -f -c %S "$vol") && is_number "$free" && is_number "$block" || return 1
  [ "$size" -le 64 ] || [ "$((size * 2))" -le "$((free * block / 1024))" ]
}

# Prints the directory of this process's cgroup if it is the step's own cgroup, or else `session`.
step_cgroup() {
  local line path base
  while IFS= read -r line; do
    path=${line#*:*:}
    case $path in */safeops-step-*.service)
      for base in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
        if [ -e "$base$path/cgroup.procs" ] && grep -qx "$$" "$base$path/cgroup.procs" 2>/dev/null; then
          echo "$base$path"
          return 0
        fi
      done
      ;;
    esac
  done </proc/self/cgroup
  echo session
}

# Sets pids to the processes of the recorded step (leader, its start time, its cgroup or `session`), without zombies.
step_pids() {
  local p line leader=$1 since=$2 cgroup=$3 group
  pids=
  if [ "$cgroup" != session ]; then
    while read -r p; do
      pids="$pids $p"
    done 2>/dev/null <"$cgroup/cgroup.procs"
    return 0
  fi
  # If another process now has the leader's number, the session is empty.
  if ! [ -e "/proc/$leader" ] || ! start_time "$leader" || [ "$started" = "$since" ]; then
    for p in /proc/[0-9]*; do
      { IFS= read -r line <"$p/stat"; } 2>/dev/null || continue
      # shellcheck disable=SC2086 # split on purpose
      set -- ${line##*) }
      if [ "${1:-Z}" != Z ] && [ "${4:-0}" = "$leader" ]; then
        pids="$pids ${p#/proc/}"
      fi
    done
  fi
  # A process that left the session still has the mark in its environment.
  while IFS= read -r p; do
    p=${p#/proc/}
    [ -z "$p" ] || pids="$pids ${p%/environ}"
  done <<MARKED
$(grep -lszxF "SAFEOPS_MARK=$dir:$leader:$since" /proc/[0-9]*/environ 2>/dev/null)
MARKED
}

# Whether a process is the one that keeps a step's output: it ends by itself when no process writes any more.
output_reads() {
  [ -n "${keeper:-}" ] && [ "/proc/$1/fd/0" -ef "$vol/step.pipe" ]
}

# Kills the remaining processes of the step, except the step's own process.
step_kill_others() {
  local leader since cgroup p left rounds=0
  read -r leader since cgroup <"$vol/step" || return 0
  while [ "$rounds" -lt 100 ]; do
    left=
    step_pids "$leader" "$since" "$cgroup"
    for p in $pids; do
      if [ "$p" != "$$" ] && ! output_reads "$p" && start_time "$p"; then
        left=1
        kill -KILL "$p" 2>/dev/null
      fi
    done
    [ -n "$left" ] || return 0
    rounds=$((rounds + 1))
    sleep 0.02
  done
}

# Before any undo: kills the step and waits until nothing of it is left, at most 10 s, and at most 1 s for processes that
# wait for a disk. A remaining process dies when it leaves the kernel.
step_kill() {
  local leader since cgroup rounds=0 asleep=0
  { read -r leader since cgroup <"$vol/step"; } 2>/dev/null || return 0
  while [ "$rounds" -lt 200 ] && [ "$asleep" -lt 20 ]; do
    step_pids "$leader" "$since" "$cgroup"
    [ -n "$pids" ] || break
    # shellcheck disable=SC2086 # numbers
    kill -KILL $pids 2>/dev/null
    rounds=$((rounds + 1))
    if pids_wait_for_disk; then asleep=$((asleep + 1)); else asleep=0; fi
    watchdog_feed
    sleep 0.05
  done
  if [ "$rounds" -gt 0 ]; then
    killed="step killed, $rounds rounds${pids:+, still there:$pids}"
  fi
}

# Whether all pids are in uninterruptible sleep in the kernel.
pids_wait_for_disk() {
  local p
  for p in $pids; do
    ! start_time "$p" || [ "$activity" = D ] || return 1
  done
}
