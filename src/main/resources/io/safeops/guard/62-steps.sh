# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# Messages while a run goes on: STAGE, DO, BEAT, EXTEND, STATUS, LOG.

# The file's content as sent, to tell a repeated message from another script with the same number.
same_file() {
  if [ -z "$2" ]; then
    [ ! -e "$1" ]
  else
    [ -e "$1" ] && [ "$(encode <"$1")" = "$2" ]
  fi
}

m_stage() {
  need step || return 0
  if [ "$q_act" = 0 ] && [ -n "$q_undo" ]; then
    no bad "an undo needs a step that acts on this node (act=1)"
    return 0
  fi
  if [ "$s_kind" = soft ] && [ "$q_act" != 0 ]; then
    no bad "this node is soft: no step is done here"
    return 0
  fi
  in_state ARMED && forward || return 0
  if [ "$q_step" = "$s_staged" ] && [ "$s_begun" -lt "$q_step" ] &&
    same_file "$vol/$q_step.undo" "$q_undo" && same_file "$vol/$q_step.local" "$q_local"; then
    ok # a repeat
    return 0
  fi
  if [ "$q_step" -ne "$((s_done + 1))" ] || [ "$s_staged" -ne "$s_done" ] || [ "$q_step" -gt "$s_steps" ] ||
    [ "$s_failed" -ne 0 ]; then
    no step "step $q_step cannot be staged: $s_staged of $s_steps are staged, $s_done done, failed: $s_failed"
    return 0
  fi
  if ! stage_part undo "$q_undo" || ! stage_part local "$q_local"; then
    return 0
  fi
  s_staged=$q_step
  if [ "$q_act" = 0 ]; then
    s_done=$q_step
    s_rcs=$s_rcs,-
  fi
  if state_save "staged $q_step act=$q_act"; then
    ok
  else
    disk_failed
  fi
}

# Writes to disk before memory, because a repeated message looks in memory.
stage_part() {
  rm -f "$vol/$q_step.$1"
  if [ -n "$2" ] && ! printf %s "$2" | base64 -d >/dev/null 2>&1; then
    no bad "$1= is not base64"
    return 1
  fi
  if ! disk stage_file "$dir/$q_step.$1" "$2"; then
    disk_failed
    return 1
  fi
  [ -z "$2" ] || printf %s "$2" | base64 -d 2>/dev/null >"$vol/$q_step.$1" || {
    rm -f "$vol/$q_step.$1"
    no disk "$GUARD_RUN cannot be written"
    return 1
  }
}

stage_file() {
  if [ -z "$2" ]; then
    rm -f "$1"
  else
    printf %s "$2" | base64 -d | put "$1"
  fi
}

m_do() {
  need step "do" timeout || return 0
  if [ "$q_step" -ge 1 ] && [ "$q_step" -le "$s_begun" ]; then
    after=step # a repeated message is answered from the record: the step never runs again
    return 0
  fi
  in_state ARMED && forward || return 0
  if [ "$s_kind" != voter ] || [ "$q_step" -ne "$s_staged" ] || [ "$q_step" -ne "$((s_done + 1))" ]; then
    no step "step $q_step cannot be done: $s_staged are staged, $s_done done"
    return 0
  fi
  if ! printf %s "$q_do" | base64 -d 2>/dev/null >"$vol/$q_step.do"; then
    no bad "do= is not base64, or $GUARD_RUN cannot be written"
    return 0
  fi
  s_begun=$q_step
  s_timeout=$q_timeout
  if ! state_save "begin $q_step"; then
    disk_failed
    return 0
  fi
  after=step
  step_spawn "$q_step" || log_line "step $q_step could not be started"
}

# Waits outside the lock for the result of step q_step, then answers.
step_wait() {
  local ticks=0 limit rc
  clock
  limit=$((now + s_timeout + 1000))
  while [ "$s_state" = ARMED ] && [ "$s_done" -lt "$q_step" ] && clock && [ "$now" -lt "$limit" ]; do
    ticks=$((ticks + 1))
    if [ "$ticks" -lt 20 ]; then sleep 0.02; else sleep 0.1; fi
    state_load
  done
  if ! run_lock 1000; then
    run_unlock
    s_state=UNKNOWN
    no busy "another process holds the lock of the run"
    return 0
  fi
  [ ! -e "$vol/written" ] || state_settle
  state_load
  if [ "$s_done" -ge "$q_step" ]; then
    rc=$(printf %s "$s_rcs" | cut -d , -f "$((q_step + 1))")
    ok "rc=$rc" "out=$(tail -c 4096 "$vol/$q_step.out" 2>/dev/null | encode)"
  elif [ "$s_state" = ARMED ]; then
    no step "step $q_step began but has no result"
  else
    shown_state
    no state "step $q_step was interrupted: this node is $shown"
  fi
  run_unlock
}

