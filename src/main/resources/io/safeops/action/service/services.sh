# Starts, stops and awaits components of OVN and OVS, as systemd units, on the node that runs them. Follows guarded.sh.
# POSIX sh. The exit code of systemctl proves nothing: the state of the unit and of the database is read.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended

# await SECONDS COMMAND...: repeats the command until it succeeds.
await() {
  await_end=$(($(sed 's/\..*//' /proc/uptime) + $1))
  shift
  until "$@"; do
    [ "$(sed 's/\..*//' /proc/uptime)" -lt "$await_end" ] || return 1
    sleep 0.2 2>/dev/null || sleep 1
  done
}

# unit_property UNIT NAME
unit_property() { timeout 5 systemctl show --property="$2" --value -- "$1" 2>/dev/null </dev/null; }

unit_is_active() { [ "$(unit_property "$1" ActiveState)" = active ]; }

unit_has_ended() {
  case $(unit_property "$1" ActiveState) in inactive | failed) ;; *) return 1 ;; esac
}

# control SECONDS WORDS...: runs systemctl, without questions and within that time.
control() {
  control_limit=$1
  shift
  timeout "$control_limit" systemctl --quiet --no-ask-password "$@" </dev/null
}

# stopped_along UNIT...: prints the units, one per line, that systemd stops or restarts together with these and that are
# not down (systemd.unit(5)). With RPM packages ovn-controller requires openvswitch, and then leaves the Southbound when
# openvswitch stops.
stopped_along() {
  along_seen=' '
  along_next=$*
  while [ -n "$along_next" ]; do
    along_now=$along_next
    along_next=
    for along_unit in $along_now; do
      along_asked=$(timeout 5 systemctl show --property=RequiredBy,RequisiteOf,BoundBy,ConsistsOf,PropagatesStopTo --value -- \
        "$along_unit" 2>/dev/null </dev/null) || return 1
      for along_other in $along_asked; do
        case $along_seen in *" $along_other "*) continue ;; esac
        along_seen="$along_seen$along_other "
        # A unit that is down still passes the stop on to others.
        along_next="$along_next $along_other"
        unit_has_ended "$along_other" || printf '%s\n' "$along_other"
      done
    done
  done
}

# only_stops "JUDGED..." UNIT...: fails if a unit that was not judged would stop together with these.
only_stops() {
  only_judged=" $1 "
  shift
  if ! only_along=$(stopped_along "$@"); then
    say "systemd does not show what stops together with $*: nothing was done"
    return 1
  fi
  for only_unit in $only_along; do
    case $only_judged in
      *" $only_unit "*) ;;
      *)
        say "systemd stops $only_unit together with $*, which the review did not judge: nothing was done"
        return 1
        ;;
    esac
  done
}

# --- databases ---

# database_ask nb|sb OPERATIONS: one transaction on the node's own socket.
database_ask() {
  for dir in /run/ovn /var/run/ovn /run/openvswitch /usr/local/var/run/ovn; do
    if [ -S "$dir/ovn$1_db.sock" ]; then
      ovsdb-client --timeout=3 --no-leader-only transact "unix:$dir/ovn$1_db.sock" "$2" 2>/dev/null </dev/null
      return
    fi
  done
  return 1
}

# database_ports nb|sb: the TCP ports that its Connection rows ask for, one per line.
database_ports() {
  case $1 in nb) schema=OVN_Northbound ;; *) schema=OVN_Southbound ;; esac
  rows=$(database_ask "$1" '["'$schema'",{"op":"select","table":"Connection","where":[],"columns":["target"]}]') || return 1
  case $rows in '[{"rows":['*) ;; *) return 1 ;; esac
  printf '%s\n' "$rows" | grep -o '"target":"p[a-z]*:[0-9]*' | sed 's/.*://'
  return 0
}

# listens PORT: read from the kernel, because ss may be missing.
listens() {
  grep -qhi ": [0-9A-F]*:$(printf %04X "$1") [0-9A-F]*:0000 0A " /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# serves nb|sb PORTS: it answers on its socket, and listens on the ports in its rows or on these ports.
serves() {
  asked=$(database_ports "$1") || return 1
  for port in $asked $2; do
    listens "$port" || return 1
  done
}

# refuse_clustered nb|sb: a member of a RAFT cluster must not be restarted without a check of the others. While it is
# down, only its file shows that it is a member.
refuse_clustered() {
  for dir in /var/lib/ovn /etc/ovn /var/lib/openvswitch /etc/openvswitch; do
    if [ -e "$dir/ovn$1_db.db" ] && ovsdb-tool db-is-clustered "$dir/ovn$1_db.db" 2>/dev/null; then
      say "$dir/ovn$1_db.db is a member of a RAFT cluster: not restarted"
      exit 1
    fi
  done
}

# --- northd ---

# active, standby or paused; nothing when it does not answer.
northd_says() { ovn-appctl --timeout=3 -t ovn-northd status 2>/dev/null </dev/null | sed -n 's/^Status: //p'; }

northd_is_active() { [ "$(northd_says)" = active ]; }

# If there are several, only one is active; the others are standby.
northd_is_at_work() {
  case $(northd_says) in
    active) ;;
    standby) [ "${CLUSTERED:-0}" = 1 ] ;;
    *) return 1 ;;
  esac
}

northd_answers() { [ -n "$(northd_says)" ]; }

