# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# The safeops guard: a dead-man's switch on one node. It undoes a change by itself unless the change is confirmed.
#
# The parts of this folder are joined in alphabetical order to one script. It runs in five ways:
#   serve STATE_DIR          requests on standard input, one line each; one line of reply for each
#   request STATE_DIR LINE   one request
#   watch STATE_DIR RUN      the process that undoes (kept alive by systemd, or by `supervise` where there is none)
#   boot STATE_DIR RUN       holds up northd and ovn-controller after a reboot until that is done; at most 20 s
#   hold|step|probe STATE_DIR RUN [N]   local parts during an undo, one step, one probe; started by the guard itself
#
# Names used everywhere: D state directory, run, dir = D/run (on disk), vol (lost at reboot), now (centiseconds
# of uptime), boot (which start of this node), q_* the request, s_* the stored state.
#
# What a node needs to undo is in vol too: program, state, undos, local parts, the lock. The state directory may lie on a
# device that hangs with the network that a change broke; then whoever touches it does not come back, SIGKILL or not. So
# nobody who holds the run's lock touches it: see `disk`.
set -u
umask 077
LC_ALL=C
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH

# Only tests set these; the systemd unit never does.
GUARD_PROC=${GUARD_PROC:-/proc}                   # uptime, boot id, the first process, list of consoles
GUARD_RUN=${GUARD_RUN:-/run/safeops}              # what a reboot may lose: leases, probes
GUARD_DEV=${GUARD_DEV:-/dev}                      # consoles
GUARD_SYSTEMD=${GUARD_SYSTEMD:-/run/systemd/system} # exists where systemd is the init
GUARD_UNITS=${GUARD_UNITS:-/etc/systemd/system}
GUARD_NET=${GUARD_NET:-/sys/class/net}
GUARD_SYS=${GUARD_SYS:-/sys}                      # block devices
GUARD_BASELINE=${GUARD_BASELINE:-1000}            # centiseconds a probe is watched before it counts, where ARM says nothing
GUARD_CHECK=${GUARD_CHECK:-1}                     # seconds between two checks of a probe

readonly GUARD_LINE_MAX=262144 # bytes of one request
readonly GUARD_ENDED=77        # exit status of a guard that has nothing left to do
readonly GUARD_IDLE=200        # centiseconds after which a guard looks again though nobody woke it and nothing is due
readonly GUARD_TRY=8           # seconds for what is tried before arming: less than the 10 s for which an answer is waited
readonly GUARD_WATCHDOG=10     # seconds without a word after which systemd replaces a guard: five looks, for a starved node

# Sets now: centiseconds since boot, the only clock of the protocol (wall clocks jump).
clock() {
  local whole part rest
  now=
  { IFS=' .' read -r whole part rest <"$GUARD_PROC/uptime"; } 2>/dev/null || return 1
  case $whole in '' | *[!0-9]*) return 1 ;; esac
  case $part in [0-9][0-9]) ;; *) return 1 ;; esac
  now=$((whole * 100 + 1$part - 100))
}

# Sets boot: a time of uptime means nothing in another boot, so this is compared before any time is. A container that is
# started again has its host's boot id, and an uptime that begins anew (lxcfs). Its first process is another one then: the
# time when that was started, field 22 of its stat (proc(5)), belongs to the boot.
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

# An absolute path that needs no quoting anywhere, a systemd unit included.
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

# The state as others see it: an undo that failed or met a conflict is still tried again, but is called what it is.
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

# One line of reply: HEAD, what is known of the run, further words.
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
