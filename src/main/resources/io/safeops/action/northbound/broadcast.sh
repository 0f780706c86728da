# Sends three broadcasts from BRIDGE and counts how many come back, so that a silent loop is found now and not after the
# confirm. A flow of their own counts them, and it expires: the uplink's counters would also show a busy cloud, or an
# older storm. The caller has set BRIDGE and FRAME (hexadecimal; its type is 0x88b5, for local experiments). POSIX sh.
# shellcheck shell=sh
set -u
: "${BRIDGE:?}" "${FRAME:?}"
COOKIE=0x5afe88b5

ofctl() { ovs-ofctl --timeout=5 -O OpenFlow10,OpenFlow13,OpenFlow14,OpenFlow15 "$@"; }

counted() {
  ofctl dump-flows "$BRIDGE" "cookie=$COOKIE/-1" | sed -n 's/.* n_packets=\([0-9]*\),.*/\1/p' | tail -n 1
}

ofctl add-flow "$BRIDGE" "cookie=$COOKIE,hard_timeout=10,priority=65000,dl_type=0x88b5,actions=NORMAL" || {
  echo "ovs-vswitchd accepts no flow on $BRIDGE"
  exit 1
}
for copy in 1 2 3; do
  ofctl packet-out "$BRIDGE" "in_port=LOCAL packet=$FRAME actions=NORMAL" || {
    echo "broadcast $copy could not be sent on $BRIDGE"
    exit 1
  }
done
sleep 1
back=$(counted)
ofctl del-flows "$BRIDGE" "cookie=$COOKIE/-1"
case $back in
  '' | *[!0-9]*)
    echo "broadcasts on $BRIDGE could not be counted"
    exit 1
    ;;
esac
if [ "$back" -gt 30 ]; then
  echo "a storm: of three broadcasts sent on $BRIDGE, $back copies came back within a second"
  exit 1
fi
exit 0
