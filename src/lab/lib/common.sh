# shellcheck shell=bash disable=SC2034,SC2153
# Names, addresses and messages shared by every part of the lab.

say() { printf 'lab: %s\n' "$*" >&2; }
die() { printf 'lab: %s\n' "$*" >&2; exit 1; }
misuse() { printf 'lab: %s\n' "$*" >&2; exit 2; }

case $LAB in
  '' | *[!A-Za-z0-9]*) misuse "a lab's name is letters and digits only, not '$LAB'" ;;
esac
[ ${#LAB} -le 20 ] || misuse "a lab's name has at most 20 characters, '$LAB' has ${#LAB}"

# Containers, and where the lab has one the machine with a kernel of its own.
NODES="ctl net cmp"
readonly VMS="vm1 vm2"
readonly NETNS=safeops-$LAB
readonly OUTSIDE=safeops-$LAB-outside
# directory VALUE-OF-ITS-XDG-VARIABLE BELOW-HOME: $HOME is asked before the passwd entry, and a relative path counts for
# none, as safeops itself has it (HomeDirectory.java).
directory() {
  local home=${HOME:-}
  case $home in /*) ;; *) home=$(getent passwd "$(id -u)" | cut -d: -f6) ;; esac
  case $1 in /*) echo "$1" ;; *) echo "${home%/}/$2" ;; esac
}
LABS=$(directory "${XDG_STATE_HOME:-}" .local/state)/safeops/lab
CACHE=$(directory "${XDG_CACHE_HOME:-}" .cache)/safeops
readonly LABS CACHE STATE=$LABS/$LAB

# The provider LAN and, behind a switch of its own, the management LAN. Both end inside the lab's
# namespace, so every lab uses the same addresses (RFC 5737).
readonly PROVIDER=192.0.2 MANAGEMENT=198.51.100
readonly PHYSNET=physnet2

number_of() {
  case $1 in
    ctl) echo 11 ;;
    net) echo 12 ;;
    cmp) echo 13 ;;
    vm) echo 14 ;;
    vm1) echo 101 ;;
    vm2) echo 102 ;;
    outside) echo 200 ;;
    *) misuse "no such node: $1 (${NODES// /, })" ;;
  esac
}

is_node() {
  case " $NODES " in *" $1 "*) return 0 ;; *) return 1 ;; esac
}

need_node() {
  is_node "${1:-}" || misuse "no such node: ${1:-(none given)} (${NODES// /, })"
}

# The address an operator reaches a node at: on br-ex where the topology is converged.
in_band_of() {
  if [ "$(topology)" = converged ]; then
    echo "$PROVIDER.$(number_of "$1")"
  else
    echo "$MANAGEMENT.$(number_of "$1")"
  fi
}

# choice FILE ELSE: what `up` was told, by builtins only: every command asks.
choice() {
  local chosen=''
  [ ! -r "$STATE/$1" ] || chosen=$(<"$STATE/$1")
  echo "${chosen:-$2}"
}

topology() { choice topology converged; }
# The Debian release of the nodes: bookworm has OVN 23.03 and OVS 3.1, trixie OVN 25.03 and OVS 3.5.
suite() { choice suite bookworm; }
# standalone: NB and SB on ctl alone. raft: members of both on all three nodes.
databases() { choice databases standalone; }
# plain: the lab writes into the Northbound what Neutron would. neutron: Neutron on ctl does.
cloud() { choice cloud plain; }
# containers: all nodes have this machine's kernel. vm: one more, `vm`, has its own, and OVS's kernel datapath.
kernels() { choice kernels containers; }
# The nodes with an ovn-central.
central_nodes() { if [ "$(databases)" = raft ]; then echo ctl net cmp; else echo ctl; fi; }
is_central() { case " $(central_nodes) " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

# remotes_of PORT: where a database answers, as ovn-remote and --db want it.
remotes_of() {
  local node remotes=''
  for node in $(central_nodes); do remotes="$remotes${remotes:+,}tcp:$(in_band_of "$node"):$1"; done
  echo "$remotes"
}

need_root() {
  [ "$EUID" = 0 ] || die "needs root (network namespaces, systemd-nspawn). Try: sudo safeops lab ..."
}

need_lab() {
  [ -e "$STATE/ready" ] || die "the lab '$LAB' is not up. Try: safeops lab up"
}

# One command at a time may change a lab. The lock is beside its directory, which `down` removes.
lock_lab() {
  mkdir -p "$LABS"
  chmod 700 "$LABS"
  exec 9>"$LABS/.$LAB.lock"
  flock -w 120 9 || die "another command has been changing the lab '$LAB' for two minutes"
}

# wait_for SECONDS WHAT COMMAND...: tries COMMAND ten times a second.
wait_for() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || { say "gave up waiting: $what"; return 1; }
    sleep 0.1
  done
}
