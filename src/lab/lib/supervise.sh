# shellcheck shell=bash disable=SC2153
# Keeps one node running: mounts its root file system, starts systemd-nspawn, plugs its cables in, starts it again when it
# reboots. Ends when the node is powered off or cut. Runs in the lab's network namespace.

cmd_supervise() {
  local node=$1 status
  join_group "$node.supervisor"
  mount -t overlay overlay -o "lowerdir=$(rootfs_of "$node"),upperdir=$STATE/$node/upper,workdir=$STATE/$node/work" "$STATE/$node/root"
  while :; do
    wait_for 10 "the cables of the last boot to go" no_cables "$node"
    (
      join_group "$node"
      # -q and no standard input: nspawn copies what the node writes on its console. A cgroup v1 host is what
      # SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE is about; the others do not read it.
      exec systemd-nspawn -q -D "$STATE/$node/root" --register=no --keep-unit --boot -M "$(machine_of "$node")" \
        --hostname="$node" --network-veth-extra="$node-m:mgmt0" --network-veth-extra="$node-p:enp6s18" \
        --capability=all --bind=/dev/net/tun --resolv-conf=off --timezone=off --link-journal=no \
        -E SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1 </dev/null >>"$STATE/$node/console.log" 2>&1
    ) &
    wait_for 10 "the cables of $node" has_cables "$node" && plug "$node-m" management && plug "$node-p" provider
    status=0
    wait $! || status=$?
    # What systemd-nspawn says when its node rebooted and it is not to register a machine.
    [ "$status" = 133 ] || break
  done
  echo "$node ended with status $status"
}

has_cables() {
  ip -n "$NETNS" link show "$1-m" >/dev/null 2>&1 && ip -n "$NETNS" link show "$1-p" >/dev/null 2>&1
}
