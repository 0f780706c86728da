# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# The undo: its parts run one at a time, each with a time limit, and are repeated until they prove that they restored
# everything.

part_limit=3000 # centiseconds

# part_run FILE STEP: runs an undo part in a session of its own. Sets rc: 124 after the time limit, 125 if the run ended
# meanwhile (a soft node was released).
part_run() {
  local pid ticks=0 limit keeper
  output_begin part "$vol/part.out"
  (
    exec 6>&- 7>&- 8>&- 9>&-
    cd "$home" 2>/dev/null || cd /
    exec setsid env "SAFEOPS_RUN=$run" "SAFEOPS_STEP=$2" "SAFEOPS_HOME=$home" "SAFEOPS_STORE=$store" /bin/sh "$1"
  ) </dev/null >&3 2>&1 3>&- &
  pid=$!
  exec 3>&-
  clock
  limit=$((${now:-0} + part_limit))
  rc=
  while kill -0 "$pid" 2>/dev/null; do
    ticks=$((ticks + 1))
    if [ "$ticks" -gt 600 ] || { clock && [ "$now" -ge "$limit" ]; }; then
      rc=124
      break
    fi
    if [ "$ticks" -lt 10 ]; then sleep 0.02; else sleep 0.1; fi
    watchdog_feed
    state_load
    if is_over; then
      rc=125
      break
    fi
  done
  if [ -n "$rc" ]; then
    part_kill
  else
    wait "$pid"
    rc=$?
    kill -KILL "-$pid" 2>/dev/null
  fi
  output_end
}

# A part that waits for a dead disk dies when the disk answers: the guard does not wait for it.
part_kill() {
  ticks=0
  while kill -KILL "-$pid" "$pid" 2>/dev/null && [ "$ticks" -lt 20 ]; do
    ticks=$((ticks + 1))
    sleep 0.05
  done
}

# Sets home, the directory with the files that the steps left for their undos: in memory if it is there.
home_find() {
  home=$vol/home.$s_begun
  [ -d "$home" ] || home_keep "$s_begun" || home=$dir/home
}

# Logs an attempt: for an undo every attempt; for a local part, which may run for hours, only a changed result.
part_note() {
  local last
  if [ "$1" = local ]; then
    case $noted in *" $2:$rc "*) return 0 ;; esac
    noted=$(printf %s "$noted" | sed "s/ $2:[0-9]* / /")" $2:$rc "
  fi
  last=$(tail -c 300 "$vol/part.out" 2>/dev/null | encode)
  note "$1 $2 rc=$rc${killed:+ ($killed)} out=$last"
  killed=
}

# Adds a line to the log from outside the lock. While a message is being handled, the line is kept for the next time.
note() {
  local line ticks=0
  untold=$untold$1'
'
  lock_open || return 0
  until lock_try; do
    ticks=$((ticks + 1))
    if [ "$ticks" -gt 10 ]; then
      run_unlock
      return 0
    fi
    sleep 0.03
  done
  while IFS= read -r line; do
    [ -z "$line" ] || log_line "$line"
  done <<LINES
$untold
LINES
  untold=
  run_unlock
}

# Runs every staged local part once, last step first. Sets quiet to 1 if all found nothing harmful.
locals_run() {
  local k=$s_staged
  quiet=1
  while [ "$k" -ge 1 ]; do
    if [ -e "$store/$k.local" ]; then
      part_run "$store/$k.local" "$k"
      [ "$rc" -eq 0 ] || quiet=0
      part_note local "$k"
      [ "$rc" -ne 125 ] || return 0
    fi
    k=$((k - 1))
  done
}

