# Checks that ovn-controller programs its integration bridge: the bridge speaks OpenFlow 1.5, and a controller is
# connected to it. The counter in Chassis_Private is no proof: if no flow waits, it increases without a connection (OVN
# 23.03, seen in the lab). The caller has set BRIDGE. POSIX sh.
# shellcheck shell=sh
set -u
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
: "${BRIDGE:?}"
ovs-ofctl --timeout=5 -O OpenFlow15 probe "$BRIDGE" 2>/dev/null || {
  echo "bridge $BRIDGE does not speak OpenFlow 1.5"
  exit 1
}
# Check twice: a refused controller connects for a moment, again and again.
for _ in 1 2; do
  held=$(ss -Hxn state established | grep -c "/$BRIDGE\.mgmt ")
  if [ "$held" = 0 ]; then
    echo "no controller is connected to bridge $BRIDGE"
    exit 1
  fi
  sleep 0.5
done
exit 0
