# A chassis protects itself: the patch pair of one localnet port goes, until the Southbound, to
# which ovn-controller is connected, shows the port gone. POSIX sh.
# The caller has set LOCALNET, the two ends PATCH_INT and PATCH_EXT, SB_QUERY, and RESTORED: 1 where
# a port of that name was there before, and its pair belongs here again afterwards.
# shellcheck shell=sh
set -u
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
case ${SAFEOPS_RUN:-} in
  '' | *[!A-Za-z0-9._:@+=-]*)
    echo "SAFEOPS_RUN is not set: not started by a guard" >&2
    exit 1
    ;;
esac
: "${LOCALNET:?}" "${PATCH_INT:?}" "${PATCH_EXT:?}" "${SB_QUERY:?}" "${RESTORED:?}"

say() { printf '%s\n' "$*"; }

pause() { sleep 0.1 2>/dev/null || sleep 1; }

# Both ends in one transaction; nothing is waited for, because ovs-vswitchd may be busy with the storm.
cut_pair() {
  ovs-vsctl --no-wait --timeout=2 -- --if-exists del-port "$PATCH_INT" -- --if-exists del-port "$PATCH_EXT"
}

controller_connected() {
  answer=$(ovn-appctl --timeout=1 -t ovn-controller connection-status 2>/dev/null) || return 1
  [ "$answer" = connected ]
}

southbound_client() {
  remote=$(ovs-vsctl --timeout=2 --if-exists get Open_vSwitch . external_ids:ovn-remote 2>/dev/null | tr -d '"')
  [ -n "$remote" ] || return 1
  case $remote in
    *ssl:*)
      ssl=$(ovs-vsctl --timeout=2 get-ssl 2>/dev/null) || return 1
      ovsdb-client --timeout=1 \
        --private-key="$(printf '%s\n' "$ssl" | sed -n 's/^Private key: //p')" \
        --certificate="$(printf '%s\n' "$ssl" | sed -n 's/^Certificate: //p')" \
        --ca-cert="$(printf '%s\n' "$ssl" | sed -n 's/^CA Certificate: //p')" \
        transact "$remote" "$SB_QUERY"
      ;;
    *) ovsdb-client --timeout=1 transact "$remote" "$SB_QUERY" ;;
  esac 2>/dev/null </dev/null
}

# gone, there or unknown: whether the Southbound has the port, on a connection opened now.
southbound_port() {
  answer=$(southbound_client) || {
    echo unknown
    return
  }
  case $answer in
    '[{"rows":[]}]') echo gone ;;
    '[{"rows":['*) echo there ;;
    *) echo unknown ;;
  esac
}

# ovn-controller makes a pair again from what it last knew, as long as it has not noticed that the
# Southbound is out of reach: so the pair is cut again and again while the Southbound is asked.
keep_cut() {
  while kill -0 "$$" 2>/dev/null; do
    cut_pair
    pause
  done
}

port_state() {
  if controller_connected; then southbound_port; else echo unknown; fi
}

protect() {
  if [ "$RESTORED" = 1 ]; then
    port=$(port_state)
    [ "$port" != gone ] || return 0
  else
    # A pair that was not here before is never right here: cut first, ask later.
    cut_pair
  fi
  keep_cut &
  cutter=$!
  trap 'kill "$cutter" 2>/dev/null' EXIT
  trap 'exit 143' TERM INT HUP
  round=0
  port=unknown
  while [ "$round" -lt 20 ]; do
    round=$((round + 1))
    port=$(port_state)
    [ "$port" != gone ] || return 0
    pause
  done
  say "localnet $LOCALNET: $port in the Southbound; its patch pair was removed here"
  return 10
}

protect
