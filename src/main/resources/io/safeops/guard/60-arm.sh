# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# Messages before a run: HELLO, CHECK, ARM.

m_hello() {
  local d list='' live=''
  for d in "$D"/[A-Za-z0-9]* "$GUARD_RUN"/[A-Za-z0-9]*; do
    case ,$list, in *",${d##*/}:"*) continue ;; esac
    if [ -e "$d/state" ]; then
      at_run "${d##*/}"
      state_peek
      shown_state
      list=$list,${d##*/}:$shown
      if is_live || [ "$s_state" = CONFIRMED ] || [ "$s_state" = DAMAGED ]; then
        remaining_time
        live="live=${d##*/} user=$s_user host=$s_host deadline=$s_deadline left=$remaining"
      fi
    fi
  done
  state_clear
  # shellcheck disable=SC2086 # several words on purpose
  ok "runs=${list#,}" $live
}

# Sets missing to the tools that the guard needs and the node does not have.
tools_check() {
  local tool
  missing=
  for tool in flock base64 sync mv rm ln mkdir chmod sleep sha256sum tail head tr date cat cp sed setsid find stat \
    timeout grep readlink mkfifo du touch; do
    has "$tool" || missing=$missing,$tool
  done
  if systemd_runs; then
    for tool in systemd-run systemd-notify; do
      has "$tool" || missing=$missing,$tool
    done
  fi
  missing=${missing#,}
  [ -z "$missing" ]
}

m_check() {
  local made=0 tool tools='' init=none
  if ! clock; then
    no bad "the uptime of this node cannot be read"
    return 0
  fi
  if ! tools_check; then
    no missing-tool "tools are missing on this node: ${missing}" "missing=$missing"
    return 0
  fi
  [ -d "$D" ] || made=1
  if ! state_dir || ! volatile_area; then
    no unsafe-dir "$D and $GUARD_RUN must be directories of this user, writable, not symbolic links"
    return 0
  fi
  if ! { echo safeops | put "$D/.check" && sync "$D" && rm -f "$D/.check"; } 2>/dev/null; then
    no no-fsync "a file in $D cannot be written and synced"
    return 0
  fi
  unit_place
  storage_kind
  [ "$made" = 0 ] || rmdir "$D" 2>/dev/null
  for tool in tcpdump ping bash nc python3; do
    ! has "$tool" || tools=$tools,$tool
  done
  ! systemd_runs || init=systemd
  try_run
  ok "reboot=$s_reboot" "init=$init" "storage=$storage" "tools=${tools#,}" ${tried:+"tried=$tried" "heard=$heard"}
}

# Runs the trial script, a query that a part of the undo will need, if the run gave one. Sets tried to its exit status (124:
# over its time limit) and heard to the end of its output.
try_run() {
  local text said
  tried='' heard=''
  [ -n "$q_try" ] || return 0
  if ! text=$(printf %s "$q_try" | base64 -d 2>/dev/null) || [ -z "$text" ]; then
    tried=126
    heard=$(words "try= is not base64")
    return 0
  fi
  said=$(timeout "$GUARD_TRY" /bin/sh -c "$text" </dev/null 2>&1; echo "rc=$?")
  tried=${said##*rc=}
  heard=$(printf %s "${said%rc=*}" | tail -c 2048 | encode)
}

m_arm() {
  state_clear
  arm_known || return 0
  need epoch nonce boot notafter deadline lease leaseuntil kind hold steps nodes cap || return 0
  arm_valid || return 0
  if ! tools_check; then
    no missing-tool "tools are missing on this node: $missing" "missing=$missing"
    return 0
  fi
  if ! state_dir || ! volatile_area; then
    no unsafe-dir "$D and $GUARD_RUN must be directories of this user, writable, not symbolic links"
    return 0
  fi
  if ! node_lock; then
    node_unlock
    no busy "another run is being armed"
    return 0
  fi
  if holder_find; then
    remaining_time
    set -- "run $holder of $s_user at $s_host is open on this node" \
      "by=$holder" "user=$s_user" "host=$s_host" "left=$remaining"
    at_run "$run"
    state_clear
    ! arm_known || no held "$@"
  else
    at_run "$run"
    state_clear
    prune
    if ! run_dir; then
      no unsafe-dir "$dir cannot be created, or belongs to another user"
    elif ! run_lock 1000; then
      s_state=UNKNOWN
      no busy "another process holds the lock of the run"
    elif ! volatile_dir; then
      # Under the lock: the guard of an interrupted arming removes its volatile files, also under the lock.
      no unsafe-dir "$vol cannot be created, or belongs to another user"
    elif ! state_settle; then
      state_load
      disk_silent
    else
      state_load
      arm_locked
    fi
    run_unlock
  fi
  node_unlock
}

# A refused arming is answered with the state of its run, like every message: a late copy may come at any time.
arm_known() {
  [ -d "$dir" ] || return 0
  if ! volatile_area; then
    state_unknown
    return 0
  fi
  if run_lock 1000; then
    state_load
    run_unlock
    return 0
  fi
  run_unlock
  s_state=UNKNOWN
  no busy "another process holds the lock of the run"
  return 1
}

arm_valid() {
  local node
  if [ "$q_boot" != "$boot" ]; then
    no boot "the node was rebooted: it is in boot $boot"
    return 1
  fi
  case $q_kind,$q_word,$q_witness in
    voter,none,[01] | voter,code,[01] | voter,inband,[01] | soft,none,[01] | soft,code,[01] | soft,inband,[01]) ;;
    *)
      no bad "kind=voter|soft, word=code|inband|none, witness=0|1"
      return 1
      ;;
  esac
  q_voters=0
  for node in $(printf %s "$q_nodes" | tr , ' '); do
    case $node in
      *:voter) q_voters=$((q_voters + 1)) ;;
      *:soft) ;;
      *)
        no bad "nodes=NAME:voter,NAME:soft,..."
        return 1
        ;;
    esac
  done
  if [ "$q_voters" = 0 ]; then
    no bad "a run needs a voter"
    return 1
  fi
  if [ "$q_epoch" != 1 ]; then
    no epoch "a run is armed by epoch 1 only"
    return 1
  fi
  if [ "$q_deadline" -gt "$q_cap" ]; then
    no cap "the deadline $q_deadline is after its cap $q_cap"
    return 1
  fi
  probes_valid || return 1
  arm_in_time
}

