# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# Messages that decide: WITNESS, WORD, PREPARE, COMMIT, ABORT, REVERT, SEAL, RELEASE, FENCE.

# save_reply TEXT: stores the transition on disk before it is answered.
save_reply() {
  if state_save "$1"; then
    guard_wake
    ok
  else
    state_load
    disk_failed
  fi
}

m_witness() {
  local code
  in_state ARMED && forward && all_done || return 0
  if [ "$s_witness" != 1 ] || [ "$s_word" = none ]; then
    no bad "this node was not armed as the witness of a code"
    return 0
  fi
  if [ "$s_code" != 1 ]; then
    code=$(head -c 1024 /dev/urandom | tr -dc 2-9A-HJKMNP-Z | head -c 6)
    # The code is in memory only: after a reboot it confirms nothing.
    if [ "${#code}" != 6 ] || ! printf '%s\n' "$code" 2>/dev/null >"$vol/code"; then
      disk_failed
      return 0
    fi
    s_code=1
    if ! state_save "code made"; then
      disk_failed
      return 0
    fi
  fi
  { IFS= read -r code <"$vol/code"; } 2>/dev/null
  console_show "$code"
  # The code is sent in band only if the inventory says that there is no out-of-band path.
  if [ "$s_word" = inband ]; then
    ok "shown=$shown_on" "code=$code"
  else
    ok "shown=$shown_on"
  fi
}

# Writes the code to every console. Sets shown_on. A console that nobody reads may block: each has a limit of one second.
console_show() {
  local name rest names='' left
  remaining_time
  left=$((remaining / 100))
  shown_on=
  while read -r name rest; do
    names="$names $name"
  done 2>/dev/null <"$GUARD_PROC/consoles"
  for name in $names console tty1; do
    case ,$shown_on, in *",$name,"*) continue ;; esac
    case $name in *[!A-Za-z0-9]*) continue ;; esac
    if [ -w "$GUARD_DEV/$name" ] && [ ! -d "$GUARD_DEV/$name" ]; then
      # Written by a process of its own: opening a terminal must not make it our controlling terminal.
      if console_text "$1" "$left" | console_write "$GUARD_DEV/$name"; then
        shown_on=$shown_on,$name
      fi
    fi
  done
  shown_on=${shown_on#,}
}

console_write() {
  # shellcheck disable=SC2016 # expanded by the inner shell
  timeout 1 /bin/sh -c 'cat >>"$1"' sh "$1" 2>/dev/null 9>&-
}

console_text() {
  printf '\r\n\r\n*** safeops: run %s on %s waits for a confirmation: %s seconds left, then everything is undone.\r\n' \
    "$run" "$(uname -n)" "$2"
  printf '*** If everything works, type the code into the session of %s on %s, or there, in another terminal:\r\n' "$s_user" "$s_host"
  printf '***     safeops confirm %s --code %s\r\n\r\n' "$run" "$1"
}

m_word() {
  local code=''
  need code || return 0
  in_state ARMED && forward || return 0
  if [ "$s_code" != 1 ]; then
    no state "this node has not made a code yet"
    return 0
  fi
  if [ "$s_given" != 1 ]; then
    if [ "$s_tries" -ge 5 ]; then
      no tries "five wrong codes: this run can only be undone" "tries=0"
      return 0
    fi
    # The try is counted on disk before the code is compared: a handler that is killed here gives no free try.
    s_tries=$((s_tries + 1))
    if ! state_save "code try $s_tries"; then
      disk_failed
      return 0
    fi
  fi
  { IFS= read -r code <"$vol/code"; } 2>/dev/null
  if [ -n "$code" ] && [ "$(printf %s "$q_code" | tr '[:lower:]' '[:upper:]')" = "$code" ]; then
    if [ "$s_given" = 1 ]; then
      ok
    else
      s_given=1
      save_reply "code right"
    fi
  else
    no wrong-code "not the code shown on this node" "tries=$((5 - s_tries))"
  fi
}

last_agent() {
  [ "$s_kind" = voter ] && [ "$s_voters" = 1 ]
}

m_prepare() {
  need expiry || return 0
  if [ "$s_state" = PREPARED ]; then
    forward && ok # never renews
    return 0
  fi
  in_state ARMED && forward && all_done || return 0
  if last_agent; then
    no voters "the only voter needs no prepare: commit it"
    return 0
  fi
  word_given && probes_hold || return 0
  if [ "$q_expiry" -le "$now" ]; then
    no late "the expiry $q_expiry has passed"
    return 0
  fi
  s_state=PREPARED
  s_expiry=$q_expiry
  save_reply "expiry $s_expiry"
}

