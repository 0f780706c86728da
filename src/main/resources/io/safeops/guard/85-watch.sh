# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# The process that watches one run. A tick costs one fork (sleep) and a few reads: it must be on time on a node whose
# processors a storm has taken.

watch_main() {
  local ticks=0 blind=0
  volatile_dir || return 1
  exec 7>>"$vol/guard.lock"
  if ! flock -n 7; then
    sleep 0.2 # a guard that was killed leaves its last sleep behind, or there is another one
    return 1
  fi
  while ! boot_id; do sleep 0.1; done
  start_time $$ || return 1
  printf '%s %s\n' "$$" "$started" >"$vol/watch" || return 1
  trap '' HUP INT
  probe_pids=
  none_since=
  hold_kept=
  revert_reset
  while :; do
    if clock; then
      blind=0
    else
      blind=$((blind + 1))
      [ "$blind" -lt 20 ] || now=999999999999999 # a node without a clock cannot keep a deadline: it is over
    fi
    [ -z "$now" ] || watch_tick
    ticks=$((ticks + 1))
    sleep "$GUARD_TICK"
  done
}

watch_tick() {
  state_load
  case $s_state in
    ARMED | PREPARED)
      lapse_check
      if [ -n "$lapse" ]; then
        watch_lapse
      elif [ "$((ticks % 10))" = 0 ]; then
        probes_start
      fi
      ;;
    REVERTING) ;;
    SEALED | REVERTED) watch_end ;;
    NONE) watch_none ;;
    *) ;; # confirmed: kept until it is sealed; damaged: a human is needed, nothing is touched
  esac
  if [ "$s_state" = REVERTING ]; then
    watch_revert
  fi
}

# Under the lock everything is looked at again: an extend or a commit may have come first.
watch_lapse() {
  if run_lock 50; then
    state_load
    clock
    lapse_check
    if [ -n "$lapse" ]; then
      revert_begin
    fi
  fi
  run_unlock
}

# Under the lock. If the disk refuses, memory must do: no message leads forward from here, and a reboot reverts too.
revert_begin() {
  tripped
  s_state=REVERTING
  s_reason=$lapse
  [ "$lapse" != trip ] || s_reason=trip:$trip
  hold_restart
  if ! state_save "$s_reason"; then
    : >"$vol/lapsed"
  fi
}

# The hold of a soft node counts in this boot's uptime; in another boot it begins again, in full.
hold_restart() {
  if [ "$s_hboot" != "$boot" ]; then
    s_hboot=$boot
    s_hfrom=$now
  fi
}

watch_revert() {
  if [ "$s_kind" = soft ]; then
    if [ "$s_hboot" != "$boot" ] && [ -n "$hold_kept" ]; then
      s_hboot=$boot
      s_hfrom=$hold_kept
    elif [ "$s_hboot" != "$boot" ]; then
      if run_lock 500; then
        state_load
        if [ "$s_state" = REVERTING ]; then
          hold_restart
          state_save "hold begins again" || hold_kept=$s_hfrom # the disk refused: memory must do
        fi
      fi
      run_unlock
      return 0
    fi
    if [ "$now" -gt "$((s_hfrom + s_hold))" ]; then
      revert_finish "hold is over" && watch_end
      return 0
    fi
  fi
  [ "$now" -ge "$next_round" ] || [ "$((ticks - round_tick))" -gt 30 ] || return 0
  revert_round
  clock
  next_round=$((now + pause))
  round_tick=$ticks
  if [ "$complete" = 1 ] && revert_finish "restored"; then
    watch_end
  fi
}

# Nothing left to do: the run's volatile files go, and this process.
watch_end() {
  if run_lock 500 && clean_up; then
    rm -rf "$vol"
    run_unlock
    # What systemd has read anew knows no exit status of ours as a success any more.
    ! unit_forget || exit 0
    exit "$GUARD_ENDED"
  fi
  run_unlock
}

# No state: an arming holds the lock, or was cut short. Then nothing was done here and nothing is left.
watch_none() {
  lock_open || exit "$GUARD_ENDED"
  [ -n "$none_since" ] || none_since=$now
  if lock_try; then
    state_load
    if [ "$s_state" = NONE ]; then
      clean_up
      rm -rf "$vol"
      run_unlock
      exit "$GUARD_ENDED"
    fi
  elif [ "$((now - none_since))" -gt 3000 ]; then
    lock_kill 1
  fi
  run_unlock
}

# Starts each probe, and again one that has died.
probes_start() {
  local line=0 id rest pid
  [ -e "$dir/probes" ] && [ ! -e "$vol/trip" ] || return 0
  while read -r id rest; do
    line=$((line + 1))
    pid=${probe_pids##* "$line":}
    [ "$pid" != "$probe_pids" ] || pid=
    pid=${pid%% *}
    if [ -z "$pid" ] || ! kill -0 "$pid" 2>/dev/null; then
      /bin/sh "$dir/guard.sh" probe "$D" "$run" "$line" </dev/null >/dev/null 2>&1 7>&- 8>&- 9>&- &
      probe_pids="$probe_pids $line:$! "
    fi
  done <"$dir/probes"
}

# After a reboot, before northd and ovn-controller: the undo, for at most 20 s; the watch goes on with what is left. The
# local part runs once only: it may need what comes up later.
boot_main() {
  local limit ticks=0
  [ -e "$dir/state" ] && volatile_dir && boot_id && clock || return 0
  [ ! -e "$vol/booted" ] || return 0 # a restart of the guard in a boot that has had its pass
  : >"$vol/booted"
  state_load
  if ! is_live || [ "$s_boot" = "$boot" ]; then
    return 0
  fi
  revert_reset
  limit=$((now + 2000))
  [ "$s_state" = REVERTING ] || watch_lapse
  if [ "$s_state" = REVERTING ]; then
    part_limit=200
    locals_run
    part_limit=800
    while [ "$s_kind" = voter ] && [ "$ticks" -lt 40 ] && clock && [ "$now" -lt "$limit" ]; do
      undos_run
      if [ "$undone_all" = 1 ] || [ "$conflict" = 1 ]; then
        return 0
      fi
      # What it waits for starts only when this pass has ended.
      [ "${rc:-1}" -ne 75 ] || return 0
      ticks=$((ticks + 1))
      sleep 0.3
    done
  fi
}
