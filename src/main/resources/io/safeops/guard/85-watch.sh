# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# The watch process of one run. It sleeps until something is due or a message wakes it, and checks every two seconds anyway:
# reading the state in memory takes no fork. It must be on time even when a storm takes the node's CPU time.

watch_main() {
  local blind=0
  volatile_dir || return 1
  exec 7>>"$vol/guard.lock"
  if ! flock -n 7; then
    sleep 0.2 # another guard may run, or the last sleep of a killed guard still has the file open
    return 1
  fi
  trap '' HUP INT
  trap : USR1 # woken by a message or by a probe that trips: see guard_wake
  while ! boot_id; do sleep 0.1; done
  start_time $$ || return 1
  in_place "$vol/watch" "$$ $started" || return 1
  watching=1
  fed=
  feeder=
  sleeper=
  latest=0
  probe_pids=
  none_since=
  hold_kept=
  fills=0
  revert_reset
  while :; do
    wake=$GUARD_IDLE
    if clock; then
      blind=0
    else
      blind=$((blind + 1))
      wake=10
      [ "$blind" -lt 20 ] || now=999999999999999 # a node without a clock cannot keep a deadline: the run has lapsed
    fi
    watchdog_feed
    if [ -n "$now" ]; then
      watch_tick
      case $s_state in ARMED | PREPARED) [ "$now" -lt "$latest" ] || latest=$now ;; *) latest=0 ;; esac
    fi
    watch_sleep
  done
}

# Sleeps for `wake` centiseconds, or until a signal. An interrupted sleep process continues and is waited for again if it
# ends early enough. So a guard that is woken often starts no more sleep processes than another one.
watch_sleep() {
  local part
  [ "$wake" -ge 5 ] || wake=5
  [ "$wake" -le "$GUARD_IDLE" ] || wake=$GUARD_IDLE
  if ! sleep_lasts || [ -z "$now" ] || [ "$now" -ge "$sleep_end" ] || [ "$((sleep_end - now))" -gt "$wake" ]; then
    sleep_stop
    part=$((100 + wake % 100))
    sleep "$((wake / 100)).${part#1}" 7>&- &
    sleeper=$!
    ! start_time "$sleeper" || sleeper=$sleeper:$started
    sleep_end=$((${now:-0} + wake))
  fi
  wait "${sleeper%:*}"
}

# Whether the last sleep process still runs. If it has ended, another process may have its number.
sleep_lasts() {
  [ -n "$sleeper" ] && start_time "${sleeper%:*}" && [ "$started" = "${sleeper#*:}" ]
}

sleep_stop() {
  ! sleep_lasts || kill "${sleeper%:*}" 2>/dev/null
  sleeper=
}

# Tells systemd that the guard is alive, three times per watchdog period. Does not wait for it: systemd may be busy. A
# sender that still waits for an answer the next time is killed.
watchdog_feed() {
  [ -n "${NOTIFY_SOCKET:-}" ] && [ -n "${watching:-}" ] || return 0
  if [ -z "${fed:-}" ] || [ -z "$now" ] || [ "$now" -lt "$fed" ] || [ "$((now - fed))" -ge "$((GUARD_WATCHDOG * 33))" ]; then
    fed=$now
    if [ -n "${feeder:-}" ] && start_time "${feeder%:*}" && [ "$started" = "${feeder#*:}" ]; then
      kill -KILL "${feeder%:*}" 2>/dev/null
    fi
    systemd-notify WATCHDOG=1 </dev/null >/dev/null 2>&1 6>&- 7>&- 8>&- 9>&- &
    feeder=$!
    ! start_time "$feeder" || feeder=$feeder:$started
  fi
}

