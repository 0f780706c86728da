# shellcheck shell=bash disable=SC2153
# One node: its files, how it starts and stops, and commands on its console.

machine_of() { echo "$NETNS-$1"; }

# Prints the process id on this machine of a node's PID 1; nothing if the node is off. It is found by the machine name
# that systemd-nspawn was started with. A file keeps it, and is used only while that process is still the node's PID 1.
# For a node with its own kernel this prints the process id of its QEMU, which serves the same purpose.
init_of() {
  local nspawn child kept=$STATE/$1/init
  ! is_machine "$1" || { qemu_of "$1"; return; }
  if [ -r "$kept" ]; then
    child=$(<"$kept")
    if is_init_of "$1" "$child"; then echo "$child"; return; fi
  fi
  nspawn=$(pgrep -d, -xf "systemd-nspawn .*-M $(machine_of "$1") .*") || return 0
  for child in $(pgrep -x -P "$nspawn" systemd); do
    if is_init_of "$1" "$child"; then
      echo "$child" >"$kept"
      echo "$child"
    fi
  done
}

# is_init_of NODE PID: succeeds if the process is PID 1 of its own namespace, is called systemd, is in a control group
# of the node, and is not about to end. A killed one waits for the last process of its namespace; in cgroup version 2 it
# is still in its group then (proc_cgroup_show() in the kernel's cgroup.c).
is_init_of() {
  local line name='' ids='' groups='' status='' stat='' flags=''
  { groups=$(<"/proc/$2/cgroup"); } 2>/dev/null || return 1
  case $groups in *"/$NETNS/$1/"* | *"/$NETNS/$1"$'\n'*) ;; *) return 1 ;; esac
  { status=$(<"/proc/$2/status"); } 2>/dev/null || return 1
  while read -r line; do
    case $line in
      Name:*) name=${line##*[[:space:]]} ;;
      NSpid:*) ids=${line##*[[:space:]]} ;;
    esac
  done <<<"$status"
  [ "$name $ids" = 'systemd 1' ] || return 1
  { stat=$(<"/proc/$2/stat"); } 2>/dev/null || return 1
  # After the name in parentheses come the state, five numbers and the flags (proc(5)). PF_EXITING is 4.
  read -r _ _ _ _ _ _ flags _ <<<"${stat##*) }"
  [ "$((flags & 4))" = 0 ]
}

# enter NODE COMMAND...: replaces this shell by COMMAND, as root inside the node, past its network, as on a console. It
# joins a control group of the node. It ends with its caller, as a session ends when its console hangs up.
enter() {
  local init
  init=$(init_of "$1")
  [ -n "$init" ] || die "$1 is off. Try: safeops lab start $1"
  if is_machine "$1"; then
    shift
    exec "$LAB_HOME/node/vm/line" call "$STATE/vm" "$@"
  fi
  join_group_of "$init"
  shift
  exec nsenter --target "$init" --all -- env -i HOME=/root USER=root LOGNAME=root SHELL=/bin/bash LANG=C.UTF-8 \
    TERM="${TERM:-dumb}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin setpriv --pdeathsig HUP -- "$@"
}

# in_node NODE COMMAND...: does the same in a subshell and returns.
in_node() { (enter "$@"); }

