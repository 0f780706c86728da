# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# Probes. Each is a process of its own, so that a slow one delays nothing. It writes its status (baseline, ok, bad, failing,
# tripped) to vol/probe.ID. A probe that trips writes vol/trip and wakes the guard.

# probe_main NUMBER: runs the probe in line NUMBER of vol/probes.
probe_main() {
  local parent=$PPID line=0 id kind a b
  while read -r id kind a b; do
    line=$((line + 1))
    [ "$line" != "$1" ] || break
  done <"$vol/probes"
  [ "$line" = "$1" ] || return 1
  probe=$id
  nap_prepare
  state_load
  # A state file of an older version does not have this field.
  [ "$s_baseline" = 0 ] || GUARD_BASELINE=$s_baseline
  case $kind in
    storm) storm_main "$a" ;;
    *) check_main "$kind" "$a" "$b" ;;
  esac
}

# Writes the status only when it changes: a reader finds a file that is being written empty.
probe_says() {
  [ "$1" != "${said:-}" ] || return 0
  said=$1
  printf '%s\n' "$1" 2>/dev/null >"$vol/probe.$probe"
}

probe_trips() {
  probe_says tripped
  # An empty file trips too. Without space for a new file, a reserved one is used.
  printf '%s\n' "$probe" 2>/dev/null >"$vol/trip"
  [ -e "$vol/trip" ] || mv -f "$vol/spare.trip" "$vol/trip"
  guard_wake
}

# A probe ends when its guard or the run ends.
probe_wanted() {
  [ -e "/proc/$parent" ] || return 1
  state_load
  case $s_state in NONE | ARMED | PREPARED) return 0 ;; esac
  return 1
}

# Sets naps to yes if this shell can wait with `read -t` for input that never comes: bash and busybox can, dash cannot. It
# finds out by waiting this way for a tenth of a second.
nap_prepare() {
  local begun unread
  naps=no
  mkfifo "$vol/nap.$probe" 2>/dev/null && true 2>/dev/null 5<>"$vol/nap.$probe" && clock || return 0
  begun=$now
  exec 5<>"$vol/nap.$probe"
  rm -f "$vol/nap.$probe"
  # shellcheck disable=SC3045 # without -t it does not wait
  read -r -t 0.1 unread <&5 2>/dev/null
  if clock && [ "$((now - begun))" -ge 5 ] && [ "$((now - begun))" -lt 500 ]; then
    naps=yes
  fi
}

# nap SECONDS: sleeps, without a fork if the shell can.
nap() {
  local unread
  if [ "$naps" = yes ]; then
    # shellcheck disable=SC3045 # used only if the shell has -t
    read -r -t "$1" unread <&5
    return 0
  fi
  sleep "$1"
}

# ping, tcp, unit: checked once a second; three failures in a row trip. A probe that failed three times or always before the
# first step is reported and does not count. A probe that is restarted after the first step uses the earlier baseline.
check_main() {
  local failures=0 checks=0 counted end
  { read -r counted <"$vol/base.$probe"; } 2>/dev/null || counted=
  clock
  end=$((now + GUARD_BASELINE))
  [ -n "$counted" ] || probe_says baseline
  while probe_wanted; do
    checks=$((checks + 1))
    if check_once "$@"; then
      [ -n "$counted" ] && failures=0
      [ "$counted" != yes ] || probe_says ok
    else
      failures=$((failures + 1))
      if [ "$counted" = yes ]; then
        probe_says bad
        if [ "$failures" -ge 3 ]; then
          probe_trips
          return 0
        fi
      fi
    fi
    if [ -z "$counted" ] && clock && [ "$now" -ge "$end" ]; then
      counted=yes
      if [ "$failures" -ge 3 ] || [ "$failures" = "$checks" ]; then
        counted=no
      fi
      printf '%s\n' "$counted" 2>/dev/null >"$vol/base.$probe"
      failures=0
    fi
    [ "$counted" != no ] || probe_says failing
    [ "$counted" != yes ] || [ "$failures" -gt 0 ] || probe_says ok
    nap "$GUARD_CHECK"
  done
}

check_once() {
  case $1 in
    ping) ping -n -q -c 1 -W 1 "$2" </dev/null >/dev/null 2>&1 ;;
    unit) timeout 5 systemctl is-active --quiet "$2" </dev/null >/dev/null 2>&1 ;;
    tcp) tcp_once "$2" "$3" ;;
    *) return 1 ;;
  esac
}

tcp_once() {
  if has bash; then
    # shellcheck disable=SC2016 # expanded by bash
    timeout 1 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" </dev/null >/dev/null 2>&1
  elif has nc; then
    timeout 1 nc -z "$1" "$2" </dev/null >/dev/null 2>&1
  elif has python3; then
    timeout 2 python3 -c 'import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 1)' "$1" "$2" \
      </dev/null >/dev/null 2>&1
  else
    return 1
  fi
}