watch_tick() {
  if ! [ -e "$vol/complete" ] && ! watch_fill; then
    wake=20
    return 0
  fi
  store_find
  [ ! -e "$vol/writing" ] || watch_settle
  state_load
  case $s_state in
    ARMED | PREPARED)
      lapse_check
      if [ -n "$lapse" ]; then
        watch_lapse
      else
        probes_start
      fi
      watch_due
      ;;
    REVERTING) ;;
    SEALED | REVERTED) watch_end ;;
    NONE)
      wake=10
      watch_none
      ;;
    *) ;; # confirmed: kept until it is sealed; damaged: a human is needed, nothing is changed
  esac
  if [ "$s_state" = REVERTING ]; then
    watch_revert
  fi
  if [ -e "$vol/unsaved" ] || [ -s "$vol/log.new" ] || [ -s "$vol/log.out" ]; then
    watch_save
  fi
}

# Sets wake to the next of these times.
watch_due() {
  local due=$s_expiry
  if [ "$s_state" = ARMED ]; then
    due=$lease_until
    [ "$due" -le "$s_deadline" ] || due=$s_deadline
  fi
  [ "$((due - now))" -ge "$wake" ] || wake=$((due - now))
}

# After a boot: copies from disk to memory what an undo needs. Tries for two seconds, then uses the disk itself: memory may
# be full.
watch_fill() {
  if lock_open && lock_try; then
    disk vol_fill
  fi
  run_unlock
  [ ! -e "$vol/complete" ] || return 0
  fills=$((fills + 1))
  [ "$fills" -gt 10 ]
}

