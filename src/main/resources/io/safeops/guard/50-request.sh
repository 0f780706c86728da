# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# Requests: parsing of a line, and the checks that every message needs.

request_clear() {
  verb='' q_run='' q_epoch='' q_nonce='' q_boot='' q_notafter='' q_deadline='' q_lease='' q_leaseuntil='' q_kind=''
  q_hold='' q_baseline='' q_steps='' q_nodes='' q_word=none q_witness=0 q_plan='' q_user='' q_host='' q_cap='' q_probes='' q_step=''
  q_undo='' q_local='' q_act=1 q_do='' q_timeout='' q_code='' q_expiry='' q_proof='' q_outcome='' q_from=1 q_try=''
}

# Sets verb and q_*, or fault and returns 1. Only names from this list are assigned; values are checked, never evaluated.
request_parse() {
  local word key value
  request_clear
  fault=
  if [ "${#1}" -gt "$GUARD_LINE_MAX" ]; then
    fault="a request of ${#1} bytes: at most $GUARD_LINE_MAX"
    return 1
  fi
  set -f
  # shellcheck disable=SC2086 # split at blanks on purpose; globbing is off
  set -- $1
  set +f
  verb=${1:-}
  case $verb in '' | *[!A-Z]*)
    fault="a request begins with a verb"
    return 1
    ;;
  esac
  shift
  for word in "$@"; do
    key=${word%%=*}
    value=${word#*=}
    if [ "$key" = "$word" ] || ! is_value "$value"; then
      fault="not key=value"
      return 1
    fi
    case $key in
      epoch | notafter | deadline | lease | leaseuntil | hold | baseline | steps | witness | cap | step | act | timeout | expiry | \
        proof | from)
        if ! is_number "$value"; then
          fault="$key is not a number"
          return 1
        fi
        ;;
      run | nonce)
        if ! is_id "$value"; then
          fault="$key is not a name"
          return 1
        fi
        ;;
    esac
    case $key in
      run) q_run=$value ;;
      epoch) q_epoch=$value ;;
      nonce) q_nonce=$value ;;
      boot) q_boot=$value ;;
      notafter) q_notafter=$value ;;
      deadline) q_deadline=$value ;;
      lease) q_lease=$value ;;
      leaseuntil) q_leaseuntil=$value ;;
      kind) q_kind=$value ;;
      hold) q_hold=$value ;;
      baseline) q_baseline=$value ;;
      steps) q_steps=$value ;;
      nodes) q_nodes=$value ;;
      word) q_word=$value ;;
      witness) q_witness=$value ;;
      plan) q_plan=$value ;;
      user) q_user=$value ;;
      host) q_host=$value ;;
      cap) q_cap=$value ;;
      probes) q_probes=$value ;;
      step) q_step=$value ;;
      undo) q_undo=$value ;;
      local) q_local=$value ;;
      act) q_act=$value ;;
      do) q_do=$value ;;
      timeout) q_timeout=$value ;;
      code) q_code=$value ;;
      expiry) q_expiry=$value ;;
      proof) q_proof=$value ;;
      outcome) q_outcome=$value ;;
      from) q_from=$value ;;
      try) q_try=$value ;;
      *)
        fault="unknown key"
        return 1
        ;;
    esac
  done
}

# Requires that each named q_ variable is set; otherwise it answers with a refusal and returns 1.
need() {
  local name value
  for name in "$@"; do
    eval "value=\$q_$name" # the names are constants in this script
    if [ -z "$value" ]; then
      no bad "$verb needs $name="
      return 1
    fi
  done
}

same_epoch() {
  if [ "$q_epoch" = "$s_epoch" ] && [ "$q_nonce" = "$s_nonce" ]; then
    return 0
  fi
  no epoch "this run is led by epoch $s_epoch ($s_nonce), not by $q_epoch ($q_nonce)"
  return 1
}

# notafter is a time in the boot that the request names. It means nothing in another boot: there only requests that lead to
# the undo are accepted.
in_time() {
  clock || return 1
  if [ -n "$q_notafter" ] && [ "$q_boot" = "$boot" ] && [ "$now" -gt "$q_notafter" ]; then
    no late "the request was valid until uptime $q_notafter, it is now $now (centiseconds)"
    return 1
  fi
}

# Checks a request that moves the run forward: same boot as in the request and at arming, not late, nothing lapsed. The
# guard may not have seen a lapse yet, so it is checked here too.
forward() {
  need boot notafter || return 1
  if [ "$q_boot" != "$boot" ] || [ "$s_boot" != "$boot" ]; then
    no boot "the node was rebooted: it is in boot $boot"
    return 1
  fi
  if ! clock || [ "$now" -gt "$q_notafter" ]; then
    no late "the request was valid until uptime $q_notafter, it is now ${now:-unknown} (centiseconds)"
    return 1
  fi
  lapse_check
  case $lapse in
    '') return 0 ;;
    reboot) no boot "the node was rebooted: its uptime went back to $now" ;;
    trip) no probes "a probe tripped" ;;
    *) no late "the $lapse of this node has passed" ;;
  esac
  return 1
}

