# shellcheck shell=bash disable=SC2034,SC2153
# Names, addresses and functions that every part of the lab uses.

say() { printf 'lab: %s\n' "$*" >&2; }
die() { printf 'lab: %s\n' "$*" >&2; exit 1; }
misuse() { printf 'lab: %s\n' "$*" >&2; exit 2; }

case $LAB in
  '' | *[!A-Za-z0-9]*) misuse "a lab's name is letters and digits only, not '$LAB'" ;;
esac
[ ${#LAB} -le 20 ] || misuse "a lab's name has at most 20 characters, '$LAB' has ${#LAB}"

# The containers and, where the lab has one, the virtual machine. learn_names adds it, and the VMs of --networks all.
NODES="ctl net cmp"
VMS="vm1 vm2"
readonly NETNS=safeops-$LAB
readonly OUTSIDE=safeops-$LAB-outside
# directory XDG-VALUE BELOW-HOME: prints the XDG directory, or BELOW-HOME in the home directory. $HOME comes before the
# passwd entry. A relative path is ignored. safeops itself does the same (HomeDirectory.java).
directory() {
  local home=${HOME:-}
  case $home in /*) ;; *) home=$(getent passwd "$(id -u)" | cut -d: -f6) ;; esac
  case $1 in /*) echo "$1" ;; *) echo "${home%/}/$2" ;; esac
}
LABS=$(directory "${XDG_STATE_HOME:-}" .local/state)/safeops/lab
CACHE=$(directory "${XDG_CACHE_HOME:-}" .cache)/safeops
readonly LABS CACHE STATE=$LABS/$LAB

# The provider LAN, and the management LAN on a switch of its own. Both stay inside the lab's namespace, so every lab
# uses the same addresses (RFC 5737).
readonly PROVIDER=192.0.2 MANAGEMENT=198.51.100
readonly PHYSNET=physnet2
# What --networks all adds: a VLAN of the provider LAN, the network behind the router, and the two LANs of the routed
# provider network. INTERNET is an address of the outside host that only a default route leads to.
readonly VLAN=100 VLAN_LAN=203.0.113 PRIVATE=10.10.0 SEGMENT_A=10.20.1 SEGMENT_B=10.20.2 INTERNET=198.18.0.1
readonly PHYSNET_A=physnet-a PHYSNET_B=physnet-b

number_of() {
  case $1 in
    ctl) echo 11 ;;
    net) echo 12 ;;
    cmp) echo 13 ;;
    vm) echo 14 ;;
    vm[1-9]) echo "10${1#vm}" ;;
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

# Prints the address at which an operator reaches a node. In the converged topology it is on br-ex.
in_band_of() {
  if [ "$(topology)" = converged ]; then
    echo "$PROVIDER.$(number_of "$1")"
  else
    echo "$MANAGEMENT.$(number_of "$1")"
  fi
}

# Prints the address that a node's tunnels end at. The userspace datapath sends a tunnel's packets only through a bridge,
# so br-ex holds this address in every lab that needs tunnels.
encap_of() {
  if [ "$(networks)" = all ]; then echo "$PROVIDER.$(number_of "$1")"; else in_band_of "$1"; fi
}

# choice FILE DEFAULT: prints an option that `up` was given. Every command reads these options, so this uses builtins
# only and starts no process.
choice() {
  local chosen=''
  [ ! -r "$STATE/$1" ] || chosen=$(<"$STATE/$1")
  echo "${chosen:-$2}"
}

topology() { choice topology converged; }
# The Debian release of the nodes: bookworm has OVN 23.03 and OVS 3.1, trixie OVN 25.03 and OVS 3.5.
suite() { choice suite bookworm; }
# standalone: NB and SB run on ctl only. raft: all three nodes have a member of both.
databases() { choice databases standalone; }
# plain: the lab writes into the Northbound what Neutron would write. neutron: Neutron runs on ctl and writes it.
cloud() { choice cloud plain; }
# containers: all nodes share this machine's kernel. vm: there is one more node, `vm`, with its own kernel and OVS's
# kernel datapath.
kernels() { choice kernels containers; }
# flat: one provider network. all: also a VLAN network, a network behind a router, a routed provider network and a bond.
networks() { choice networks flat; }
# The nodes that run ovn-central.
central_nodes() { if [ "$(databases)" = raft ]; then echo ctl net cmp; else echo ctl; fi; }
is_central() { case " $(central_nodes) " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

# remotes_of PORT: prints the addresses of a database in the form that ovn-remote and --db take.
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

# Only one command at a time may change a lab. The lock file is beside the lab's directory, because `down` removes that
# directory.
lock_lab() {
  mkdir -p "$LABS"
  chmod 700 "$LABS"
  exec 9>"$LABS/.$LAB.lock"
  flock -w 120 9 || die "another command has been changing the lab '$LAB' for two minutes"
}

# wait_for SECONDS WHAT COMMAND...: runs COMMAND ten times a second until it succeeds. Fails after SECONDS.
wait_for() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || { say "timed out waiting for $what"; return 1; }
    sleep 0.1
  done
}
