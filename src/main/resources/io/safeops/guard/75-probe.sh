# shellcheck shell=dash disable=SC2034,SC2154 # variables are shared between the parts of the guard
# Probes: each a process of its own, so that a slow one delays nothing. It writes its status (baseline, ok, bad, failing,
# tripped) to vol/probe.ID; one that trips writes vol/trip, which the guard looks at ten times a second.

# probe_main NUMBER: line NUMBER of dir/probes.
probe_main() {
  local parent=$PPID line=0 id kind a b
  while read -r id kind a b; do
    line=$((line + 1))
    [ "$line" != "$1" ] || break
  done <"$dir/probes"
  [ "$line" = "$1" ] || return 1
  probe=$id
  case $kind in
    storm) storm_main "$a" ;;
    *) check_main "$kind" "$a" "$b" ;;
  esac
}

probe_says() {
  printf '%s\n' "$1" 2>/dev/null >"$vol/probe.$probe"
}

probe_trips() {
  probe_says tripped
  printf '%s\n' "$probe" 2>/dev/null >"$vol/trip"
}

# A probe ends with the guard that started it, and with the run.
probe_wanted() {
  [ -e "/proc/$parent" ] || return 1
  state_load
  case $s_state in NONE | ARMED | PREPARED) return 0 ;; esac
  return 1
}

# ping, tcp, unit: once a second; three failures in a row trip. One that failed three times, or always, before anything
# was done is reported and not counted. A probe started again after the first step uses what was found before it.
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
    sleep "$GUARD_CHECK"
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

# storm: more than 5,000 broadcast and multicast frames a second, and more than ten times what there was before, for one
# second. All frames are counted first (one read); only when those are too many is it asked what share is to a group.
storm_main() {
  local device=$GUARD_NET/$1 base since last_count last_time count rate hot=0 asked=0 share=100
  storm_interface=$1
  storm_by=total
  { read -r base <"$vol/base.$probe"; } 2>/dev/null || base=
  storm_sample || {
    printf '%s\n' -1 2>/dev/null >"$vol/base.$probe"
    probe_says failing
    return 0
  }
  since=$now first=$count last_time=$now last_count=$count
  if has tcpdump && has cut; then
    storm_by=tcpdump
  elif [ -r "$device/statistics/multicast" ]; then
    storm_by=multicast
  fi
  [ -n "$base" ] || probe_says "baseline:$storm_by"
  while sleep 0.15 && probe_wanted; do
    if ! storm_sample || [ "$now" -le "$last_time" ]; then
      continue
    fi
    rate=$(((count - last_count) * 100 / (now - last_time)))
    if [ -z "$base" ] && [ "$((now - since))" -ge "$GUARD_BASELINE" ]; then
      base=$(((count - first) * 100 / (now - since)))
      printf '%s\n' "$base" 2>/dev/null >"$vol/base.$probe"
    fi
    if [ -n "$base" ]; then
      if [ "$rate" -le 5000 ] || [ "$rate" -le "$((base * 10))" ]; then
        hot=0
        probe_says "ok:$storm_by"
      else
        if [ "$hot" = 0 ] || [ "$((now - asked))" -ge 100 ]; then
          [ "$hot" != 0 ] || hot=$last_time
          asked=$now
          storm_share
        fi
        rate=$((rate * share / 100))
        if [ "$rate" -le 5000 ] || [ "$rate" -le "$((base * 10))" ]; then
          hot=0
          probe_says "ok:$storm_by"
        else
          probe_says "bad:$storm_by"
          if [ "$((now - hot))" -ge 100 ]; then
            probe_trips
            return 0
          fi
        fi
      fi
    fi
    last_time=$now last_count=$count
  done
}

# Sets now and count (frames received; multicast frames where that is all there is).
storm_sample() {
  local file=rx_packets
  [ "$storm_by" != multicast ] || file=multicast
  { read -r count <"$GUARD_NET/$storm_interface/statistics/$file"; } 2>/dev/null || return 1
  clock && is_number "$count"
}

# Sets share: how many of a hundred received frames are to a group (the lowest bit of the destination's first byte).
# When no sample can be had in a storm that starves this process, all are counted.
storm_share() {
  local groups frames
  [ "$storm_by" = tcpdump ] || return 0
  share=100
  frames=$(timeout 1 tcpdump -p -nn -e -t -c 200 -Q in -i "$storm_interface" 2>/dev/null | cut -c 22)
  groups=$(printf '%s\n' "$frames" | grep -c '[13579bdfBDF]')
  frames=$(printf '%s\n' "$frames" | grep -c .)
  [ "$frames" -lt 50 ] || share=$((groups * 100 / frames))
}