m_commit() {
  case $s_state in
    CONFIRMED | SEALED)
      ok
      return 0
      ;;
  esac
  if [ "$s_kind" != voter ]; then
    no voters "this node is soft: it is released, not confirmed"
    return 0
  fi
  if last_agent; then
    in_state ARMED && forward && all_done && word_given && probes_hold || return 0
  else
    in_state PREPARED && forward || return 0
  fi
  s_state=CONFIRMED
  save_reply "confirmed"
}

# If a reboot would lead to the undo too, the undo begins at once, whatever the disk does. While a decision is being written
# to disk, it waits for that first, as it would after a reboot.
m_abort() {
  if [ "$s_state" = NONE ] || is_deciding; then
    if ! state_settle; then
      disk_silent
      return 0
    fi
    state_load
  fi
  if [ "$s_state" = NONE ]; then
    tombstone
    return 0
  fi
  same_epoch && in_time || return 0
  case $s_state in
    ARMED | PREPARED)
      s_state=REVERTING
      s_reason=abort
      # After a reboot this node undoes the change in any case: an abort that comes first does not change the reason.
      [ "$s_boot" = "$boot" ] || s_reason=reboot
      turn_reply "$s_reason"
      ;;
    REVERTING) ok ;;
    REVERTED) after=end ;;
    *)
      shown_state
      no state "too late: this node is $shown"
      ;;
  esac
}

turn_reply() {
  if state_turn "$1"; then
    guard_wake
    ok
  else
    state_load
    disk_failed
  fi
}

# A run that was not armed here can never be armed here any more.
tombstone() {
  state_clear
  s_state=REVERTED s_epoch=$q_epoch s_nonce=$q_nonce s_boot=$boot s_reason=tombstone
  guard_disable # an interrupted arming
  save_reply "not armed here, and never will be"
}

m_fence() {
  if [ "$s_state" = NONE ]; then
    tombstone
    return 0
  fi
  in_time || return 0
  if [ "$q_epoch" = "$s_epoch" ] && [ "$q_nonce" = "$s_nonce" ]; then
    ok "begun=$s_begun"
  elif [ "$q_epoch" -gt "$s_epoch" ]; then
    s_epoch=$q_epoch
    s_nonce=$q_nonce
    if state_save "fenced"; then
      ok "begun=$s_begun" "kind=$s_kind" "nodes=$s_nodes" "steps=$s_steps"
    else
      state_load
      disk_failed
    fi
  else
    same_epoch
  fi
}

m_revert() {
  in_time || return 0
  if [ "$q_proof" != 1 ] || [ "$s_kind" != voter ] || [ "$s_voters" -lt 2 ]; then
    no voters "a confirmed change is reverted only with proof and among two or more voters"
    return 0
  fi
  case $s_state in
    CONFIRMED)
      s_state=REVERTING
      s_reason=revert
      save_reply "another voter reverted"
      ;;
    REVERTING | REVERTED) ok ;;
    *) in_state CONFIRMED ;;
  esac
}

m_seal() {
  in_time || return 0
  case $s_state in
    SEALED) after=end ;;
    CONFIRMED)
      s_state=SEALED
      if state_save "sealed"; then
        after=end
      else
        state_load
        disk_failed
      fi
      ;;
    *) in_state CONFIRMED ;;
  esac
}

m_release() {
  in_time || return 0
  if [ "$s_kind" != soft ]; then
    no voters "this node is a voter: it is sealed, not released"
    return 0
  fi
  case $q_outcome in
    confirmed) release_confirmed ;;
    rolledback) release_rolledback ;;
    *) no bad "outcome=confirmed|rolledback" ;;
  esac
}

release_confirmed() {
  case $s_state in
    ARMED | PREPARED) s_state=SEALED ;;
    REVERTING) s_state=REVERTED ;; # its local part has run: what it removed comes back now
    *)
      after=end
      return 0
      ;;
  esac
  if state_save "released: confirmed"; then
    after=end
  else
    state_load
    disk_failed
  fi
}

# The change is undone elsewhere: the guard ends this node's part when its local part has found nothing harmful.
release_rolledback() {
  case $s_state in
    ARMED | PREPARED | REVERTING)
      if [ "$s_released" = 1 ]; then
        ok
        return 0
      fi
      [ -n "$s_reason" ] || s_reason=released
      s_state=REVERTING
      s_released=1
      turn_reply "released: rolled back"
      ;;
    *) ok ;;
  esac
}
