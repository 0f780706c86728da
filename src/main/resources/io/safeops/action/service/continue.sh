# Lets the processes of a unit run again that were stopped by a signal, and stops its main process again. Follows services.sh.
# POSIX sh. The caller has set CONTINUE_UNIT. A file names the process that this run has let run: the undo stops no other one.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended
: "${CONTINUE_UNIT:?}"

# process_state PID: prints the letter of /proc/PID/stat (proc(5)), after the name, which may hold brackets and spaces.
process_state() { sed 's/^.*) \(.\).*$/\1/' "/proc/$1/stat" 2>/dev/null; }

# process_born PID: prints when it started: with the PID this names one process.
process_born() { sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

continue_mark() { printf '%s\n' "${SAFEOPS_HOME:?}/continued-$SAFEOPS_STEP-$CONTINUE_UNIT"; }

# Sets continue_pid.
continue_find() {
  continue_pid=$(unit_property "$CONTINUE_UNIT" MainPID) || return 1
  case $continue_pid in '' | 0 | *[!0-9]*) return 1 ;; esac
}

continue_act() {
  continue_find || {
    say "$CONTINUE_UNIT has no process"
    exit 1
  }
  if [ "$(process_state "$continue_pid")" != T ]; then
    say "the process of $CONTINUE_UNIT is not stopped by a signal any more: not changed"
    exit 1
  fi
  echo "$continue_pid $(process_born "$continue_pid")" >"$(continue_mark)" || exit 1
  control 5 kill --signal=SIGCONT "$CONTINUE_UNIT" || exit 1
  await 5 continue_runs || {
    say "the process of $CONTINUE_UNIT stays stopped: a debugger may hold it"
    exit 1
  }
  exit 0
}

continue_runs() { [ "$(process_state "$continue_pid")" != T ]; }

continue_is_stopped() { [ "$(process_state "$continue_pid")" = T ]; }

continue_undo() {
  continue_find || {
    say "$CONTINUE_UNIT has no process any more: not changed"
    exit 3
  }
  if continue_is_stopped; then exit 0; fi
  { read -r continued born <"$(continue_mark)"; } 2>/dev/null || continued=
  if [ "${continued:-}" != "$continue_pid" ] || [ "$born" != "$(process_born "$continue_pid")" ]; then
    say "the process of $CONTINUE_UNIT is not the one that this run has let run: not stopped"
    exit 3
  fi
  kill -STOP "$continue_pid" || exit 1
  await 5 continue_is_stopped || exit 1
  exit 0
}
