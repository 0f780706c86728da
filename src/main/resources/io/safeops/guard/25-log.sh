# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# The chained log of a run, the system logger, and the evidence that outlives a run.

# Adds a line to the run's log, under the run's lock: SHA256 UPTIME WALLTIME TEXT [NUMBER]. The hash covers the hash of the
# line before and the rest of this line. The number ends a line: one without it is torn. The line is on disk when the next
# state is. It uses few forks: during a storm, when a node has little CPU time, each fork is slow. Fails if memory is full.
log_line() {
  local before='' number='' torn=''
  { read -r before number torn <"$vol/log.last"; } 2>/dev/null
  if [ -z "$before" ]; then
    read -r before number torn <<LAST
$(disk_reads log_last)
LAST
  fi
  is_number "${number:-}" || number=0
  clock
  # What a crash has cut short stays in the log, and its bytes become a part of the chain.
  if [ -n "$torn" ]; then
    log_chain "torn $torn" || return 1
  fi
  log_chain "$1"
}

# log_chain TEXT: adds a line after the one with the hash `before` and the number `number`, and sets both to its own.
log_chain() {
  local line hash
  number=$((number + 1))
  line="${now:-0} $(date -u +%Y-%m-%dT%H:%M:%SZ) $1 [$number]"
  hash=$(
    sha256sum <<LINE
$before $line
LINE
  )
  before=${hash%% *}
  printf '%s %s\n' "$before" "$line" 2>/dev/null >>"$vol/log.new" && in_place "$vol/log.last" "$before $number" || return 1
  log_forward "$before $line"
}

# Sends a line of the log to the system logger, which forwards it as it is configured. Does not wait for it: the logger may
# hang. One that has not ended after two seconds is killed when the next line comes.
log_forward() {
  local p rest left='' count=0 started activity
  has logger || return 0
  for p in ${forwarders:-}; do # PID:START:TIME
    rest=${p#*:}
    if start_time "${p%%:*}" && [ "$started" = "${rest%:*}" ]; then
      if [ "${now:-0}" -ge "${rest#*:}" ] && [ "$((${now:-0} - ${rest#*:}))" -lt 200 ]; then
        left="$left $p"
        count=$((count + 1))
      else
        kill -KILL "${p%%:*}" 2>/dev/null
      fi
    fi
  done
  forwarders=$left
  [ "$count" -lt "$GUARD_FORWARDERS" ] || return 0
  logger -t safeops -p daemon.notice "run=$run $1" </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
  p=$!
  ! start_time "$p" || forwarders="$forwarders $p:$started:${now:-0}"
  return 0
}

# Prints the hash and the number of the last whole line on disk, `0 0` if there is none; and the hash of the bytes after it,
# if a crash or a full disk has cut a line short. Looks at the last 50 lines: so many are never torn in a row.
log_last() {
  local torn=''
  set -f
  # shellcheck disable=SC2046 # split on purpose, globbing is off: PLACE HASH NUMBER LINES, or LINES if no line is whole
  set -- $(tail -n 50 "$dir/log" 2>/dev/null |
    sed -n '/^[0-9a-f]\{64\} .* \[[1-9][0-9]*\]$/{=;s/^\([0-9a-f]*\) .* \[\([0-9]*\)\]$/\1 \2/;p;};$=' | tail -n 3)
  set +f
  case $# in
    4) ;;
    1) set -- 0 0 0 "$1" ;;
    *) set -- 0 0 0 0 ;;
  esac
  if [ "$1" -lt "$4" ]; then
    torn=$(tail -n "$(($4 - $1))" "$dir/log" | sha256sum)
  fi
  printf '%s %s %s\n' "$2" "$3" "${torn%% *}"
}

# log_after HASH FILE: prints the lines of a file after the one with this hash, or all if it has no such line.
log_after() {
  if grep -q "^$1 " "$2"; then
    sed -n "/^$1 /,\$p" "$2" | tail -n +2
  else
    cat "$2"
  fi
}

