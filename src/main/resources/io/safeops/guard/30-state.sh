# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# The stored state of a run: one file of key=value lines, so that every transition is one synced write.

state_clear() {
  s_state=NONE s_epoch=0 s_nonce='' s_boot='' s_kind='' s_steps=0 s_staged=0 s_begun=0 s_done=0 s_failed=0 s_rcs=''
  s_seen=0 s_deadline=0 s_lease=0 s_leaseuntil=0 s_cap=0 s_expiry=0 s_hold=0 s_baseline=0 s_hfrom=0 s_hboot='' s_nodes='' s_voters=0
  s_word=none s_witness=0 s_code=0 s_given=0 s_tries=0 s_plan='' s_user='' s_host='' s_reason='' s_released=0
  s_trouble='' s_reboot=no s_timeout=0
}

# Loads the state. Since arming, or since the guard started in this boot, there is a copy in memory. It is never older than
# the disk, and reading it takes no fork. Without a copy the state is read from disk. It is synced first, because a handler
# may have been killed between rename and sync. No file: NONE. An incomplete file or one of another user: DAMAGED, a state
# that cannot be left.
state_load() {
  local text
  state_clear
  if [ -e "$vol/state" ] && state_parse 2>/dev/null <"$vol/state"; then
    return 0
  fi
  text=$(disk_reads state_on_disk)
  case $text in
    '') state_clear ;;
    *)
      state_parse <<TEXT || damaged_state
${text#found}
TEXT
      ;;
  esac
}

# The same as state_load, for runs that are only read: a tombstone has no copy in memory, so it is read from disk.
state_peek() {
  local from=$vol/state
  state_clear
  [ -e "$from" ] || from=$dir/state
  state_parse 2>/dev/null <"$from" || damaged_state
}

# Prints `found` and the state file, or nothing if there is no file.
state_on_disk() {
  [ -e "$dir/state" ] || return 0
  printf found
  sync "$dir"
  cat "$dir/state"
}

damaged_state() {
  state_clear
  s_state=DAMAGED
}

# Sets s_* from lines of key=value; fails if they are not complete.
state_parse() {
  local line key value whole=0
  state_clear
  while IFS= read -r line; do
    key=${line%%=*}
    value=${line#*=}
    is_value "$value" || break
    case $key in
      epoch | steps | staged | begun | done | failed | deadline | lease | leaseuntil | cap | expiry | hold | baseline | hfrom | \
        seen | voters | witness | code | given | tries | released | timeout) is_number "$value" || break ;;
    esac
    case $key in
      state) s_state=$value ;;
      epoch) s_epoch=$value ;;
      nonce) s_nonce=$value ;;
      boot) s_boot=$value ;;
      seen) s_seen=$value ;;
      kind) s_kind=$value ;;
      steps) s_steps=$value ;;
      staged) s_staged=$value ;;
      begun) s_begun=$value ;;
      done) s_done=$value ;;
      failed) s_failed=$value ;;
      rcs) s_rcs=$value ;;
      deadline) s_deadline=$value ;;
      lease) s_lease=$value ;;
      leaseuntil) s_leaseuntil=$value ;;
      cap) s_cap=$value ;;
      expiry) s_expiry=$value ;;
      hold) s_hold=$value ;;
      baseline) s_baseline=$value ;;
      hfrom) s_hfrom=$value ;;
      hboot) s_hboot=$value ;;
      nodes) s_nodes=$value ;;
      voters) s_voters=$value ;;
      word) s_word=$value ;;
      witness) s_witness=$value ;;
      code) s_code=$value ;;
      given) s_given=$value ;;
      tries) s_tries=$value ;;
      plan) s_plan=$value ;;
      user) s_user=$value ;;
      host) s_host=$value ;;
      reason) s_reason=$value ;;
      released) s_released=$value ;;
      trouble) s_trouble=$value ;;
      reboot) s_reboot=$value ;;
      timeout) s_timeout=$value ;;
      end)
        whole=1
        break # a file that was overwritten in place may have old text below
        ;;
      *) break ;;
    esac
  done
  case $s_state in
    ARMED | PREPARED | CONFIRMED | SEALED | REVERTING | REVERTED) ;;
    *) whole=0 ;;
  esac
  [ "$whole" = 1 ]
}