# Sets probes (ID:STATE,...) and held, whether every probe that counts holds now.
probes_read() {
  local id rest status
  probes='' held=1
  [ -e "$vol/probes" ] || return 0
  while read -r id rest; do
    status=baseline
    { read -r status <"$vol/probe.$id"; } 2>/dev/null
    is_value "$status" || status=unknown
    probes=$probes,$id:${status:-baseline}
    case ${status%%:*} in
      ok | failing) ;;
      *) held=0 ;;
    esac
  done <"$vol/probes"
  probes=${probes#,}
}

probes_hold() {
  probes_read
  if [ "$held" != 1 ]; then
    no probes "not all probes hold" "probes=$probes"
    return 1
  fi
}

tripped() {
  trip=
  { read -r trip <"$vol/trip"; } 2>/dev/null
  is_value "$trip" || trip=unknown
}

m_beat() {
  need leaseuntil || return 0
  probes_read
  tripped
  case $s_state in
    ARMED)
      if [ "$s_boot" != "$boot" ]; then
        no boot "the node was rebooted: it is in boot $boot"
        return 0
      fi
      clock
      lapse_check
      case $lapse in
        '') ;;
        reboot)
          no boot "the node was rebooted: its uptime went back to $now"
          return 0
          ;;
        trip)
          no probes "a probe tripped" "trip=$trip" "probes=$probes"
          return 0
          ;;
        *)
          no late "the $lapse of this node has passed" "probes=$probes"
          return 0
          ;;
      esac
      # leaseuntil is an absolute time, so a late copy renews nothing. It is never more than one lease ahead.
      [ "$q_leaseuntil" -le "$((now + s_lease))" ] || q_leaseuntil=$((now + s_lease))
      if [ "$q_leaseuntil" -gt "$lease_until" ]; then
        if ! in_place "$vol/lease" "$q_leaseuntil $now end"; then
          no disk "$GUARD_RUN cannot be written: the lease is not renewed"
          return 0
        fi
      fi
      ;;
    PREPARED | CONFIRMED) ;;
    *)
      shown_state
      no state "this node is $shown" "trip=$trip" "probes=$probes"
      return 0
      ;;
  esac
  ok "trip=$trip" "probes=$probes"
}

m_extend() {
  need deadline || return 0
  in_state ARMED && forward || return 0
  if [ "$q_deadline" -gt "$s_cap" ]; then
    no cap "the deadline can be at most $s_cap"
    return 0
  fi
  if [ "$q_deadline" -gt "$s_deadline" ]; then
    s_hold=$((s_hold + q_deadline - s_deadline))
    s_deadline=$q_deadline
    if ! state_save "deadline $s_deadline"; then
      disk_failed
      return 0
    fi
    guard_wake
  fi
  ok "deadline=$s_deadline"
}

m_status() {
  local last=''
  if [ -n "$q_epoch" ] && [ "$s_state" != NONE ] && [ "$s_state" != DAMAGED ]; then
    same_epoch || return 0
  fi
  in_time || return 0
  probes_read
  tripped
  [ -z "$s_trouble" ] || last=text=$(tail -c 2048 "$vol/part.out" 2>/dev/null | encode)
  ok "kind=$s_kind" "nodes=$s_nodes" "begun=$s_begun" "deadline=$s_deadline" "reason=$s_reason" "trouble=$s_trouble" "trip=$trip" \
    "probes=$probes" "reboot=$s_reboot" "user=$s_user" "host=$s_host" ${last:+"$last"}
}

# Prints the log on disk, after the lines that only memory had are written there.
m_log() {
  local lines
  if ! disk_take; then
    disk_silent
    return 0
  fi
  log_hand_over
  disk_begin log_append
  disk_wait
  lines=$(disk_reads log_part | grep -c '')
  ok "lines=$lines" "log=$(disk_reads log_part | encode)"
}

log_part() {
  tail -n "+$q_from" "$dir/log" 2>/dev/null | head -c 49152
}
