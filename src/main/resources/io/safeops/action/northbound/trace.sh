# Checks with a trace in ovs-vswitchd whether a broadcast from BRIDGE itself would loop; nothing is sent. The caller has
# set BRIDGE and VLAN (empty: untagged). POSIX sh.
# shellcheck shell=sh
set -u
: "${BRIDGE:?}" "${VLAN?}"
flow=in_port=LOCAL,dl_src=02:5a:fe:00:00:01,dl_dst=ff:ff:ff:ff:ff:ff,dl_type=0x88b5
[ -z "$VLAN" ] || flow=$flow,dl_vlan=$VLAN
trace=$(ovs-appctl --timeout=10 ofproto/trace "$BRIDGE" "$flow" 2>&1) || {
  echo "ovs-vswitchd cannot trace: $(printf '%s\n' "$trace" | tail -n 1)"
  exit 1
}
case $trace in
  *'over max translation depth'*)
    echo "a broadcast on $BRIDGE loops for ever: the trace followed it 64 times and it did not end"
    exit 1
    ;;
esac
actions=$(printf '%s\n' "$trace" | sed -n 's/^Datapath actions: //p' | tail -n 1)
[ -n "$actions" ] || {
  echo "ovs-vswitchd traced nothing on $BRIDGE"
  exit 1
}
# One copy per tunnel leaves by the same port; anything else that leaves three times is in a loop.
case $actions in
  *tunnel*) exit 0 ;;
esac
most=$(printf '%s\n' "$actions" | tr ',' '\n' | grep -x '[0-9][0-9]*' | sort | uniq -c | sort -rn | sed -n '1s/^ *\([0-9]*\) .*/\1/p')
if [ "${most:-0}" -gt 2 ]; then
  echo "a broadcast on $BRIDGE leaves by the same port $most times: a loop"
  exit 1
fi
exit 0
