# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# The watch process: a systemd unit, so that it is restarted after a crash or a reboot; without systemd a session of its
# own.

unit_name() {
  unit=safeops-guard-$run.service
  boot_unit=safeops-boot-$run.service
}

# Chooses the directory of the unit: sets units and s_reboot (whether the guard survives a reboot).
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

# The unit of the watch. It has no ordering after a unit that a step may restart: after a crash systemd would queue it
# behind that unit. Its program is read from memory if there is a copy. After a boot it starts as soon as its disk is there,
# however late; only when its unit is gone too, the run is over. systemd kills and replaces a watch that does not report
# every few seconds, also a stopped one. Switching to rescue mode on the console of a cut-off node does not stop it
# (IgnoreOnIsolate).
unit_text() {
  cat <<UNIT
[Unit]
Description=safeops guard of run $run: undoes its change unless it is confirmed
After=remote-fs.target
StartLimitIntervalSec=0
IgnoreOnIsolate=yes

[Service]
Type=simple
ExecStart=/bin/sh -c 'for n in 1 2 3 4 5 6 7 8; do for g in \$\$1 \$\$2; do [ ! -e \$\$g/guard.sh ] || exec /bin/sh \$\$g/guard.sh watch \$\$3 \$\$4; done; sleep 1; done; [ ! -e \$\$5 ] || exit 1; exit $GUARD_ENDED' sh $vol $dir $D $run $units/$unit
Restart=always
RestartSec=50ms
RestartPreventExitStatus=$GUARD_ENDED
SuccessExitStatus=$GUARD_ENDED SIGKILL
NotifyAccess=all
WatchdogSec=$GUARD_WATCHDOG
WatchdogSignal=SIGKILL
TimeoutStopSec=2
KillSignal=SIGKILL
OOMScoreAdjust=-900
Nice=-10

[Install]
WantedBy=multi-user.target
UNIT
}

# The unit for the boot: after the databases and the switch, which an undo needs; before northd and ovn-controller, which
# would apply the change again. It only waits for the watch, at most 20 s, so the node boots whatever happens to the undo.
boot_unit_text() {
  cat <<UNIT
[Unit]
Description=safeops guard of run $run: its undo comes before northd and ovn-controller
ConditionPathExists=$dir/guard.sh
RequiresMountsFor=$D
After=ovsdb-server.service ovs-vswitchd.service openvswitch-switch.service openvswitch.service
After=ovn-ovsdb-server-nb.service ovn-ovsdb-server-sb.service
Before=ovn-northd.service ovn-controller.service
IgnoreOnIsolate=yes

[Service]
Type=oneshot
ExecStart=-/bin/sh $dir/guard.sh boot $D $run
TimeoutStartSec=60
KillSignal=SIGKILL

[Install]
WantedBy=multi-user.target
UNIT
}

guard_enable() {
  local name
  unit_name
  unit_place
  systemd_runs || return 0
  (umask 022 && unit_text | put "$units/$unit" && boot_unit_text | put "$units/$boot_unit") || return 1
  if [ "$units" = "$GUARD_UNITS" ]; then
    if [ ! -d "$units/multi-user.target.wants" ]; then
      mkdir "$units/multi-user.target.wants" || return 1
      sync "$units" || return 1
    fi
    for name in "$unit" "$boot_unit"; do
      ln -sf "../$name" "$units/multi-user.target.wants/$name" || return 1
    done
    sync "$units/multi-user.target.wants" || return 1
  fi
}

# Removes the units from disk. The running process ends by itself.
guard_disable() {
  local place name gone
  unit_name
  for place in "$GUARD_UNITS" /run/systemd/system; do
    gone=0
    for name in "$unit" "$boot_unit"; do
      if [ -e "$place/$name" ] || [ -L "$place/multi-user.target.wants/$name" ]; then
        rm -f "$place/multi-user.target.wants/$name" "$place/$name"
        gone=1
      fi
    done
    if [ "$gone" = 1 ]; then
      [ ! -d "$place/multi-user.target.wants" ] || sync "$place/multi-user.target.wants"
      sync "$place"
    fi
  done
}