# Writes the node's own files into the upper layer of its root file system. This happens only once: changes that the
# node makes later stay.
prepare_node() {
  local node=$1 number other upper=$STATE/$1/upper
  number=$(number_of "$node")
  rm -rf "${STATE:?}/$node"
  mkdir -p "$STATE/$node/work" "$STATE/$node/root" "$upper"/etc/{ssh,systemd/network,systemd/system/multi-user.target.wants,openvswitch,default,safeops-lab} \
    "$upper"/usr/local/sbin "$upper"/root/.ssh "$upper"/home/ops/.ssh
  chmod 755 "$upper"
  chmod 700 "$upper/root" "$upper/root/.ssh" "$upper/home/ops/.ssh"

  echo "$node" >"$upper/etc/hostname"
  tr -d - </proc/sys/kernel/random/uuid >"$upper/etc/machine-id"
  {
    echo "127.0.0.1 localhost"
    for other in $NODES; do echo "$(in_band_of "$other") $other"; done
  } >"$upper/etc/hosts"

  ssh-keygen -q -t ed25519 -N '' -C "root@$node" -f "$upper/etc/ssh/ssh_host_ed25519_key"
  install -m 600 "$STATE/id_ed25519.pub" "$upper/root/.ssh/authorized_keys"
  install -m 600 "$STATE/id_ed25519.pub" "$upper/home/ops/.ssh/authorized_keys"
  # ops is the first user of the root file system, so its id is 1000.
  chown -R 1000:1000 "$upper/home/ops"

  nic mgmt0 "$(mac_of_nic mgmt0 "$number")" "$MANAGEMENT.$number/24" >"$upper/etc/systemd/network/10-mgmt0.network"
  for other in $(nics_of_bridges "$node"); do
    nic "$other" "$(mac_of_nic "$other" "$number")" "" >"$upper/etc/systemd/network/10-$other.network"
  done
  if is_machine "$node"; then
    for other in mgmt0 enp6s18; do
      link_file "$other" "$(mac_of_nic "$other" "$number")" >"$upper/etc/systemd/network/10-$other.link"
    done
  fi
  if [ "$(topology)" = converged ] || [ "$(networks)" = all ]; then
    nic br-ex "" "$PROVIDER.$number/24" >"$upper/etc/systemd/network/20-br-ex.network"
  fi

  echo "44444444-4444-4444-8444-4444444444$number" >"$upper/etc/openvswitch/system-id.conf"
  # The userspace datapath forwards packets in the ovs-vswitchd process; a kernel datapath would not. With this nice
  # value a storm gets only the CPU time that sshd, systemd and the guard do not need.
  echo 'OVS_CTL_OPTS="--ovs-vswitchd-priority=10"' >"$upper/etc/default/openvswitch-switch"
  if is_central "$node"; then
    central_file "$node" >"$upper/etc/default/ovn-central"
    ln -s /lib/systemd/system/ovn-central.service "$upper/etc/systemd/system/multi-user.target.wants/"
  fi
  install -m 755 "$LAB_HOME/node/lab-vm" "$upper/usr/local/sbin/lab-vm"
  install -m 644 "$LAB_HOME/node/lab-vm.service" "$upper/etc/systemd/system/lab-vm.service"
  install -m 755 "$LAB_HOME/node/lab-dhcp" "$upper/usr/local/sbin/lab-dhcp"
  # With Neutron the VM's port has no name yet.
  [ "$(cloud)" = plain ] || return 0
  for other in $VMS; do
    [ "$(host_of "$other")" = "$node" ] || continue
    vm_file "$other" >"$upper/etc/safeops-lab/$other"
    ln -sf /etc/systemd/system/lab-vm.service "$upper/etc/systemd/system/multi-user.target.wants/"
  done
}

# Prints the NICs of a node that are ports of bridges.
nics_of_bridges() { if [ "$(networks)" = all ]; then echo enp6s18 enp7s0; else echo enp6s18; fi; }

# cables_of NODE: prints a line for each cable of a node: the switch's end, the node's NIC, and the switch.
cables_of() {
  printf '%s\n' "$1-m mgmt0 management" "$1-p enp6s18 provider"
  [ "$(networks)" = all ] || return 0
  case $1 in
    ctl) echo "$1-p2 enp7s0 provider" ;;
    net) echo "$1-p2 enp7s0 segment-a" ;;
    cmp) echo "$1-p2 enp7s0 segment-b" ;;
  esac
}

# Prints the options that Debian's units give to ovn-ctl. The first member makes the clusters, the others join them.
central_file() {
  [ "$(databases)" = raft ] || return 0
  local own options
  own=$(in_band_of "$1")
  options="--db-nb-cluster-local-addr=$own --db-sb-cluster-local-addr=$own"
  [ "$1" = ctl ] || options="$options --db-nb-cluster-remote-addr=$(in_band_of ctl) --db-sb-cluster-remote-addr=$(in_band_of ctl)"
  printf 'OVN_CTL_OPTS="%s --ovn-northd-nb-db=%s --ovn-northd-sb-db=%s"\n' "$options" "$(remotes_of 6641)" "$(remotes_of 6642)"
}

