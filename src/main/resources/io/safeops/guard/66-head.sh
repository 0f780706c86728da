# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# HEAD and LOG: what is kept to show later that nobody has changed the run's journal, or this log.

# Stores the head of the run's journal: in the log, among the heads of the run, and where it outlives the run. The answer
# has the hash and the number of the last line of the log; the run keeps them. A head is stored when it is synced, but the
# disk is not waited for under the lock, unless the run is over here: a head must not cost a lease.
m_head() {
  local rest head_line
  need seq digest phase at || return 0
  if ! head_valid; then
    no bad "digest= 64 hex digits, phase= lower-case letters, at= a time in UTC, seen= at most 1024 characters, sign= 32768"
    return 0
  fi
  if ! volatile_dir; then
    no unsafe-dir "$vol cannot be created, or belongs to another user"
    return 0
  fi
  head_last
  if [ -n "$h_seq" ] && { [ "$q_seq" -lt "$h_seq" ] || { [ "$q_seq" = "$h_seq" ] && [ "$q_digest" != "$h_digest" ]; }; }; then
    no late "the head of a later line was stored here: line $h_seq"
    return 0
  fi
  head_line="safeops-head/1 run=$run seq=$q_seq digest=$q_digest phase=$q_phase at=$q_at"
  if [ "$q_seq" != "$h_seq" ]; then
    if ! log_line "$head_line${q_seen:+ seen=$q_seen}"; then
      no disk "$GUARD_RUN cannot be written: the head is not stored"
      return 0
    fi
    read -r h_log h_lines rest <"$vol/log.last"
    in_place "$vol/head" "$q_seq $q_digest $h_log $h_lines"
  fi
  if ! disk_take; then
    disk_silent
    return 0
  fi
  log_hand_over
  disk_begin head_put "$head_line sign=$q_sign"
  if is_over; then
    disk_wait
    head_answer "$?"
  else
    after='head'
  fi
}

head_valid() {
  case $q_digest in *[!0-9a-f]*) return 1 ;; esac
  case $q_phase in [!a-z]* | *[!a-z-]*) return 1 ;; esac
  case $q_at in [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z) ;; *) return 1 ;; esac
  [ "${#q_digest}" = 64 ] && [ "${#q_phase}" -le 32 ] && [ "${#q_seen}" -le 1024 ] && [ "${#q_sign}" -le 32768 ]
}

# Sets h_seq, h_digest, h_log and h_lines to the last head and to where the log was then; after a boot only the first two are
# known. All are empty if no head was stored.
head_last() {
  local key
  h_seq='' h_digest='' h_log='' h_lines=''
  { read -r h_seq h_digest h_log h_lines <"$vol/head"; } 2>/dev/null
  if [ -z "$h_seq" ]; then
    read -r key key h_seq h_digest key <<HEAD
$(disk_reads tail -n 1 "$dir/heads" 2>/dev/null)
HEAD
    h_seq=${h_seq#seq=}
    h_digest=${h_digest#digest=}
  fi
  is_number "$h_seq" || h_seq=''
}

# Writes a head to disk, after the log that names it: what is among the heads is in the log too.
head_put() {
  log_append && evidence_dir && head_add "$dir/heads" "$1" && head_add "$D/.audit/$run.heads" "$1"
}

# head_add FILE LINE: appends a line, unless it is the last one already.
head_add() {
  local last new=''
  [ -e "$1" ] || new=1
  last=$(tail -n 1 "$1" 2>/dev/null)
  if [ "$last" != "$2" ]; then
    if [ -n "$last" ] && [ -n "$(tail -c 1 "$1")" ]; then
      printf '\n' >>"$1" || return 1
    fi
    printf '%s\n' "$2" >>"$1" || return 1
  fi
  sync "$1" || return 1
  [ -z "$new" ] || sync "${1%/*}"
}

# Waits outside the lock until the head is on disk, less long than the run waits for the answer.
head_wait() {
  local ticks=0 rc=75
  while kill -0 "$worker" 2>/dev/null && [ "$ticks" -lt 100 ]; do
    ticks=$((ticks + 1))
    if [ "$ticks" -lt 20 ]; then sleep 0.02; else sleep 0.1; fi
  done
  if ! kill -0 "$worker" 2>/dev/null; then
    wait "$worker"
    rc=$?
  fi
  if ! run_lock 1000; then
    run_unlock
    s_state=UNKNOWN
    no busy "another process holds the lock of the run"
    return 0
  fi
  [ ! -e "$vol/written" ] || state_settle
  state_load
  head_answer "$rc"
  run_unlock
}

head_answer() {
  case $1 in
    0) ok "log=$h_log" "lines=$h_lines" ;;
    75) disk_silent ;;
    *) no disk "the state directory $D cannot be written: the head is not stored" ;;
  esac
}

# Prints the log on disk, after the lines that only memory had are written there; with part=heads the heads, with part=kept
# those that outlive the run.
m_log() {
  local file=$dir/log
  case $q_part in
    heads) file=$dir/heads ;;
    kept) file=$D/.audit/$run.heads ;;
  esac
  if ! disk_take; then
    disk_silent
    return 0
  fi
  log_hand_over
  disk_begin log_append
  disk_wait
  log_answer "$file"
}

# The same for a run of which only its evidence is left.
m_log_kept() {
  local file=$D/.audit/$run.log
  [ "$q_part" = log ] || file=$D/.audit/$run.heads
  if [ -e "$D/.audit/$run.log" ] || [ -e "$D/.audit/$run.heads" ]; then
    log_answer "$file"
  else
    no run "this node knows nothing of run $run"
  fi
}

log_answer() {
  local lines
  lines=$(disk_reads log_part "$1" "$q_from" | grep -c '')
  ok "lines=$lines" "log=$(disk_reads log_part "$1" "$q_from" | encode)"
}