state_text() {
  printf '%s=%s\n' state "$s_state" epoch "$s_epoch" nonce "$s_nonce" boot "$s_boot" seen "$s_seen" kind "$s_kind" steps "$s_steps" \
    staged "$s_staged" begun "$s_begun" "done" "$s_done" failed "$s_failed" rcs "$s_rcs" deadline "$s_deadline" \
    lease "$s_lease" leaseuntil "$s_leaseuntil" cap "$s_cap" expiry "$s_expiry" hold "$s_hold" baseline "$s_baseline" hfrom "$s_hfrom" \
    hboot "$s_hboot" nodes "$s_nodes" voters "$s_voters" word "$s_word" witness "$s_witness" code "$s_code" \
    given "$s_given" tries "$s_tries" plan "$s_plan" user "$s_user" host "$s_host" reason "$s_reason" \
    released "$s_released" trouble "$s_trouble" reboot "$s_reboot" timeout "$s_timeout" end 1
}

# state_save TEXT: logs TEXT, writes the state, and returns when both are on disk. Only under the lock. vol/writing names
# the state that is being written until it is known whether it is on disk; then the state in memory becomes the new one.
# Fails if the disk did not take the state or does not answer.
state_save() {
  local rc
  volatile_dir || return 1
  if [ "$s_state $1" != "${refused:-}" ]; then
    log_line "$s_state epoch=$s_epoch $1"
  fi
  refused="$s_state $1" # set until the disk takes it: a repeated attempt is not logged again
  ! clock || s_seen=$now
  disk_take || return 1 # from here on no other process writes these files
  log_hand_over
  rm -f "$vol/written"
  if ! state_out; then
    rm -f "$vol/writing"
    reserve_give
    if ! state_out; then
      rm -f "$vol/writing"
      exec 6>&-
      return 1
    fi
  fi
  disk_begin state_put
  disk_wait
  rc=$?
  case $rc in
    0)
      refused=
      state_publish
      ;;
    2) return 1 ;; # it is unknown what the disk has; later code asks the disk
    *)
      rm -f "$vol/writing"
      return 1
      ;;
  esac
}

state_out() {
  state_text 2>/dev/null >"$vol/new.state" && printf '%s\n' "$s_state" 2>/dev/null >"$vol/writing"
}

# reserve_make SIZE: reserves space in memory for a change of a state of this many bytes, and for the end of the run. A log
# or the output of a step may have filled /run by then. `spare.state` is overwritten in place, so no other process can take
# its space.
reserve_make() {
  head -c "$(($1 + 8192))" /dev/zero 2>/dev/null | tr '\0' '\n' 2>/dev/null >"$vol/spare.state" &&
    head -c "$(($1 + 16384))" /dev/zero 2>/dev/null >"$vol/reserve" &&
    touch "$vol/reserve.1" "$vol/reserve.2" "$vol/reserve.3" "$vol/spare.unsaved" "$vol/spare.trip" 2>/dev/null
}

# Memory is full, of bytes or of files: frees the reserved space.
reserve_give() {
  rm -f "$vol/reserve" "$vol/reserve.1" "$vol/reserve.2" "$vol/reserve.3"
}

# The written state is on disk.
written() {
  if ! true 2>/dev/null >"$vol/written"; then
    reserve_give
    true 2>/dev/null >"$vol/written"
  fi
}

# Writes vol/new.state to disk. Returns 1 if it is not on disk, 2 if that is unknown.
state_put() {
  log_append
  if ! state_replace; then
    rm -f "$dir/reserve" # the disk is full: free the reserved space
    state_replace || return 1
  fi
  sync "$dir" && written || return 2
}

state_replace() {
  cat "$vol/new.state" 2>/dev/null >"$dir/.new.state" && sync "$dir/.new.state" &&
    mv -f "$dir/.new.state" "$dir/state"
}

# Makes the state on disk the state in memory too. An earlier process may have been killed between the two.
state_publish() {
  [ ! -e "$vol/new.state" ] || mv -f "$vol/new.state" "$vol/state" || return 1
  rm -f "$vol/writing" "$vol/written" "$vol/unsaved"
}

# Under the lock: finds out whether the write of a killed message is on disk. Fails while the disk does not answer.
state_settle() {
  [ -e "$vol/writing" ] || return 0
  [ -e "$vol/written" ] || disk state_ask || return 1
  [ ! -e "$vol/written" ] || state_publish
}

state_ask() {
  sync "$dir" || return 1
  if [ -e "$dir/state" ] && [ "$(cat "$dir/state")" = "$(cat "$vol/new.state")" ]; then
    written
  else
    rm -f "$vol/writing"
  fi
}

# Whether a decision is being written and only the disk can tell whether it is stored. The guard waits for it: a node whose
# disk may have CONFIRMED does not undo.
is_deciding() {
  local target=
  { read -r target <"$vol/writing"; } 2>/dev/null
  case $target in CONFIRMED | SEALED) return 0 ;; esac
  return 1
}

