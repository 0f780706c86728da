# shellcheck shell=bash disable=SC2153
# The commands that act on the lab as a whole or on one node.

readonly UP_WORDS='up [--topology converged|separate] [--suite bookworm|trixie] [--raft|--standalone] [--neutron|--plain] [--vm|--containers] [--networks flat|all]'

cmd_up() {
  local topology suite databases cloud kernels networks more='' fresh='' started='' node
  # A lab that is up keeps its options unless the command line changes them.
  topology=$(topology) suite=$(suite) databases=$(databases) cloud=$(cloud) kernels=$(kernels) networks=$(networks)
  while [ $# -gt 0 ]; do
    case $1 in
      --topology | --suite | --networks)
        [ $# -ge 2 ] || misuse "$UP_WORDS"
        printf -v "${1#--}" %s "$2"
        shift 2
        ;;
      --topology=*) topology=${1#*=}; shift ;;
      --suite=*) suite=${1#*=}; shift ;;
      --networks=*) networks=${1#*=}; shift ;;
      --raft) databases=raft; shift ;;
      --standalone) databases=standalone; shift ;;
      --neutron) cloud=neutron; shift ;;
      --plain) cloud=plain; shift ;;
      --vm) kernels=vm; shift ;;
      --containers) kernels=containers; shift ;;
      *) misuse "$UP_WORDS" ;;
    esac
  done
  case $topology in converged | separate) ;; *) misuse "no such topology: '$topology' (converged, separate)" ;; esac
  case $suite in bookworm | trixie) ;; *) misuse "no such suite: '$suite' (bookworm, trixie)" ;; esac
  case $networks in flat | all) ;; *) misuse "no such networks: '$networks' (flat, all)" ;; esac
  case $networks,$databases,$cloud,$kernels in
    flat,* | all,standalone,plain,containers) ;;
    *) misuse "--networks all goes with --standalone, --plain and --containers only" ;;
  esac
  case $cloud,$suite,$databases in plain,* | neutron,*,standalone) ;; *) misuse "--neutron goes with --standalone only" ;; esac
  if [ "$kernels" = vm ]; then
    [ "$(uname -m)" = x86_64 ] || die "--vm needs an x86_64 machine"
    more=$MACHINE_TOOLS
  fi
  install_missing "$more"
  lock_lab
  build_rootfs "$suite"
  [ "$kernels" = containers ] || build_machine_rootfs "$suite"
  [ "$cloud" = plain ] || build_neutron_rootfs "$suite"
  if [ ! -e "$STATE/ready" ] || [ "$(choices)" != "$topology, $suite, $databases, $cloud, $kernels, $networks" ]; then
    [ ! -e "$STATE" ] || say "removing what is left of the lab '$LAB'"
    remove_lab
    make_lab "$topology" "$suite" "$databases" "$cloud" "$kernels" "$networks"
    fresh=yes
  fi
  network_up
  for node in $NODES; do
    [ -n "$(init_of "$node")" ] || started=yes
    start_node "$node"
  done
  wait_started
  if [ -n "$fresh" ]; then
    for node in $NODES; do configure_chassis "$node"; done
    configure_central
    [ "$networks" = flat ] || configure_networks
    [ "$cloud" = plain ] || configure_neutron
  fi
  for node in $NODES; do
    wait_for 30 "ssh on $node" answers_ssh "$node" \
      || die "$node does not answer on ssh in band. To log in on its console: safeops lab exec $node. To start again: safeops lab down, then up"
  done
  if [ -n "$started" ]; then
    wait_for 30 "all VMs to answer" all_vms_answer \
      || { measure_paths text >&2 || true; die "the nodes run, but not every VM answers. To start again: safeops lab down, then up"; }
    stir_chassis 10
  fi
  : >"$STATE/ready"
  has_first_state || [ -z "$fresh" ] || remember_first_state
  say "the lab '$LAB' is up ($(choices)): ${NODES// /, }, ${VMS// /, }. Inventory: $STATE/inventory.yaml. Next: safeops doctor -i $([ "$LAB" = lab ] && echo lab || echo "$STATE/inventory.yaml")"
}