in_state() {
  [ "$s_state" = "$1" ] && return 0
  shown_state
  no state "$verb needs $1, this node is $shown"
  return 1
}

all_done() {
  if [ "$s_done" -ne "$s_steps" ] || [ "$s_failed" -ne 0 ]; then
    no step "$s_done of $s_steps steps are done here (failed: $s_failed)"
    return 1
  fi
}

word_given() {
  if [ "$s_word" != none ] && [ "$s_witness" = 1 ] && [ "$s_given" != 1 ]; then
    no no-word "the code shown on this node's consoles has not been entered"
    return 1
  fi
}

disk_failed() {
  no disk "the state directory $D cannot be written"
}

disk_silent() {
  no disk "the state directory $D does not answer: what was written to it last is not known to be there"
}

# Handles one request line and prints one reply line. The state is UNKNOWN until it is read: a coordinator that got NONE
# from an armed node would believe that the node holds nothing.
handle() {
  state_clear
  request_parse "$1" || {
    state_unknown
    no bad "$fault"
    return 0
  }
  case $verb in
    HELLO) m_hello ;;
    CHECK) m_check ;;
    ARM | STAGE | DO | BEAT | EXTEND | WITNESS | WORD | PREPARE | COMMIT | ABORT | SEAL | REVERT | RELEASE | FENCE | \
      STATUS | LOG)
      state_unknown
      need run || return 0
      run=$q_run
      at_run "$run"
      handle_run
      ;;
    *)
      state_unknown
      no bad "unknown verb"
      ;;
  esac
}

state_unknown() {
  s_state=UNKNOWN
}

handle_run() {
  after=
  case $verb in
    ARM)
      m_arm
      return 0
      ;;
    STATUS | LOG) ;;
    *) need epoch nonce || return 0 ;;
  esac
  if ! volatile_area; then
    no unsafe-dir "$GUARD_RUN must be a directory of this user, writable, not a symbolic link"
    return 0
  fi
  state_clear
  if [ ! -e "$vol/state" ] && [ ! -d "$dir" ]; then
    case $verb in
      FENCE | ABORT)
        if ! state_dir || ! run_dir; then
          disk_failed
          return 0
        fi
        ;;
      STATUS)
        ok
        return 0
        ;;
      *)
        no run "this node knows nothing of run $run"
        return 0
        ;;
    esac
  fi
  if ! run_lock 1000; then
    run_unlock
    s_state=UNKNOWN
    no busy "another process holds the lock of the run"
    return 0
  fi
  handle_locked
  # A tombstone has no watch process: files that a message about it has put in memory are removed at once.
  if is_over && [ -d "$vol" ] && [ ! -e "$vol/complete" ] && ! guard_alive; then
    rm -rf "$vol"
  fi
  run_unlock
  # Waiting is done outside the lock.
  case $after in
    step) step_wait ;;
    end)
      end_wait
      ok
      ;;
  esac
}

# First finds out what a killed message wrote to disk, except for messages that need no disk: they must be answered while
# the disk is dead.
handle_locked() {
  case $verb in
    STATUS | LOG | BEAT | ABORT) [ ! -e "$vol/written" ] || state_settle ;;
    *)
      if ! state_settle; then
        state_load
        disk_silent
        return 0
      fi
      ;;
  esac
  state_load
  guard_ensure
  case $s_state,$verb in
    DAMAGED,STATUS | DAMAGED,LOG) ;;
    DAMAGED,*)
      no damaged "the state file $dir/state is damaged: repair this node on its console"
      return 0
      ;;
  esac
  case $verb in
    STATUS) m_status ;;
    LOG) m_log ;;
    FENCE) m_fence ;;
    ABORT) m_abort ;;
    *)
      if [ "$s_state" = NONE ]; then
        no run "this node was not armed for run $run"
      elif same_epoch; then
        handle_led
      fi
      ;;
  esac
}

# Messages of the run's current coordinator.
handle_led() {
  case $verb in
    STAGE) m_stage ;;
    DO) m_do ;;
    BEAT) m_beat ;;
    EXTEND) m_extend ;;
    WITNESS) m_witness ;;
    WORD) m_word ;;
    PREPARE) m_prepare ;;
    COMMIT) m_commit ;;
    SEAL) m_seal ;;
    REVERT) m_revert ;;
    RELEASE) m_release ;;
  esac
}