# state_turn TEXT: the same as state_save, for a change to REVERTING from a state that a reboot also turns into REVERTING.
# The new state counts at once and is written to disk later. Without space in memory it is written to disk now.
state_turn() {
  volatile_dir || return 1
  log_line "$s_state epoch=$s_epoch $1"
  ! clock || s_seen=$now
  rm -f "$vol/writing"
  if turn_unsaved && turn_state; then
    return 0
  fi
  state_save "$1"
}

turn_unsaved() {
  true 2>/dev/null >"$vol/unsaved" || mv -f "$vol/spare.unsaved" "$vol/unsaved" 2>/dev/null
}

turn_state() {
  if state_text 2>/dev/null >"$vol/turn.state"; then
    mv -f "$vol/turn.state" "$vol/state"
  else
    rm -f "$vol/turn.state"
    [ -s "$vol/spare.state" ] && state_text 2>/dev/null 1<>"$vol/spare.state" && mv -f "$vol/spare.state" "$vol/state"
  fi
}

# Writes to disk what only memory has: the log and REVERTING. No process waits for it. Does nothing while the disk may have
# a newer, unpublished state. No other save can start meanwhile (open file 6), so one check is enough.
unsaved_put() {
  local text
  text=$(cat "$vol/state" && echo .)
  log_append
  [ -e "$vol/unsaved" ] && [ ! -e "$vol/writing" ] || return 0
  printf %s "${text%.}" | sed '/^end=/q' >"$dir/.new.state" && sync "$dir/.new.state" && mv -f "$dir/.new.state" "$dir/state" && sync "$dir" &&
    [ "$(cat "$vol/state" && echo .)" = "$text" ] && rm -f "$vol/unsaved"
}

is_live() {
  case $s_state in ARMED | PREPARED | REVERTING) return 0 ;; esac
  return 1
}

is_over() {
  case $s_state in SEALED | REVERTED) return 0 ;; esac
  return 1
}

# The end of the lease as last renewed; never before the end of the first lease. Sets lease_at, the time of the renewal.
lease_load() {
  local until at end
  lease_until=$s_leaseuntil
  lease_at=0
  { read -r until at end <"$vol/lease"; } 2>/dev/null || return 0
  if [ "${end:-}" = end ] && is_number "$until" && is_number "$at" && [ "$until" -gt "$lease_until" ]; then
    lease_until=$until
    lease_at=$at
  fi
  return 0
}

# Whether a live run has lapsed: sets lapse to the reason, or empty. Checks the boot first, then times. An uptime smaller
# than one seen before means a boot that the boot id does not show (a machine restored from a snapshot, a migrated
# container).
lapse_check() {
  lapse=
  case $s_state in ARMED | PREPARED) ;; *) return 0 ;; esac
  lease_load
  if [ -z "$now" ]; then
    lapse=clock # without a clock no deadline can be kept: the run has lapsed
  elif [ "$s_boot" != "$boot" ] || [ "$now" -lt "$s_seen" ] || [ "$now" -lt "$lease_at" ] || [ "$now" -lt "${latest:-0}" ]; then
    lapse=reboot
  elif [ "$s_state" = PREPARED ] && [ "$now" -ge "$s_expiry" ]; then
    lapse=expiry
  elif [ "$s_state" = ARMED ] && [ "$now" -ge "$s_deadline" ]; then
    lapse=deadline
  elif [ -e "$vol/trip" ]; then
    lapse=trip
  elif [ "$s_state" = ARMED ] && [ "$now" -ge "$lease_until" ]; then
    lapse=lease
  fi
}

# Looks for a live run that excludes another one: sets holder to it and loads its state, or returns 1. Also looks at runs in
# memory: they may have another state directory, or one that is gone.
holder_find() {
  local d
  for d in "$D"/[A-Za-z0-9]* "$GUARD_RUN"/[A-Za-z0-9]*; do
    if [ "${d##*/}" != "$run" ] && [ -e "$d/state" ]; then
      at_run "${d##*/}"
      state_peek
      if is_live || [ "$s_state" = CONFIRMED ] || [ "$s_state" = DAMAGED ]; then
        holder=${d##*/}
        return 0
      fi
    fi
  done
  return 1
}

# Removes runs that ended more than 14 days ago: until then their tombstones answer late messages.
prune() {
  local old
  find "$D" -mindepth 2 -maxdepth 2 -name state -mtime +14 2>/dev/null | while IFS= read -r old; do
    old=${old%/state}
    at_run "${old##*/}"
    state_peek
    if is_over; then
      rm -rf "$dir"
      rm -f "$lock" "$lock.disk"
    fi
  done
  at_run "$run"
}
