# Sends real broadcasts from BRIDGE, so that a loop that is silent speaks now and not after the
# confirm. The caller has set BRIDGE, FRAME (hexadecimal; its type is 0x88b5, for experiments) and
# UPLINKS, whose packets are counted. POSIX sh.
# shellcheck shell=sh
set -u
: "${BRIDGE:?}" "${FRAME:?}" "${UPLINKS?}"

packets() {
  sum=0
  for uplink in $UPLINKS; do
    for way in rx tx; do
      count=$(cat "/sys/class/net/$uplink/statistics/${way}_packets" 2>/dev/null) || count=0
      sum=$((sum + count))
    done
  done
  echo "$sum"
}

rate() {
  from=$(packets)
  sleep 1
  to=$(packets)
  echo $((to - from))
}

before=$(rate)
for copy in 1 2 3; do
  ovs-ofctl --timeout=5 -O OpenFlow10,OpenFlow13,OpenFlow14,OpenFlow15 \
    packet-out "$BRIDGE" "in_port=LOCAL packet=$FRAME actions=NORMAL" || {
    echo "broadcast $copy could not be sent on $BRIDGE"
    exit 1
  }
done
after=$(rate)
if [ "$after" -gt 5000 ] && [ "$after" -gt $((before * 10)) ]; then
  echo "a storm: $after packets/s on $UPLINKS after three broadcasts, $before before"
  exit 1
fi
exit 0
