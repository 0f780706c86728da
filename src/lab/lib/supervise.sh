# shellcheck shell=bash disable=SC2153
# Keeps one node running: mounts its root file system, starts systemd-nspawn, plugs its cables in, and starts it again
# when it reboots. For a node with its own kernel it starts QEMU, and the node reboots inside it. Ends when the node is
# powered off or its power is cut. Runs in the lab's network namespace.

cmd_supervise() {
  local node=$1 status running cable nic switch cables=()
  while read -r cable nic switch; do cables+=("--network-veth-extra=$cable:$nic"); done < <(cables_of "$node")
  join_group "$node.supervisor"
  if is_machine "$node"; then make_disk "$node"; else mount_root "$node"; fi
  while :; do
    wait_for 10 "the cables of the last boot to go" no_cables "$node"
    ! is_machine "$node" || make_taps "$node"
    (
      join_group "$node"
      ! is_machine "$node" || run_machine "$node"
      # -q and no standard input: nspawn copies only what the node writes on its console.
      # SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE is for hosts with cgroup v1; it has no effect on others.
      exec systemd-nspawn -q -D "$STATE/$node/root" --register=no --keep-unit --boot -M "$(machine_of "$node")" \
        --hostname="$node" "${cables[@]}" \
        --capability=all --bind=/dev/net/tun --resolv-conf=off --timezone=off --link-journal=no \
        -E SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1 </dev/null >>"$STATE/$node/console.log" 2>&1
    ) &
    running=$!
    wait_for 10 "the cables of $node" has_cables "$node" \
      && while read -r cable nic switch; do plug "$cable" "$switch"; done < <(cables_of "$node")
    status=0
    wait "$running" || status=$?
    # systemd-nspawn exits with 133 when its node reboots and --register=no is set.
    [ "$status" = 133 ] || break
  done
  echo "$node ended with status $status"
}

# mount_root NODE: mounts the node's root file system with its own changes over it, in this mount namespace.
mount_root() {
  mount -t overlay overlay -o "lowerdir=$(rootfs_of "$1"),upperdir=$STATE/$1/upper,workdir=$STATE/$1/work" "$STATE/$1/root"
}

has_cables() {
  local cable
  for cable in $(cables_of "$1" | cut -d' ' -f1); do ip -n "$NETNS" link show "$cable" >/dev/null 2>&1 || return 1; done
}