# mac_of_nic NIC NUMBER-OF-ITS-NODE
mac_of_nic() {
  case $1 in
    mgmt0) echo "02:00:00:00:02:$2" ;;
    enp6s18) echo "02:00:00:00:01:$2" ;;
    enp7s0) echo "02:00:00:00:03:$2" ;;
  esac
}

# nic NAME MAC ADDRESS: prints a systemd-networkd file. The interface keeps its address when its cable is pulled. With
# always-up, networkd sets an interface up again at once; the breakages of --networks all need NICs that stay down.
nic() {
  local policy=always-up
  [ "$(networks)" != all ] || policy=up
  printf '[Match]\nName=%s\n\n[Link]\n' "$1"
  [ -z "$2" ] || printf 'MACAddress=%s\n' "$2"
  printf 'ActivationPolicy=%s\nRequiredForOnline=no\n\n[Network]\nLinkLocalAddressing=no\nIPv6AcceptRA=no\nConfigureWithoutCarrier=yes\nIgnoreCarrierLoss=yes\n' "$policy"
  [ -z "$3" ] || printf 'Address=%s\n' "$3"
}

vm_file() {
  printf 'NAME=%s\nPORT=%s\nMAC=%s\nADDRESS=%s/24\n' "$1" "$(port_of "$1")" "$(mac_of "$1")" "$(address_of "$1")"
  [ "$(network_of "$1")" != private ] || printf 'MTU=%s\nGATEWAY=%s\n' "$(mtu_of "$1")" "$PRIVATE.1"
}

# Starts a node and returns at once. Its supervisor has its own session and its own mount namespace, so the overlay
# mount ends with it.
start_node() {
  [ -z "$(init_of "$1")" ] || return 0
  stop_node "$1"
  setsid nsenter --net="/run/netns/$NETNS" unshare --mount --propagation slave \
    "$LAB_HOME/lab.sh" --lab "$LAB" supervise "$1" \
    </dev/null >>"$STATE/$1/supervisor.log" 2>&1 8>&- 9>&- &
}

# Kills a node and its supervisor at once, as a power cut would.
stop_node() {
  kill_group "$1.supervisor"
  kill_group "$1"
  [ ! -e "/run/netns/$NETNS" ] || wait_for 5 "the cables of $1 to go" no_cables "$1"
}

no_cables() {
  local cable gone=0
  for cable in "$1-p" "$1-m" "$1-p2"; do
    if ip -n "$NETNS" link show "$cable" >/dev/null 2>&1; then
      gone=1
      # The kernel removes it with the dead node's namespace, but later than this needs it.
      ip -n "$NETNS" link del "$cable" 2>/dev/null || true # it may go at this moment; the next call shows it
    fi
  done
  return $gone
}

# Succeeds if systemd is up in the node and has started sshd.
is_started() {
  [ -n "$(init_of "$1")" ] && in_node "$1" systemctl --quiet is-active ssh 2>/dev/null
}

readonly SSH_OPTIONS=(-F none -i "$STATE/id_ed25519" -o IdentitiesOnly=yes -o "UserKnownHostsFile=$STATE/known_hosts"
  -o StrictHostKeyChecking=yes -o BatchMode=yes -o ConnectTimeout=2 -o LogLevel=ERROR
  -o ServerAliveInterval=5 -o ServerAliveCountMax=2)

on_ssh() {
  local node=$1
  shift
  nsenter --net="/run/netns/$NETNS" -- ssh "${SSH_OPTIONS[@]}" "root@$(in_band_of "$node")" "$@"
}

# Succeeds if the node answers within four seconds. In a storm a connection may open and then stay silent for ever.
answers_ssh() {
  nsenter --net="/run/netns/$NETNS" -- timeout --kill-after=1 4 \
    ssh "${SSH_OPTIONS[@]}" "root@$(in_band_of "$1")" true </dev/null >/dev/null 2>&1
}