# Prints the options that this lab was made with.
choices() { echo "$(topology), $(suite), $(databases), $(cloud), $(kernels), $(networks)"; }

# make_lab TOPOLOGY SUITE DATABASES CLOUD KERNELS NETWORKS: makes what a lab gets only once: its keys, its inventory, the nodes'
# own files.
make_lab() {
  local node
  mkdir -p "$STATE"
  chmod 700 "$STATE"
  echo "$1" >"$STATE/topology"
  echo "$2" >"$STATE/suite"
  echo "$3" >"$STATE/databases"
  echo "$4" >"$STATE/cloud"
  echo "$5" >"$STATE/kernels"
  echo "$6" >"$STATE/networks"
  learn_names
  rootfs "$2" >"$STATE/rootfs"
  [ "$4" = plain ] || neutron_rootfs "$2" >"$STATE/rootfs-ctl"
  [ "$5" = containers ] || machine_rootfs "$2" >"$STATE/rootfs-vm"
  ssh-keygen -q -t ed25519 -N '' -C "safeops lab $LAB" -f "$STATE/id_ed25519"
  for node in $NODES; do prepare_node "$node"; done
  write_access
}

wait_started() {
  local node
  for node in $NODES; do
    wait_for "$(time_to_start "$node")" "$node to start" is_started "$node" \
      || {
        tail -n 20 "$STATE/$node/console.log" "$STATE/$node/supervisor.log" >&2
        die "$node did not start, see above for the end of its console.log and supervisor.log. Both are in $STATE/$node"
      }
  done
}

# Prints how many seconds a node may take to start. An emulated node takes about 30 s when nothing else runs.
time_to_start() { if is_machine "$1"; then echo 240; else echo 60; fi; }

remove_lab() {
  local node
  # All possible nodes: the file that lists this lab's nodes may be gone already.
  for node in ctl net cmp vm; do kill_group "$node.supervisor"; done
  for node in ctl net cmp vm vlan; do kill_group "$node"; done
  network_down
  remove_groups
  rm -rf "$STATE"
}

cmd_down() {
  [ $# -eq 0 ] || misuse "down takes no arguments"
  lock_lab
  remove_lab
  say "the lab '$LAB' is removed"
}

cmd_status() {
  local format=text node state=up separator=
  case "${1:-}" in
    '') ;;
    --format) format=${2:-} ;;
    --format=*) format=${1#*=} ;;
    *) misuse "status [--format text|json]" ;;
  esac
  case $format in text | json) ;; *) misuse "no such format: '$format' (text, json)" ;; esac
  if [ ! -e "$STATE/ready" ]; then
    state=down
    [ ! -e "$STATE" ] && [ ! -e "/run/netns/$NETNS" ] || state=broken
  fi
  if [ "$format" = text ]; then
    [ "$state" = down ] || printf 'lab %s: %s, %s\n' "$LAB" "$state" "$(choices)"
    [ "$state" != down ] || printf 'lab %s: down\n' "$LAB"
  else
    printf '{"lab":"%s","state":"%s","topology":"%s","suite":"%s","databases":"%s","cloud":"%s","kernels":"%s","networks":"%s","switch":"%s","localnet":"%s","netns":"%s","inventory":"%s","nodes":[' \
      "$LAB" "$state" "$(topology)" "$(suite)" "$(databases)" "$(cloud)" "$(kernels)" "$(networks)" "$SWITCH" "$LOCALNET" "$NETNS" "$STATE/inventory.yaml"
  fi
  for node in $NODES; do
    [ "$state" != down ] || break
    status_of "$node"
    if [ "$format" = text ]; then
      printf '  %-4s %-14s %s\n' "$node" "$(in_band_of "$node")" "$node_words"
    else
      printf '%s{"name":"%s","address":"%s","running":%s,"init":%s,"ssh":%s}' "$separator" "$node" "$(in_band_of "$node")" \
        "$node_running" "${node_init:-null}" "$node_ssh"
      separator=,
    fi
  done
  [ "$format" = text ] || printf ']}\n'
  [ "$state" = up ] || exit 1
}

