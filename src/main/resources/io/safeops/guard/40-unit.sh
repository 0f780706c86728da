# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# The process that watches: a systemd unit, so that it survives a crash and a reboot; a session of its own elsewhere.

unit_name() {
  unit=safeops-guard-$run.service
}

# Where the unit goes: sets units and s_reboot (whether a reboot is covered).
unit_place() {
  local kind
  units=$GUARD_UNITS
  s_reboot=no
  systemd_runs || return 0
  if [ ! -d "$units" ] || [ ! -w "$units" ]; then
    units=/run/systemd/system
    return 0
  fi
  kind=$(stat -f -c %T "$D" 2>/dev/null || echo unknown)
  case $kind in
    tmpfs | ramfs) ;;
    *) s_reboot=yes ;;
  esac
}

# Who goes to rescue mode on a console of a node that was cut off does not stop its guard (IgnoreOnIsolate).
# After the databases and the switch, which an undo talks to; before northd and ovn-controller, which would spread the
# change again. The pass in ExecStartPre is bounded, so the node comes up whatever the undo meets.
unit_text() {
  cat <<UNIT
[Unit]
Description=safeops guard of run $run: undoes its change unless it is confirmed
ConditionPathExists=$dir/guard.sh
RequiresMountsFor=$D
After=ovsdb-server.service ovs-vswitchd.service openvswitch-switch.service openvswitch.service
After=ovn-ovsdb-server-nb.service ovn-ovsdb-server-sb.service
Before=ovn-northd.service ovn-controller.service
StartLimitIntervalSec=0
IgnoreOnIsolate=yes

[Service]
Type=simple
ExecStartPre=-/bin/sh $dir/guard.sh boot $D $run
ExecStart=/bin/sh $dir/guard.sh watch $D $run
Restart=always
RestartSec=50ms
RestartPreventExitStatus=$GUARD_ENDED
SuccessExitStatus=$GUARD_ENDED SIGKILL
TimeoutStartSec=60
KillSignal=SIGKILL
OOMScoreAdjust=-900
Nice=-10

[Install]
WantedBy=multi-user.target
UNIT
}

guard_enable() {
  unit_name
  unit_place
  systemd_runs || return 0
  (umask 022 && unit_text | put "$units/$unit") || return 1
  if [ "$units" = "$GUARD_UNITS" ]; then
    if [ ! -d "$units/multi-user.target.wants" ]; then
      mkdir "$units/multi-user.target.wants" || return 1
      sync "$units" || return 1
    fi
    ln -sf "../$unit" "$units/multi-user.target.wants/$unit" || return 1
    sync "$units/multi-user.target.wants" || return 1
  fi
}

# Takes the unit off the disk. The running process ends by itself.
guard_disable() {
  local place
  unit_name
  for place in "$GUARD_UNITS" /run/systemd/system; do
    if [ -e "$place/$unit" ] || [ -L "$place/multi-user.target.wants/$unit" ]; then
      rm -f "$place/multi-user.target.wants/$unit" "$place/$unit"
      [ ! -d "$place/multi-user.target.wants" ] || sync "$place/multi-user.target.wants"
      sync "$place"
    fi
  done
}

# A boot made the unit a wish of multi-user.target, and so did whoever had systemd read its units again meanwhile (a
# restart of northd does, or a package that is installed). systemd remembers that beyond the file, until it reads once
# more; a unit that was only started it forgets by itself. Last of all: nothing waits for it.
unit_forget() {
  systemd_runs || return 1
  unit_name
  [ "$s_boot" != "$boot" ] || [ -n "$(unit_wished)" ] || return 1
  systemctl_bounded daemon-reload
  return 0
}

# Who wants the unit, as systemd remembers it.
unit_wished() {
  timeout 20 systemctl show --property=WantedBy --value -- "$unit" </dev/null 2>/dev/null 7>&- 8>&- 9>&-
}

# Whether the watching process lives, by pid and start time.
guard_alive() {
  local pid since
  { read -r pid since <"$vol/watch"; } 2>/dev/null || return 1
  is_number "${pid:-}" && start_time "$pid" && [ "$started" = "$since" ]
}

# Sets started: when process $1 was started, in the kernel's ticks; fails if it is gone or a zombie.
start_time() {
  local line
  started=
  { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086 # split on purpose: fields of numbers after the name in parentheses
  set -- ${line##*) }
  [ "${1:-Z}" != Z ] && [ $# -ge 20 ] || return 1
  shift 19
  started=$1
}

# Starts the watching process and waits until it says that it runs.
guard_start() {
  local ticks=0
  unit_name
  if systemd_runs; then
    if ! systemctl_bounded start "$unit"; then
      systemctl_bounded daemon-reload
      systemctl_bounded start "$unit" || return 1
    fi
  else
    setsid /bin/sh "$dir/guard.sh" supervise "$D" "$run" </dev/null >/dev/null 2>&1 7>&- 8>&- 9>&- &
  fi
  until guard_alive; do
    ticks=$((ticks + 1))
    [ "$ticks" -le 200 ] || return 1
    sleep 0.05
  done
}

systemctl_bounded() {
  timeout 20 systemctl --quiet "$@" </dev/null >/dev/null 2>&1 7>&- 8>&- 9>&-
}

# A handler that meets a live run whose guard is gone starts it again (systemd does so itself within 50 ms).
guard_ensure() {
  is_live || [ "$s_state" = CONFIRMED ] || return 0
  guard_alive && return 0
  unit_name
  if systemd_runs; then
    systemctl_bounded --no-block start "$unit"
  else
    setsid /bin/sh "$dir/guard.sh" supervise "$D" "$run" </dev/null >/dev/null 2>&1 7>&- 8>&- 9>&- &
  fi
}

# What systemd's Restart=always is elsewhere.
supervise_main() {
  local rc
  while [ -e "$dir/guard.sh" ]; do
    /bin/sh "$dir/guard.sh" watch "$D" "$run"
    rc=$?
    [ "$rc" -ne "$GUARD_ENDED" ] || return 0
    sleep 0.1
  done
}

# The end of a run on this node: the tombstone (state, log, lock) stays, everything else goes. Under the lock, after the
# terminal state is on disk: whoever wrote it may have been killed before its sync.
clean_up() {
  sync "$dir" || return 1
  guard_disable
  rm -rf "$dir"/*.undo "$dir"/*.local "$dir"/*.do "$dir"/*.out "$dir"/*.sum "$dir/code" "$dir/probes" "$dir/reserve" \
    "$dir"/.new.* "${dir:?}/home" "$dir/guard.sh"
  sync "$dir"
}

# For a handler that meets the end of a run: waits until the guard has gone, and does its work if it does not come to
# it. A guard that was killed in its last moments would be listed as failed; it has nothing left to start again.
end_wait() {
  local ticks=0 forget=no
  while [ -e "$vol" ] && guard_alive && [ "$ticks" -lt 60 ]; do
    ticks=$((ticks + 1))
    sleep 0.05
  done
  if [ -e "$dir/guard.sh" ] || [ -e "$vol" ]; then
    run_lock 500 || return 0
    state_load
    if is_over && clean_up; then
      if systemd_runs; then
        unit_name
        systemctl_bounded stop "$unit"
        systemctl_bounded reset-failed "$unit"
      fi
      rm -rf "$vol"
      forget=yes
    fi
    run_unlock
    [ "$forget" = no ] || unit_forget
  fi
}
