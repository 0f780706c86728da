# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# The stored state of a run: one file of key=value lines, so that every transition is one synced write.

state_clear() {
  s_state=NONE s_epoch=0 s_nonce='' s_boot='' s_kind='' s_steps=0 s_staged=0 s_begun=0 s_done=0 s_failed=0 s_rcs=''
  s_deadline=0 s_lease=0 s_leaseuntil=0 s_cap=0 s_expiry=0 s_hold=0 s_baseline=0 s_hfrom=0 s_hboot='' s_nodes='' s_voters=0
  s_word=none s_witness=0 s_code=0 s_given=0 s_tries=0 s_plan='' s_user='' s_host='' s_reason='' s_released=0
  s_trouble='' s_reboot=no s_timeout=0
}

# Reads dir/state without a fork. No file: NONE. Not whole or not ours: DAMAGED, which nothing leads out of.
state_load() {
  local line key value whole=0
  state_clear
  [ -e "$dir/state" ] || return 0
  while IFS= read -r line; do
    key=${line%%=*}
    value=${line#*=}
    is_value "$value" || break
    case $key in
      epoch | steps | staged | begun | done | failed | deadline | lease | leaseuntil | cap | expiry | hold | baseline | hfrom | \
        voters | witness | code | given | tries | released | timeout) is_number "$value" || break ;;
    esac
    case $key in
      state) s_state=$value ;;
      epoch) s_epoch=$value ;;
      nonce) s_nonce=$value ;;
      boot) s_boot=$value ;;
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
      end) whole=1 ;;
      *) break ;;
    esac
  done 2>/dev/null <"$dir/state"
  case $s_state in
    ARMED | PREPARED | CONFIRMED | SEALED | REVERTING | REVERTED) ;;
    *) whole=0 ;;
  esac
  if [ "$whole" = 0 ]; then
    state_clear
    s_state=DAMAGED
    return 0
  fi
  # The disk refused the word REVERTING: it is kept here, and a reboot leads to the same.
  case $s_state in
    ARMED | PREPARED) [ ! -e "$vol/lapsed" ] || s_state=REVERTING ;;
  esac
  return 0
}

# As state_load, for answers: what is read is on disk. Needed under the lock too: a handler may have been killed
# between its rename and its sync.
state_load_synced() {
  state_load
  [ "$s_state" = NONE ] || sync "$dir"
}

state_text() {
  printf '%s=%s\n' state "$s_state" epoch "$s_epoch" nonce "$s_nonce" boot "$s_boot" kind "$s_kind" steps "$s_steps" \
    staged "$s_staged" begun "$s_begun" "done" "$s_done" failed "$s_failed" rcs "$s_rcs" deadline "$s_deadline" \
    lease "$s_lease" leaseuntil "$s_leaseuntil" cap "$s_cap" expiry "$s_expiry" hold "$s_hold" baseline "$s_baseline" hfrom "$s_hfrom" \
    hboot "$s_hboot" nodes "$s_nodes" voters "$s_voters" word "$s_word" witness "$s_witness" code "$s_code" \
    given "$s_given" tries "$s_tries" plan "$s_plan" user "$s_user" host "$s_host" reason "$s_reason" \
    released "$s_released" trouble "$s_trouble" reboot "$s_reboot" timeout "$s_timeout" end 1
}

# state_save TEXT: logs TEXT, writes the state, returns when both are on disk. Under the lock only.
state_save() {
  log_line "$s_state epoch=$s_epoch $1"
  if state_put "$dir/log"; then
    return 0
  fi
  rm -f "$dir/reserve" # a full disk: this room was kept for now
  state_put
}

# state_put [FILE]: as put, with fewer forks; FILE is synced with it.
state_put() {
  state_text 2>/dev/null >"$dir/.new.state" && sync "$dir/.new.state" "$@" && mv -f "$dir/.new.state" "$dir/state" &&
    sync "$dir"
}

is_live() {
  case $s_state in ARMED | PREPARED | REVERTING) return 0 ;; esac
  return 1
}

is_over() {
  case $s_state in SEALED | REVERTED) return 0 ;; esac
  return 1
}

# The lease as last renewed; never less than the one of the arming.
lease_load() {
  local until end
  lease_until=$s_leaseuntil
  { read -r until end <"$vol/lease"; } 2>/dev/null || return 0
  if [ "${end:-}" = end ] && is_number "$until" && [ "$until" -gt "$lease_until" ]; then
    lease_until=$until
  fi
  return 0
}

# Whether a live run has lapsed: sets lapse to the reason, or to nothing. Boot id first, then times.
lapse_check() {
  lapse=
  case $s_state in ARMED | PREPARED) ;; *) return 0 ;; esac
  if [ "$s_boot" != "$boot" ]; then
    lapse=reboot
  elif [ "$s_state" = PREPARED ] && [ "$now" -ge "$s_expiry" ]; then
    lapse=expiry
  elif [ "$s_state" = ARMED ] && [ "$now" -ge "$s_deadline" ]; then
    lapse=deadline
  elif [ -e "$vol/trip" ]; then
    lapse=trip
  elif [ "$s_state" = ARMED ]; then
    lease_load
    [ "$now" -lt "$lease_until" ] || lapse=lease
  fi
}

# Looks for a run that leaves no room for another: sets holder to it and loads its state, or returns 1.
holder_find() {
  local d mine=$dir
  for d in "$D"/[A-Za-z0-9]*; do
    dir=$d
    vol=$GUARD_RUN/${d##*/}
    if [ "$d" != "$mine" ] && [ -e "$d/state" ]; then
      state_load
      if is_live || [ "$s_state" = CONFIRMED ] || [ "$s_state" = DAMAGED ]; then
        holder=${d##*/}
        return 0
      fi
    fi
  done
  return 1
}

# Removes what ended 14 days ago: until then the tombstone answers late messages.
prune() {
  local old kept=$dir keptvol=$vol
  find "$D" -mindepth 2 -maxdepth 2 -name state -mtime +14 2>/dev/null | while IFS= read -r old; do
    dir=${old%/state}
    vol=$GUARD_RUN/${dir##*/}
    state_load
    if is_over; then
      rm -rf "$dir"
    fi
  done
  dir=$kept vol=$keptvol
}
