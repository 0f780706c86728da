# A chassis protects itself from one localnet port, until the Southbound, to which ovn-controller is
# connected, shows the port gone. Follows guarded.sh, keys.sh and asks.sh. POSIX sh.
#
# Deleting the patch pair is final only while ovn-controller has no Southbound. While it believes that it has one, it
# makes the pair again within milliseconds from what it last knew, for the 5 to 10 s that it takes to notice that a
# storm cut it off (OVN 23.03: the storm went on for 6 s). So the pair stays and is silenced: at once by parting its
# ends, which ovn-controller does not repair, and then by two flows that expire by themselves, so that the pair works
# again even if this script dies. A flow alone would come too late: ovs-ofctl waits seconds for an ovs-vswitchd in a
# storm, but a write to its database does not wait.
#
# The caller has set LOCALNET, the two ends PATCH_INT on BRIDGE_INT and PATCH_EXT on BRIDGE_EXT, COOKIE for our flows,
# SB_QUERY, ROUNDS, and RESTORED: 1 if a port of that name was there before, so that its pair must be here again
# afterwards.
# shellcheck shell=sh
: "${LOCALNET:?}" "${PATCH_INT:?}" "${PATCH_EXT:?}" "${BRIDGE_INT:?}" "${BRIDGE_EXT:?}"
: "${COOKIE:?}" "${SB_QUERY:?}" "${ROUNDS:?}" "${RESTORED:?}"

pause() { sleep 0.2 2>/dev/null || sleep 1; }

ofctl() { ovs-ofctl --timeout=2 -O OpenFlow10,OpenFlow13,OpenFlow14,OpenFlow15 "$@" 2>/dev/null; }

# peers INT EXT: sets the peer of each end that exists. It does not wait, because ovs-vswitchd may be busy with the
# storm.
peers() {
  ovs-vsctl --no-wait --timeout=2 \
    -- --if-exists set Interface "$PATCH_INT" "options:peer=\"$1\"" \
    -- --if-exists set Interface "$PATCH_EXT" "options:peer=\"$2\""
}

# silence_end BRIDGE PORT: drops everything that comes out of that end, for ten seconds.
silence_end() {
  ofport=$(ovs-vsctl --no-wait --timeout=2 --if-exists get Interface "$2" ofport 2>/dev/null) || return
  case $ofport in
    '' | 0 | *[!0-9]*) ;;
    *) ofctl add-flow "$1" "cookie=$COOKIE,hard_timeout=10,priority=65535,in_port=$ofport,actions=drop" ;;
  esac
}

silence() {
  peers safeops-parted safeops-parted
  # If the flows cannot be installed, the ends stay parted: no packets are better than a storm.
  silence_end "$BRIDGE_EXT" "$PATCH_EXT" && silence_end "$BRIDGE_INT" "$PATCH_INT" \
    && peers "$PATCH_EXT" "$PATCH_INT"
}

end_silence() {
  ofctl del-flows "$BRIDGE_EXT" "cookie=$COOKIE/-1"
  ofctl del-flows "$BRIDGE_INT" "cookie=$COOKIE/-1"
  :
}

# Both ends in one transaction.
cut_pair() {
  ovs-vsctl --no-wait --timeout=2 -- --if-exists del-port "$PATCH_INT" -- --if-exists del-port "$PATCH_EXT"
}

pair_is_cut() {
  left=$(ovs-vsctl --no-wait --timeout=2 --bare --columns=name \
    find Port external_ids:ovn-localnet-port="\"$LOCALNET\"") || return 1
  [ -z "$left" ]
}

controller_connected() {
  answer=$(ovn-appctl --timeout=1 -t ovn-controller connection-status 2>/dev/null) || return 1
  [ "$answer" = connected ]
}

# Asks the Southbound on a new connection, and sets port to gone, there or unknown.
ask_southbound() {
  port=unknown
  southbound_find || return 0
  answer=$(southbound_says 1 "$SB_QUERY" 2>/dev/null) || {
    keys_forget # ovn-controller may have been started again with other keys
    return 0
  }
  case $answer in
    '[{"rows":[]}]') port=gone ;;
    '[{"rows":['*) port=there ;;
  esac
}

# 0 when nothing harmful is here and nothing harmful will come back.
safe() {
  if ! controller_connected; then
    port='not to be asked for'
    if [ "$RESTORED" = 1 ]; then silence; else cut_pair; fi
    return 1
  fi
  ask_southbound
  if [ "$port" != gone ]; then
    forget_gone
    silence
    return 1
  fi
  if [ "$RESTORED" = 1 ]; then
    peers "$PATCH_EXT" "$PATCH_INT"
    return 0
  fi
  if ! pair_is_cut; then
    # ovn-controller deletes the pair itself once it knows that the port is gone. If a storm has delayed its Southbound,
    # it does not know yet, and would make a deleted pair again with joined ends. So the pair stays parted until then.
    if waits_for_controller; then peers safeops-parted safeops-parted; else cut_pair; fi
    pause
  fi
  pair_is_cut && controller_connected
}

# The time at which the Southbound first reported the port gone, if it has not reported otherwise since.
mark=${SAFEOPS_HOME:-/nonexistent}/gone-${SAFEOPS_RUN:-run}-$COOKIE
forget_gone() { rm -f "$mark"; }

# Whether ovn-controller may still learn that the port is gone: for as long as it may need to find its connection dead
# and to connect again (5 to 10 s, above). A pair that is still there after that will not be deleted by it: in the first
# ten seconds of its life it deletes none (OVN 23.03, daemon_started_recently).
waits_for_controller() {
  IFS=' .' read -r now rest </proc/uptime || return 1
  { read -r since <"$mark"; } 2>/dev/null || since=
  if [ -z "$since" ] || [ "$since" -gt "$now" ]; then
    since=$now
    # Without the mark the end of this time would never be noticed.
    { echo "$now" >"$mark"; } 2>/dev/null || return 1
  fi
  [ "$((now - since))" -lt 12 ]
}

protect() {
  # A pair that was not here before is always wrong: it is cut or silenced first, before the Southbound is asked.
  if [ "$RESTORED" = 0 ]; then
    if controller_connected; then silence; else cut_pair; fi
  fi
  round=0
  while [ "$round" -lt "$ROUNDS" ]; do
    round=$((round + 1))
    if safe; then
      end_silence
      forget_gone
      return 0
    fi
    [ "$round" -eq "$ROUNDS" ] || pause
  done
  say "localnet $LOCALNET is $port in the Southbound; its patch pair is cut or silenced here"
  return 10
}

protect