arm_in_time() {
  clock || return 1
  if [ "$now" -gt "$q_notafter" ] || [ "$now" -ge "$q_deadline" ] || [ "$now" -ge "$q_leaseuntil" ]; then
    no late "it is $now now: notafter $q_notafter, leaseuntil $q_leaseuntil or deadline $q_deadline has passed"
    return 1
  fi
}

probes_valid() {
  local id kind a b rest text
  [ -n "$q_probes" ] || return 0
  if ! text=$(printf %s "$q_probes" | base64 -d 2>/dev/null); then
    no bad "probes= is not base64"
    return 1
  fi
  while read -r id kind a b rest; do
    if is_id "$id" && [ -z "$rest" ]; then
      case $kind,$b in
        storm, | ping, | unit,) is_target "$a" && continue ;;
        tcp,*) is_target "$a" && is_number "$b" && continue ;;
      esac
    fi
    no bad "a probe is one of: ID storm IFACE, ID ping ADDRESS, ID tcp ADDRESS PORT, ID unit UNIT"
    return 1
  done <<TEXT
$text
TEXT
}

# A name or address that no tool reads as an option or a path.
is_target() {
  case $1 in '' | -* | .* | *[!A-Za-z0-9._:@%-]*) return 1 ;; esac
  [ "${#1}" -le 128 ]
}

# Order: directory, unit enabled, guard running, state. An arming that is interrupted before the state is written did not
# happen: the guard then finds no state and removes its unit.
arm_locked() {
  if [ "$s_state" = ARMED ] && [ "$s_staged" = 0 ] && [ "$s_plan" = "$q_plan" ] &&
    [ "$q_epoch" = "$s_epoch" ] && [ "$q_nonce" = "$s_nonce" ]; then
    ok "reboot=$s_reboot" # the reply was lost
    return 0
  fi
  if [ "$s_state" != NONE ]; then
    shown_state
    no state "run $run is $shown on this node: a run is armed once"
    return 0
  fi
  if ! disk arm_files || ! vol_files; then
    disk_failed
    arm_undo
  elif ! guard_enable || ! guard_start; then
    no no-guard "the guard's process could not be started ($unit)"
    arm_undo
  elif ! arm_in_time; then
    arm_undo
  else
    arm_state
    if state_save "armed by $q_user at $q_host"; then
      guard_wake
      ok "reboot=$s_reboot"
    else
      state_clear
      disk_failed
      [ -e "$vol/writing" ] || arm_undo # keep the guard if the state may be on disk
    fi
  fi
}

arm_files() {
  mkdir -p "$dir/home" || return 1
  printf %s "$G" | base64 -d | put "$dir/guard.sh" || return 1
  { [ -z "$q_probes" ] || printf '%s\n' "$(printf %s "$q_probes" | base64 -d)"; } | put "$dir/probes" || return 1
  head -c 65536 /dev/zero | put "$dir/reserve"
}

# Makes the copies of an arming in memory. The guard looks for the file `complete` before it copies anything from disk.
vol_files() {
  rm -rf "$vol"/trip "$vol"/lease "$vol"/step* "$vol"/*.undo "$vol"/*.local "$vol"/*.pipe "$vol"/home* || return 1
  mkdir "$vol/home.0" || return 1
  printf %s "$G" | base64 -d 2>/dev/null >"$vol/guard.sh" || return 1
  { [ -z "$q_probes" ] || printf '%s\n' "$(printf %s "$q_probes" | base64 -d)"; } 2>/dev/null >"$vol/probes" || return 1
  in_place "$vol/lease" "0 0 end" && mkfifo "$vol/step.pipe" "$vol/part.pipe" 2>/dev/null || return 1
  reserve_make "${#q_nodes}" || return 1
  true 2>/dev/null >"$vol/complete"
}

arm_undo() {
  rm -f "$vol/writing"
  clean_up
}

# The lease starts now at the latest: a copy of this message from before the uptime went back must not arm the node for
# days.
arm_state() {
  [ "$q_leaseuntil" -le "$((now + q_lease))" ] || q_leaseuntil=$((now + q_lease))
  s_state=ARMED s_epoch=$q_epoch s_nonce=$q_nonce s_boot=$boot s_kind=$q_kind s_steps=$q_steps s_deadline=$q_deadline
  s_lease=$q_lease s_leaseuntil=$q_leaseuntil s_cap=$q_cap s_hold=$q_hold s_baseline=${q_baseline:-$GUARD_BASELINE} s_hfrom=$now s_hboot=$boot s_nodes=$q_nodes
  s_voters=$q_voters s_word=$q_word s_witness=$q_witness s_plan=$q_plan s_user=$q_user s_host=$q_host
}
