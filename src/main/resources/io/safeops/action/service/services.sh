# Components of OVN and OVS on the node that runs them, as systemd units: started, stopped, waited for. Follows guarded.sh.
# POSIX sh. What systemctl returns is not believed: a unit is active, a database serves, when that is read.
# shellcheck shell=sh disable=SC2317,SC2329 # functions are called by what is appended

# await SECONDS COMMAND...: until it succeeds.
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

# control SECONDS WORDS...: systemctl, without a question and within that time.
control() {
  control_limit=$1
  shift
  timeout "$control_limit" systemctl --quiet --no-ask-password "$@" </dev/null
}

# stopped_along UNIT...: what systemd stops or restarts together with these and is not down (systemd.unit(5)), one per line.
# ovn-controller requires openvswitch where the packages are RPMs, and then leaves the Southbound with it.
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
        # What is down itself passes it on all the same.
        along_next="$along_next $along_other"
        unit_has_ended "$along_other" || printf '%s\n' "$along_other"
      done
    done
  done
}

# only_stops "JUDGED..." UNIT...: fails where something stops with the units that is not among those judged.
only_stops() {
  only_judged=" $1 "
  shift
  if ! only_along=$(stopped_along "$@"); then
    say "systemd does not say what stops together with $*: not done"
    return 1
  fi
  for only_unit in $only_along; do
    case $only_judged in
      *" $only_unit "*) ;;
      *)
        say "systemd stops $only_unit together with $*, which the review did not judge: not done"
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

# listens PORT: as the kernel has it; ss may be missing.
listens() {
  grep -qhi ": [0-9A-F]*:$(printf %04X "$1") [0-9A-F]*:0000 0A " /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# serves nb|sb PORTS: it answers on its socket and listens where its rows, or these ports, say.
serves() {
  asked=$(database_ports "$1") || return 1
  for port in $asked $2; do
    listens "$port" || return 1
  done
}

# refuse_clustered nb|sb: a member of a RAFT cluster is not restarted without a look at the others. While it is down only
# its file tells.
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

# Of several only one is active; the others stand by.
northd_is_at_work() {
  case $(northd_says) in
    active) ;;
    standby) [ "${CLUSTERED:-0}" = 1 ] ;;
    *) return 1 ;;
  esac
}

northd_answers() { [ -n "$(northd_says)" ]; }

# Debian's ExecStop for northd stops both databases. systemd runs it however northd ends well: after `ovn-appctl exit` too
# (seen on bookworm). So northd ends while its unit has none: systemd's own SIGTERM is all it needs.
# spared UNIT COMMAND...: the command while UNIT has no ExecStop; it is not run where that cannot be had.
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
    say "$spared_unit keeps its ExecStop whatever is written: not stopped"
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

# What a step that was killed half way left.
spared_mend() {
  dropin=/run/systemd/system/$1.d/zz-safeops.conf
  [ ! -e "$dropin" ] || spared_end
}

# --- ovn-controller ---

controller_answers() { ovn-appctl --timeout=3 -t ovn-controller connection-status >/dev/null 2>&1 </dev/null; }

controller_is_connected() {
  [ "$(ovn-appctl --timeout=3 -t ovn-controller connection-status 2>/dev/null </dev/null)" = connected ]
}

# Ends ovn-controller so that its chassis, its tunnels and its flows stay. One that does not answer is killed: that keeps
# them too, and systemd may start it again by itself.
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
    say "$2 was restarted and does not serve: nothing further is restarted"
    exit 1
  fi
}

# restart_northd UNIT: leaves the databases alone, whatever its ExecStop says.
restart_northd() {
  control 5 reset-failed "$1" 2>/dev/null || :
  spared "$1" control 30 restart "$1" || exit 1
  if ! await 15 northd_is_at_work; then
    say "$1 was restarted and says '$(northd_says)'"
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

# While the pass at boot of the guard goes on, northd and ovn-controller are ordered after it: to wait for them is to hold
# them up.
guard_is_starting() { [ "$(unit_property "safeops-boot-$SAFEOPS_RUN.service" ActiveState)" = activating ]; }

# want COMPONENT UNIT active|inactive PORTS: back to what was recorded. No job is waited for.
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