status_of() {
  node_init=$(init_of "$1") node_running=true node_ssh=true node_words="runs, answers ssh in band"
  if [ -z "$node_init" ]; then
    node_running=false node_ssh=false node_words="off (safeops lab start $1)"
  elif ! answers_ssh "$1"; then
    node_ssh=false node_words="runs, does not answer ssh in band (safeops lab exec $1 -- COMMAND still works)"
  fi
}

cmd_exec() {
  local node=${1:-}
  [ $# -eq 0 ] || shift
  [ "${1:-}" != -- ] || shift
  [ $# -gt 0 ] || set -- /bin/bash
  # There is no terminal, so bash would show no prompt without -i.
  if is_machine "$node" && [ "$*" = /bin/bash ]; then set -- /bin/bash -i; fi
  if [ "$node" = outside ]; then
    [ -e "/run/netns/$OUTSIDE" ] || die "the lab '$LAB' is not up. Try: safeops lab up"
    exec nsenter --net="/run/netns/$OUTSIDE" -- "$@"
  fi
  need_node "$node"
  enter "$node" "$@"
}

cmd_ssh() {
  local node=${1:-}
  need_node "$node"
  need_lab
  shift
  [ "${1:-}" != -- ] || shift
  on_ssh "$node" "$@" || exit
}

cmd_answers() {
  need_node "${1:-}"
  need_lab
  answers_ssh "$1" || exit 1
}

cmd_console() {
  need_node "${1:-}"
  [ -e "$STATE/$1/console.log" ] || die "$1 has written nothing on its console"
  cat "$STATE/$1/console.log"
}

cmd_start() {
  need_node "${1:-}"
  need_lab
  lock_lab
  network_up
  start_node "$1"
  wait_for "$(time_to_start "$1")" "$1 to start" is_started "$1"
}

boot_of() { in_node "$1" cat /proc/sys/kernel/random/boot_id; }

# is_booted NODE BOOT: succeeds if the node's boot id is no longer BOOT.
is_booted() {
  local boot
  boot=$(boot_of "$1" 2>/dev/null) && [ "$boot" != "$2" ]
}

cmd_reboot() {
  local before boot
  need_node "${1:-}"
  need_lab
  lock_lab
  before=$(init_of "$1")
  [ -n "$before" ] || die "$1 is off. Try: safeops lab start $1"
  # The node may be gone before this command returns, so its exit code says nothing. The code below waits for the
  # reboot.
  boot=$(boot_of "$1")
  in_node "$1" systemctl reboot >/dev/null 2>&1 || true
  # The QEMU process of a virtual machine stays; only its boot id changes.
  if is_machine "$1"; then wait_for 240 "$1 to boot" is_booted "$1" "$boot"; else wait_for 90 "$1 to go down" is_gone "$before"; fi
  wait_for "$(time_to_start "$1")" "$1 to start" is_started "$1"
}

cmd_power_cut() {
  local init
  need_node "${1:-}"
  need_lab
  lock_lab
  init=$(init_of "$1")
  [ -z "$init" ] || kill -9 "$init"
  wait_for 10 "$1 to be off" is_off "$1"
}

# Succeeds when the process is gone. At its end, a node's init waits for its children, 90 s at most. A shell that `exec`
# started is not a child of init, so init would wait for nothing. SIGCHLD wakes it.
is_gone() {
  kill -CHLD "$1" 2>/dev/null || true # it may be gone; the next line checks that
  [ ! -e "/proc/$1" ]
}
is_off() { [ -z "$(init_of "$1")" ]; }
