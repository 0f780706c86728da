# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# The safeops guard: a dead-man's switch on one node. It undoes a change by itself unless the change is confirmed.
#
# The parts in this folder are joined in alphabetical order into one script. It has five modes:
#   serve STATE_DIR          requests on standard input, one line each; one line of reply for each
#   request STATE_DIR LINE   one request
#   watch STATE_DIR RUN      the process that undoes (kept alive by systemd, or by `supervise` where there is none)
#   boot STATE_DIR RUN       delays northd and ovn-controller after a reboot until the undo is done; at most 20 s
#   hold|step|probe STATE_DIR RUN [N]   local parts during an undo, one step, one probe; started by the guard itself
#
# Names used everywhere: D state directory, run, dir = D/run (on disk), vol (lost at reboot), now (centiseconds
# of uptime), boot (which start of this node), q_* the request, s_* the stored state.
#
# Everything that a node needs for the undo is in vol too: program, state, undos, local parts, the lock. The state directory
# may be on a device that hangs when a change has broken the network. A process that accesses it then hangs, even after
# SIGKILL. So no process that holds the run's lock accesses it: see `disk`.
set -u
umask 077
LC_ALL=C
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH

# Only tests set these; the systemd unit never does.
GUARD_PROC=${GUARD_PROC:-/proc}                   # uptime, boot id, the first process, list of consoles
GUARD_RUN=${GUARD_RUN:-/run/safeops}              # files that a reboot may delete: leases, probes
GUARD_DEV=${GUARD_DEV:-/dev}                      # consoles
GUARD_SYSTEMD=${GUARD_SYSTEMD:-/run/systemd/system} # exists where systemd is the init
GUARD_UNITS=${GUARD_UNITS:-/etc/systemd/system}
GUARD_NET=${GUARD_NET:-/sys/class/net}
GUARD_SYS=${GUARD_SYS:-/sys}                      # block devices
GUARD_BASELINE=${GUARD_BASELINE:-1000}            # centiseconds of a probe's baseline if ARM does not give it
GUARD_CHECK=${GUARD_CHECK:-1}                     # seconds between two checks of a probe

readonly GUARD_LINE_MAX=262144 # bytes of one request
readonly GUARD_ENDED=77        # exit status of a guard that has nothing left to do
readonly GUARD_IDLE=200        # centiseconds after which a guard checks again if nothing wakes it and nothing is due
readonly GUARD_TRY=8           # seconds for the trial before arming: less than the 10 s that the caller waits for an answer
readonly GUARD_WATCHDOG=10     # seconds of silence after which systemd replaces a guard: five checks, in case the node is slow

# Sets now: centiseconds since boot, the only clock of the protocol (wall clocks jump).
clock() {
  local whole part rest
  now=
  { IFS=' .' read -r whole part rest <"$GUARD_PROC/uptime"; } 2>/dev/null || return 1
  case $whole in '' | *[!0-9]*) return 1 ;; esac
  case $part in [0-9][0-9]) ;; *) return 1 ;; esac
  now=$((whole * 100 + 1$part - 100))
}

# Sets boot, the id of this boot. An uptime means nothing in another boot, so boot is compared before any time. A restarted
# container keeps the boot id of its host, but its uptime starts at zero (lxcfs) and it has a new first process. So the
# start time of that process, field 22 of its stat (proc(5)), is part of boot.
boot_id() {
  local id line
  boot=
  { IFS= read -r id <"$GUARD_PROC/sys/kernel/random/boot_id"; } 2>/dev/null || return 1
  case $id in '' | *[!0-9a-f-]*) return 1 ;; esac
  { IFS= read -r line <"$GUARD_PROC/1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086 # split on purpose: fields of numbers after the name in parentheses
  set -- ${line##*) }
  [ $# -ge 20 ] && is_number "${20}" || return 1
  boot=$id.${20}
}

is_number() {
  case $1 in '' | *[!0-9]* | 0?*) return 1 ;; esac
  [ "${#1}" -le 15 ]
}

is_id() {
  case $1 in '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) return 1 ;; esac
  [ "${#1}" -le 64 ]
}

is_value() {
  case $1 in *[!A-Za-z0-9._:/@,+=-]*) return 1 ;; esac
}

# An absolute path that needs no quoting anywhere, not even in a systemd unit.
is_path() {
  case $1 in /*) ;; *) return 1 ;; esac
  case $1 in *[!A-Za-z0-9._/-]* | *//* | */../* | */.. | */./*) return 1 ;; esac
}

has() {
  command -v "$1" >/dev/null 2>&1
}

encode() {
  base64 | tr -d '\n'
}

words() {
  printf %s "$1" | encode
}

systemd_runs() {
  [ -d "$GUARD_SYSTEMD" ] && has systemctl
}

# Sets shown, the state in replies: REVERT_FAILED if an undo failed or met a conflict, although it is still retried.
shown_state() {
  shown=$s_state
  if [ "$s_state" = REVERTING ] && [ -n "$s_trouble" ]; then
    shown=REVERT_FAILED
  fi
}

remaining_time() {
  remaining=0
  clock || return 0
  [ "$s_boot" = "$boot" ] || return 0
  case $s_state in
    ARMED) remaining=$((s_deadline - now)) ;;
    PREPARED) remaining=$((s_expiry - now)) ;;
  esac
  [ "$remaining" -gt 0 ] || remaining=0
}

# Prints one reply line: HEAD, the known fields of the run, further fields.
say() {
  local head=$1
  shift
  shown_state
  remaining_time
  printf '%s run=%s epoch=%s nonce=%s boot=%s uptime=%s state=%s done=%s staged=%s remaining=%s' \
    "$head" "$q_run" "$s_epoch" "$s_nonce" "$boot" "${now:-0}" "$shown" "$s_done" "$s_staged" "$remaining"
  [ $# -eq 0 ] || printf ' %s' "$@"
  printf '\n'
}

ok() {
  say OK "$@"
}

# no WHY TEXT [key=value...]
no() {
  local why=$1 text=$2
  shift 2
  say "NO why=$why" "$@" "text=$(words "$text")"
}