# Under the lock: moves the log lines that are not on disk to log.out, until log_append has appended them. It may be killed
# at any line, and does not double one then.
log_hand_over() {
  local last
  [ -s "$vol/log.new" ] || return 0
  if [ -s "$vol/log.out" ]; then
    last=$(tail -n 1 "$vol/log.out")
    { cat "$vol/log.out" && log_after "${last%% *}" "$vol/log.new"; } 2>/dev/null >"$vol/log.join" &&
      mv -f "$vol/log.join" "$vol/log.out" && rm -f "$vol/log.new"
  else
    mv -f "$vol/log.new" "$vol/log.out"
  fi
}

# Appends log.out to the log on disk. The file log.clean in memory tells that the last attempt was complete. Otherwise lines
# that an interrupted one has appended are found by their hash, and what it has cut short is ended.
log_append() {
  local rc last=''
  [ -s "$vol/log.out" ] || return 0
  if [ -e "$vol/log.clean" ]; then
    rm -f "$vol/log.clean"
    cat "$vol/log.out"
  else
    log_mend && log_after "$last" "$vol/log.out"
  fi 2>/dev/null >>"$dir/log" && sync "$dir/log" && rm -f "$vol/log.out"
  rc=$?
  [ "$rc" != 0 ] || true 2>/dev/null >"$vol/log.clean"
  return "$rc"
}

# Ends the last line of the log on disk if it has no line feed, or is torn. Sets last to the hash of the last whole line.
log_mend() {
  local number torn
  read -r last number torn <<LAST
$(log_last)
LAST
  [ -z "$torn" ] && [ -z "$(tail -c 1 "$dir/log")" ] || printf '\n'
}

# log_part FILE FROM: prints as many lines as fit into an answer.
log_part() {
  tail -n "+$2" "$1" 2>/dev/null | head -c 49152
}

# The directory for what outlives a run: RUN.heads, written with each head, and RUN.log, when the run is pruned.
evidence_dir() {
  if [ ! -d "$D/.audit" ]; then
    mkdir "$D/.audit" 2>/dev/null || [ -d "$D/.audit" ] || return 1
    sync "$D" || return 1
  fi
  [ ! -L "$D/.audit" ] && [ -O "$D/.audit" ]
}

# Keeps the log and the heads of the run in dir, whose files are to be removed.
evidence_keep() {
  local kept=$D/.audit/${dir##*/}
  [ -e "$dir/log" ] || [ -e "$dir/heads" ] || return 0
  evidence_dir || return 1
  if [ -e "$dir/log" ]; then
    mv -f "$dir/log" "$kept.log" || return 1
  fi
  if [ -e "$dir/heads" ] && [ ! -e "$kept.heads" ]; then
    mv -f "$dir/heads" "$kept.heads" || return 1
  fi
  sync "$D/.audit"
}

# Prints the runs of which only evidence is left, with commas between.
evidence_runs() {
  local file run
  for file in "$D"/.audit/*.heads "$D"/.audit/*.log; do
    run=${file##*/}
    run=${run%.*}
    if is_id "$run" && [ ! -d "$D/$run" ]; then
      printf '%s\n' "$run"
    fi
  done | sort -u | tr '\n' ,
}

# Removes the oldest files of evidence if there are too many. Sets dropped to their number.
evidence_bound() {
  dropped=0
  [ -d "$D/.audit" ] || return 0
  # shellcheck disable=SC2012 # the guard gave the names: letters, digits, dots, dashes and underscores
  dropped=$(ls -lnt "$D/.audit" 2>/dev/null | evidence_excess)
}

evidence_excess() {
  local mode links owner group size month day hour name files=0 bytes=0 gone=0
  while read -r mode links owner group size month day hour name; do
    case $mode in -*) ;; *) continue ;; esac
    files=$((files + 1))
    bytes=$((bytes + size))
    if [ "$files" -gt "$GUARD_KEPT" ] || [ "$bytes" -gt "$GUARD_KEPT_BYTES" ]; then
      rm -f "$D/.audit/$name" && gone=$((gone + 1))
    fi
  done
  echo "$gone"
}