# storm: for one second, more than ten times the baseline of one of these:
# - frames to a group (broadcast, multicast), more than 5,000 a second, or
# - exact copies of a frame just received, more than 200 a second: a loop. Seen: one frame to a single address that no
#   switch knew circled at 400 to 4,000 a second on nodes that had no time for more, without one broadcast.
# First all frames are counted (one read). Only if there are more than before, a sample is taken to see what they are.
storm_main() {
  local base='' base_group=0 base_copies=0 since first count rate last_count last_time hot=0 hot_count=0 asked=0
  local share=100 copies=0 looked=0
  storm_interface=$1
  storm_by=total
  { read -r base base_group base_copies <"$vol/base.$probe"; } 2>/dev/null || base='' base_group=0 base_copies=0
  if ! storm_sample || [ "$base" = no ]; then
    probe_says failing
    return 0
  fi
  if has tcpdump && has awk; then
    storm_by=tcpdump
  elif [ -r "$GUARD_NET/$1/statistics/multicast" ]; then
    storm_by=multicast
  fi
  storm_sample
  since=$now first=$count last_time=$now last_count=$count
  [ -n "$base" ] || probe_says "baseline:$storm_by"
  while nap 0.15 && storm_wanted; do
    if ! storm_sample || [ "$now" -le "$last_time" ]; then
      continue
    fi
    rate=$(((count - last_count) * 100 / (now - last_time)))
    if [ -z "$base" ]; then
      if [ "$((now - since))" -ge "$GUARD_BASELINE" ]; then
        storm_baseline "$(((count - first) * 100 / (now - since)))" || return 0
      fi
    elif [ "$rate" -gt "$((base + 200))" ]; then
      if [ "$((now - asked))" -ge 100 ]; then
        asked=$now
        storm_ask
      fi
      if ! storm_is "$rate"; then
        hot=0
        probe_says "ok:$storm_by"
      elif [ "$hot" = 0 ]; then
        hot=$last_time hot_count=$last_count
        probe_says "bad:$storm_by"
      elif [ "$((now - hot))" -ge 100 ]; then
        # A moment without frames does not count as quiet on a node short of CPU time: the mean of the second does.
        if storm_is "$(((count - hot_count) * 100 / (now - hot)))"; then
          probe_trips
          return 0
        fi
        hot=$last_time hot_count=$last_count
      fi
    elif [ "$hot" = 0 ] || [ "$((now - hot))" -ge 100 ]; then
      hot=0
      probe_says "ok:$storm_by"
    fi
    last_time=$now last_count=$count
  done
}

# Reading the state costs more than a sample, so it is read once a second.
storm_wanted() {
  if [ -n "$now" ] && [ "$now" -ge "$looked" ] && [ "$((now - looked))" -lt 100 ]; then
    return 0
  fi
  looked=${now:-0}
  probe_wanted
}

# storm_baseline RATE: measures the baseline: all frames, frames to a group, copies. A storm that is already there is
# reported and does not count.
storm_baseline() {
  base=$1
  [ "$base" -lt 100 ] || storm_ask
  if storm_is "$base"; then
    base=no
  fi
  base_group=$(($1 * share / 100))
  base_copies=$(($1 * copies / 100))
  printf '%s %s %s\n' "$base" "$base_group" "$base_copies" 2>/dev/null >"$vol/base.$probe"
  if [ "$base" = no ]; then
    probe_says failing
    return 1
  fi
}

# storm_is RATE: whether this rate of frames per second and the last sample are a storm.
storm_is() {
  local group=$(($1 * share / 100)) again=$(($1 * copies / 100))
  if [ "$group" -gt 5000 ] && [ "$group" -gt "$((base_group * 10))" ]; then
    return 0
  fi
  [ "$again" -gt 200 ] && [ "$again" -gt "$((base_copies * 10))" ]
}

# Sets now and count (received frames; multicast frames if only these are counted).
storm_sample() {
  local file=rx_packets
  [ "$storm_by" != multicast ] || file=multicast
  { read -r count <"$GUARD_NET/$storm_interface/statistics/$file"; } 2>/dev/null || return 1
  clock && is_number "$count"
}

# Samples a hundred received frames. Sets share, those sent to a group (the lowest bit of the destination's first byte), and
# copies, those equal to an earlier one. Without a sample all frames count as sent to a group.
storm_ask() {
  share=100 copies=0
  [ "$storm_by" = tcpdump ] || return 0
  # shellcheck disable=SC2046 # three numbers
  set -- $(timeout 1 tcpdump -p -nn -e -t -x -s 128 -c 200 -Q in -i "$storm_interface" 2>/dev/null | storm_count)
  [ "${1:-0}" -ge 50 ] || return 0
  share=$(($2 * 100 / $1))
  copies=$(($3 * 100 / $1))
}

# Counts in tcpdump's text (one line per frame, then its bytes in indented lines): frames, frames to a group, copies.
storm_count() {
  awk '
    function ended() {
      if (frame == "") return
      frames++
      if (substr(frame, 22, 1) ~ /[13579bdfBDF]/) groups++
      if (frame in seen) copies++
      seen[frame] = 1
    }
    /^[ \t]/ { frame = frame $0; next }
    { ended(); frame = $0 }
    END { ended(); print frames + 0, groups + 0, copies + 0 }'
}