# Makes systemd forget the unit. A boot, or a daemon-reload meanwhile (a restart of northd or an installed package causes
# one), makes multi-user.target want the unit. systemd remembers this after the file is gone, until the next reload. It
# forgets by itself a unit that was only started. Done last, because nothing waits for it.
unit_forget() {
  systemd_runs || return 1
  unit_name
  [ "$s_boot" != "$boot" ] || [ -n "$(unit_wished)" ] || return 1
  systemctl_bounded daemon-reload
  return 0
}

# Prints which units want the unit, as systemd remembers it.
unit_wished() {
  timeout 20 systemctl show --property=WantedBy --value -- "$unit" "$boot_unit" </dev/null 2>/dev/null 6>&- 7>&- 8>&- 9>&-
}

# Whether the watch process is alive, by pid and start time. Sets watcher.
guard_alive() {
  local since
  { read -r watcher since <"$vol/watch"; } 2>/dev/null || return 1
  is_number "${watcher:-}" && start_time "$watcher" && [ "$started" = "$since" ]
}

# Sets started, the start time of process $1 in kernel ticks, and activity, its state as in proc(5). Fails if the process is
# gone or a zombie.
start_time() {
  local line
  started='' activity=''
  { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086 # split on purpose: fields of numbers after the name in parentheses
  set -- ${line##*) }
  [ "${1:-Z}" != Z ] && [ $# -ge 20 ] || return 1
  activity=$1
  shift 19
  started=$1
}

# Starts the watch process and waits until it reports that it runs.
guard_start() {
  local ticks=0
  unit_name
  if systemd_runs; then
    if ! systemctl_bounded start "$unit"; then
      systemctl_bounded daemon-reload
      systemctl_bounded start "$unit" || return 1
    fi
  else
    supervise_spawn
  fi
  until guard_alive; do
    ticks=$((ticks + 1))
    [ "$ticks" -le 200 ] || return 1
    sleep 0.05
  done
}

systemctl_bounded() {
  timeout 20 systemctl --quiet "$@" </dev/null >/dev/null 2>&1 6>&- 7>&- 8>&- 9>&-
}

supervise_spawn() {
  program_find
  setsid /bin/sh "$program" supervise "$D" "$run" </dev/null >/dev/null 2>&1 6>&- 7>&- 8>&- 9>&- &
}

# Sets program, the file with the guard's text: in memory if it is there, or else on disk.
program_find() {
  program=$vol/guard.sh
  [ -e "$program" ] || program=$dir/guard.sh
}

# Starts the guard again if the run is live and its guard is gone (systemd does this itself within 50 ms). A stopped guard
# counts as gone.
guard_ensure() {
  is_live || [ "$s_state" = CONFIRMED ] || return 0
  if guard_alive; then
    [ "$activity" = T ] || return 0
    kill -KILL "$watcher" 2>/dev/null
  fi
  unit_name
  if systemd_runs; then
    systemctl_bounded --no-block start "$unit"
  else
    supervise_spawn
  fi
}

# Wakes the watch process: there is work for it.
guard_wake() {
  if guard_alive; then
    kill -USR1 "$watcher" 2>/dev/null
  fi
}

# Does the work of systemd on a node without it: restarts a watch that has died, kills one that is stopped.
supervise_main() {
  local rc pid
  trap : CHLD # a child's end interrupts the wait for the sleep
  while program_find && [ -e "$program" ]; do
    /bin/sh "$program" watch "$D" "$run" &
    pid=$!
    while start_time "$pid"; do
      [ "$activity" != T ] || kill -KILL "$pid" 2>/dev/null
      sleep 3 & # the watch sleeps too: together less than one sleep per second
      wait "$!"
    done
    wait "$pid"
    rc=$?
    [ "$rc" -ne "$GUARD_ENDED" ] || return 0
    sleep 0.1
  done
}

# Ends a run on this node: keeps the tombstone (state, log) and removes everything else. Under the lock, after the final
# state is on disk. It syncs, because the process that wrote the state may have been killed before its sync.
clean_up() {
  disk clean_disk
}

clean_disk() {
  sync "$dir" || return 1
  guard_disable
  rm -rf "$dir"/*.undo "$dir"/*.local "$dir/probes" "$dir/reserve" "$dir"/.new.* "${dir:?}/home" "$dir/guard.sh"
  sync "$dir"
}

# For a handler after the end of a run: waits until the guard has ended, and does the guard's remaining work if the guard
# does not. systemd would list a guard that was killed in its last moments as failed, although nothing is left to restart.
end_wait() {
  local ticks=0 forget=no
  guard_wake
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