# During the undo of a voter its local parts run in a process of their own. In the same process, a local part that waits for
# the Southbound to show the undo would delay that undo. Without local parts the harm could return meanwhile.
hold_begin() {
  hold_pid=
  case $(echo "$store"/*.local) in *'*'*) return 0 ;; esac
  program_find
  setsid /bin/sh "$program" hold "$D" "$run" </dev/null >/dev/null 2>&1 6>&- 7>&- 8>&- 9>&- &
  hold_pid=$!
  sleep 0.3
}

hold_end() {
  [ -n "$hold_pid" ] || return 0
  kill -KILL "-$hold_pid" "$hold_pid" 2>/dev/null
  wait "$hold_pid" 2>/dev/null
  hold_pid=
}

hold_main() {
  local k parent=$PPID
  store_find
  state_load
  home_find
  cd "$home" || return 1
  while [ -e "/proc/$parent" ]; do
    state_load
    [ "$s_state" = REVERTING ] || return 0
    k=$s_staged
    while [ "$k" -ge 1 ]; do
      if [ -e "$store/$k.local" ]; then
        SAFEOPS_RUN=$run SAFEOPS_STEP=$k SAFEOPS_HOME=$home /bin/sh "$store/$k.local"
      fi
      k=$((k - 1))
    done
    sleep 0.1
  done
}

# Sets store, the directory from which the parts are read: the disk if they could not be copied to memory.
store_find() {
  store=$vol
  [ -e "$vol/complete" ] || store=$dir
}

# Whether an undo is not done yet.
undo_pending() {
  local k=$s_begun
  while [ "$k" -ge 1 ]; do
    case $undone in *" $k "*) ;; *) [ ! -e "$store/$k.undo" ] || return 0 ;; esac
    k=$((k - 1))
  done
  return 1
}

# Runs the undos that are not proven yet, in reverse order, and stops at one that must be retried. A conflict (3: the object
# is no longer ours and was not changed) does not stop the others: someone else now owns the object. Sets undone_all.
undos_run() {
  local k=$s_begun
  undone_all=1
  conflict=0
  while [ "$k" -ge 1 ]; do
    case $undone in *" $k "*) ;; *)
      if [ -e "$store/$k.undo" ]; then
        part_run "$store/$k.undo" "$k"
        part_note undo "$k"
        case $rc in
          0) undone="$undone $k " ;;
          3)
            conflict=1
            undone_all=0
            ;;
          *)
            undone_all=0
            return 0
            ;;
        esac
      fi
      ;;
    esac
    k=$((k - 1))
  done
}

# Records a problem that a human must know; the undo is still retried.
trouble_note() {
  local trouble=''
  if [ "$conflict" = 1 ]; then
    trouble=conflict
  elif [ "$undone_all" = 0 ] && [ "$rounds" -ge 5 ]; then
    trouble=failing
  fi
  [ "$trouble" != "$s_trouble" ] || return 0
  if run_lock 500; then
    state_load
    if [ "$s_state" = REVERTING ] && [ "$s_trouble" != "$trouble" ]; then
      s_trouble=$trouble
      state_turn "undo: ${trouble:-goes on}"
    fi
  fi
  run_unlock
}

# Resets the results of an earlier attempt of this process.
revert_reset() {
  step_gone=0 undone='' noted=' ' rounds=0 pause=20 next_round=0 idle_ticks=0 killed='' untold='' undone_all=0 conflict=0 quiet=0
}

# One round of the undo. Sets complete to 1 when a voter has proven that everything is restored, or a released soft node is
# quiet. It waits for nothing that a dead disk could block: after CONFIRMED, REVERTING is on disk before it is in memory;
# from the other states a reboot also leads to the undo.
revert_round() {
  complete=0
  if [ "$step_gone" = 0 ]; then
    step_kill
    step_gone=1
  fi
  home_find
  rounds=$((rounds + 1))
  if [ "$s_kind" = voter ]; then
    undone_all=1 conflict=0
    if undo_pending; then
      hold_begin
      undos_run
      hold_end
    fi
    pass_over
    locals_run
    if [ "$undone_all" = 1 ] && [ "$quiet" = 1 ]; then
      complete=1
    fi
    trouble_note
  else
    pass_over
    locals_run
    # Until it is released, a soft node repeats its local part: the harm may return while the voters have not decided.
    [ "$quiet" = 0 ] || [ "$s_released" = 0 ] || complete=1
  fi
  if [ "$quiet" = 1 ] && [ "$s_kind" = soft ]; then
    pause=100
  else
    pause=$((pause * 2))
    [ "$pause" -le 200 ] || pause=200
  fi
}

# For the boot unit: writes what has been undone, or why it need not wait.
pass_over() {
  local word=failing
  if [ "$s_kind" = soft ]; then
    word=local
  elif [ "$undone_all" = 1 ]; then
    word=undone
  elif [ "$conflict" = 1 ]; then
    word=conflict
  elif [ "${rc:-1}" -eq 75 ]; then
    word=waits # it waits for something that starts only after the boot unit has ended
  fi
  printf '%s\n' "$word" 2>/dev/null >"$vol/pass"
}

# Ends the run on this node: writes the final state first, then removes everything else.
revert_finish() {
  local ended=1
  [ -z "$untold" ] || note 'the log was busy'
  if run_lock 500 && state_settle; then
    state_load
    if [ "$s_state" = REVERTING ]; then
      s_state=REVERTED
      s_trouble=
      if state_save "$1" && clean_up; then
        ended=0
      fi
    fi
  fi
  run_unlock
  return "$ended"
}