# Copies the state last: if it is in memory, the rest is too. A state that a message has put there meanwhile is kept. Syncs
# first: a restarted container can read what it wrote before it is on disk.
vol_fill() {
  local file begun=0
  if [ -e "$dir/state" ]; then
    sync "$dir" || return 1
    for file in "$dir"/*.undo "$dir"/*.local "$dir/probes" "$dir/guard.sh"; do
      [ ! -e "$file" ] || cp "$file" "$vol/" || return 1
    done
    begun=$(sed -n 's/^begun=//p' "$dir/state")
    is_number "$begun" || return 1
    home_keep "$begun" # without space in memory the disk is used
    [ -p "$vol/part.pipe" ] || mkfifo "$vol/part.pipe" 2>/dev/null
    [ -e "$vol/reserve" ] || reserve_make "$(stat -c %s "$dir/state")"
    [ -s "$vol/log.last" ] || log_last >"$vol/log.last"
    cat "$dir/state" >"$vol/fill.state" || return 1
    ln "$vol/fill.state" "$vol/state" 2>/dev/null || [ -e "$vol/state" ] || return 1
    rm -f "$vol/fill.state"
    true >"$vol/complete"
  fi
}

# Writes to disk what only memory has, if neither a message nor the disk is busy.
watch_save() {
  if lock_open && lock_try; then
    if disk_try; then
      log_hand_over
      disk_begin unsaved_put
    else
      kill_stopped 6 "$lock.disk"
    fi
  fi
  run_unlock
}

# Under the lock everything is checked again: an extend or a commit may have come first.
watch_lapse() {
  if is_deciding; then
    wake=10
  elif run_lock 50; then
    state_load
    clock
    lapse_check
    if [ -n "$lapse" ] && ! is_deciding; then
      revert_begin
    fi
  fi
  run_unlock
}

# Copies to memory what a killed message wrote, if it is on disk. Only the disk can tell; no process is killed to find out.
watch_settle() {
  if lock_open && lock_try; then
    if [ -e "$vol/written" ]; then
      state_settle
    elif disk_try; then
      disk_begin state_ask
    else
      kill_stopped 6 "$lock.disk"
    fi
  fi
  run_unlock
}

# Starts the undo, under the lock. After this no message moves the run forward, and a reboot reverts too.
revert_begin() {
  tripped
  s_state=REVERTING
  s_reason=$lapse
  [ "$lapse" != trip ] || s_reason=trip:$trip
  hold_restart
  state_turn "$s_reason" || s_state=ARMED # neither memory nor disk takes the state: retried at once
}

# The hold of a soft node is measured in the uptime of this boot; in another boot it starts again in full.
hold_restart() {
  [ -n "$now" ] || return 0
  if [ "$s_hboot" != "$boot" ] || [ "$now" -lt "$s_hfrom" ]; then
    s_hboot=$boot
    s_hfrom=$now
  fi
}

watch_revert() {
  if [ "$s_kind" = soft ]; then
    if [ "$s_hboot" != "$boot" ] || [ "$now" -lt "$s_hfrom" ]; then
      if run_lock 500; then
        state_load
        if [ "$s_state" = REVERTING ]; then
          hold_restart
          state_turn "hold begins again"
        fi
      fi
      run_unlock
      wake=5
      return 0
    fi
    if [ "$now" -gt "$((s_hfrom + s_hold))" ]; then
      revert_finish "hold is over" && watch_end
      return 0
    fi
  fi
  # A clock that stops or goes back does not delay the end.
  if [ "$now" -lt "$next_round" ] && [ "$((next_round - now))" -le "$pause" ] && [ "$idle_ticks" -lt 30 ]; then
    idle_ticks=$((idle_ticks + 1))
    revert_due
    return 0
  fi
  revert_round
  clock
  next_round=$((now + pause))
  idle_ticks=0
  revert_due
  if [ "$complete" = 1 ] && revert_finish "restored"; then
    watch_end
  fi
}

# Sets wake to the next round, or to the end of a soft node's hold.
revert_due() {
  local due=$next_round
  if [ "$s_kind" = soft ] && [ "$((s_hfrom + s_hold))" -lt "$due" ]; then
    due=$((s_hfrom + s_hold + 1))
  fi
  wake=$((due - now))
}

# Nothing is left to do: removes the run's volatile files and ends this process.
watch_end() {
  if run_lock 500 && clean_up; then
    rm -rf "$vol"
    run_unlock
    sleep_stop
    # After a reload systemd no longer knows our exit status as a success.
    ! unit_forget || exit 0
    exit "$GUARD_ENDED"
  fi
  run_unlock
  wake=20
}

# There is no state: an arming holds the lock, or was interrupted. If it was interrupted, nothing was done here and nothing
# is left.
watch_none() {
  lock_open || exit "$GUARD_ENDED"
  [ -n "$none_since" ] || none_since=$now
  if lock_try; then
    if state_settle; then
      state_load
      if [ "$s_state" = NONE ] && clean_up; then
        rm -rf "$vol"
        run_unlock
        exit "$GUARD_ENDED"
      fi
    fi
  elif [ "$((now - none_since))" -gt 3000 ]; then
    lock_kill 1
  fi
  run_unlock
}

# Starts each probe, and restarts one that has died. Bash waits between two checks without a process: see `nap`.
probes_start() {
  local line=0 id rest pid shell=/bin/sh
  [ -s "$vol/probes" ] && [ ! -e "$vol/trip" ] || return 0
  program_find
  [ ! -x /bin/bash ] || shell=/bin/bash
  while read -r id rest; do
    line=$((line + 1))
    pid=${probe_pids##* "$line":}
    [ "$pid" != "$probe_pids" ] || pid=
    pid=${pid%% *}
    if [ -z "$pid" ] || ! kill -0 "$pid" 2>/dev/null; then
      "$shell" "$program" probe "$D" "$run" "$line" </dev/null >/dev/null 2>&1 6>&- 7>&- 8>&- 9>&- &
      probe_pids="$probe_pids $line:$! "
    fi
  done <"$vol/probes"
}

# After a reboot, before northd and ovn-controller: waits until the watch has undone what it can, at most 20 s. A local part
# may need a service that starts later: it has two seconds.
boot_main() {
  local limit ticks=0 word locals=0
  volatile_area && clock || return 0
  limit=$((now + 2000))
  while [ "$ticks" -lt 100 ] && clock && [ "$now" -lt "$limit" ]; do
    state_load
    if ! is_live || { [ "$s_boot" = "$boot" ] && [ "$s_state" != REVERTING ]; }; then
      return 0
    fi
    word=
    { read -r word <"$vol/pass"; } 2>/dev/null
    case $word in
      undone | conflict | waits) return 0 ;;
      local)
        locals=$((locals + 1))
        [ "$locals" -lt 10 ] || return 0
        ;;
    esac
    ticks=$((ticks + 1))
    sleep 0.2
  done
}