# Debian's ExecStop for northd stops both databases. systemd runs it after every clean exit of northd, also after
# `ovn-appctl exit` (seen on bookworm). So northd is stopped while its unit has no ExecStop: systemd's own SIGTERM is
# enough.
# spared UNIT COMMAND...: runs the command while UNIT has no ExecStop. If the ExecStop cannot be removed, the
# command does not run.
spared() {
  spared_unit=$1
  shift
  dropin=/run/systemd/system/$spared_unit.d/zz-safeops.conf
  if ! { mkdir -p "${dropin%/*}" && printf '[Service]\nExecStop=\n' >"$dropin" && control 20 daemon-reload; }; then
    say "$dropin could not be written and read: $spared_unit is not stopped"
    spared_end
    return 1
  fi
  if [ -n "$(unit_property "$spared_unit" ExecStop)" ]; then
    say "$spared_unit keeps its ExecStop in spite of the drop-in: not stopped"
    spared_end
    return 1
  fi
  spared_rc=0
  "$@" || spared_rc=$?
  spared_end
  return "$spared_rc"
}

spared_end() {
  rm -f "$dropin"
  rmdir "${dropin%/*}" 2>/dev/null
  control 20 daemon-reload
}

# Removes what a killed step left behind.
spared_mend() {
  dropin=/run/systemd/system/$1.d/zz-safeops.conf
  [ ! -e "$dropin" ] || spared_end
}

# --- ovn-controller ---

controller_answers() { ovn-appctl --timeout=3 -t ovn-controller connection-status >/dev/null 2>&1 </dev/null; }

controller_is_connected() {
  [ "$(ovn-appctl --timeout=3 -t ovn-controller connection-status 2>/dev/null </dev/null)" = connected ]
}

# Ends ovn-controller so that its chassis, tunnels and flows stay. If it does not answer, it is killed: that keeps them
# too, and systemd may start it again by itself.
controller_end() {
  unit_is_active "$1" || return 0
  ovn-appctl --timeout=5 -t ovn-controller exit --restart >/dev/null 2>&1 </dev/null || control 5 kill --signal=KILL "$1"
  await 10 unit_has_ended "$1" || unit_is_active "$1"
}

# --- what actions do ---

# restart_database nb|sb UNIT PORTS
restart_database() {
  control 5 reset-failed "$2" 2>/dev/null || :
  control 30 restart "$2" || say "systemctl restart $2 failed"
  if ! await 15 serves "$1" "$3"; then
    say "$2 was restarted but does not serve: nothing further is restarted"
    exit 1
  fi
}

# restart_northd UNIT: leaves the databases alone, without running its ExecStop.
restart_northd() {
  control 5 reset-failed "$1" 2>/dev/null || :
  spared "$1" control 30 restart "$1" || exit 1
  if ! await 15 northd_is_at_work; then
    say "$1 was restarted but reports '$(northd_says)'"
    exit 1
  fi
}

# restart_controller UNIT
restart_controller() {
  controller_end "$1" || {
    say "$1 does not end"
    exit 1
  }
  control 5 reset-failed "$1" 2>/dev/null || :
  control 30 start "$1" || {
    say "systemctl start $1 failed"
    exit 1
  }
}

# --- undo ---

# is_up COMPONENT UNIT PORTS
is_up() {
  unit_is_active "$2" || return 1
  case $1 in
    northbound) serves nb "$3" ;;
    southbound) serves sb "$3" ;;
    northd) northd_answers ;;
    controller) controller_answers ;;
    *) : ;;
  esac
}

# take_down COMPONENT UNIT
take_down() {
  unit_has_ended "$2" && return 0
  case $1 in
    northd) spared "$2" control 15 stop "$2" ;;
    controller) if [ "${KEEP:-1}" = 1 ]; then controller_end "$2"; else control 15 stop "$2"; fi ;;
    *) control 15 stop "$2" ;;
  esac
  unit_has_ended "$2"
}

# While the guard runs at boot, northd and ovn-controller start only after it: waiting for them would delay them.
guard_is_starting() { [ "$(unit_property "safeops-boot-$SAFEOPS_RUN.service" ActiveState)" = activating ]; }

# want COMPONENT UNIT active|inactive PORTS: restores the recorded state, without waiting for systemd jobs.
worst=0
want() {
  if [ "$(unit_property "$2" LoadState)" != loaded ]; then
    say "unit $2 is gone or masked: not touched"
    case $worst in 1 | 75) ;; *) worst=3 ;; esac
    return
  fi
  [ "$1" != northd ] || spared_mend "$2"
  case $3 in
    active)
      is_up "$1" "$2" "$4" && return
      unit_is_active "$2" || {
        control 5 reset-failed "$2" 2>/dev/null || :
        control 5 --no-block start "$2"
      }
      if guard_is_starting; then
        case $1 in
          northd | controller)
            say "$2 starts after the guard"
            [ "$worst" = 1 ] || worst=75
            return
            ;;
        esac
      fi
      await 8 is_up "$1" "$2" "$4" && return
      say "$2 is $(unit_property "$2" ActiveState) and the $1 does not answer yet"
      worst=1
      ;;
    *)
      take_down "$1" "$2" && return
      say "$2 is $(unit_property "$2" ActiveState): it was not active before"
      worst=1
      ;;
  esac
}
