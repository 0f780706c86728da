# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# The process that watches: a systemd unit, so that it survives a crash and a reboot; a session of its own elsewhere.

unit_name() {
  unit=safeops-guard-$run.service
  boot_unit=safeops-boot-$run.service
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

# The watch. It is ordered after nothing that a step may restart: systemd would queue it behind that when it has died. Its
# program is read from memory, where there is a copy; after a boot it comes up as soon as its disk is there,
# however late that is: only where its unit is gone, too, is the run over. systemd kills
# and replaces one that does not say every few seconds that it lives: one that was stopped, too. Who goes to rescue mode on
# a console of a node that was cut off does not stop it (IgnoreOnIsolate).
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

# At boot: after the databases and the switch, which an undo talks to; before northd and ovn-controller, which would spread
# the change again. It only waits for what the watch does, at most 20 s, so the node comes up whatever the undo meets.
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

# Takes the units off the disk. The running process ends by itself.
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
  timeout 20 systemctl show --property=WantedBy --value -- "$unit" "$boot_unit" </dev/null 2>/dev/null 6>&- 7>&- 8>&- 9>&-
}

# Whether the watching process lives, by pid and start time. Sets watcher.
guard_alive() {
  local since
  { read -r watcher since <"$vol/watch"; } 2>/dev/null || return 1
  is_number "${watcher:-}" && start_time "$watcher" && [ "$started" = "$since" ]
}

# Sets started: when process $1 was started, in the kernel's ticks, and activity: its state, as proc(5) has it. Fails if it
# is gone or a zombie.
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

# Sets program: the guard's text, from memory where it is there.
program_find() {
  program=$vol/guard.sh
  [ -e "$program" ] || program=$dir/guard.sh
}

# A message that meets a live run whose guard is gone starts it again (systemd does so itself within 50 ms). A guard that
# was stopped is as good as gone.
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

# Wakes the watching process: there is something to do for it.
guard_wake() {
  if guard_alive; then
    kill -USR1 "$watcher" 2>/dev/null
  fi
}

# What systemd is elsewhere: starts the watch again when it has died, kills one that was stopped.
supervise_main() {
  local rc pid
  trap : CHLD # ends the wait for the sleep
  while program_find && [ -e "$program" ]; do
    /bin/sh "$program" watch "$D" "$run" &
    pid=$!
    while start_time "$pid"; do
      [ "$activity" != T ] || kill -KILL "$pid" 2>/dev/null
      sleep 3 & # the watch sleeps too: both together less than once a second
      wait "$!"
    done
    wait "$pid"
    rc=$?
    [ "$rc" -ne "$GUARD_ENDED" ] || return 0
    sleep 0.1
  done
}

# The end of a run on this node: the tombstone (state, log) stays, everything else goes. Under the lock, after the terminal
# state is on disk: whoever wrote it may have been killed before its sync.
clean_up() {
  disk clean_disk
}

clean_disk() {
  sync "$dir" || return 1
  guard_disable
  rm -rf "$dir"/*.undo "$dir"/*.local "$dir/probes" "$dir/reserve" "$dir"/.new.* "${dir:?}/home" "$dir/guard.sh"
  sync "$dir"
}

# For a handler that meets the end of a run: waits until the guard has gone, and does its work if it does not come to
# it. A guard that was killed in its last moments would be listed as failed; it has nothing left to start again.
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
