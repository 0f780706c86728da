#!/bin/bash
# shellcheck disable=SC2034 # the parts read LAB
# The lab, which `safeops lab` runs: three real OVN nodes in systemd-nspawn containers on this machine. Everything it
# makes carries the name of the lab and lives in network namespaces of its own. `down` removes it all.
set -Eeuo pipefail
trap 'echo "lab: unexpected failure at ${BASH_SOURCE[0]##*/}:$LINENO ($BASH_COMMAND)" >&2' ERR

LAB_HOME=${BASH_SOURCE[0]}
[ ! -L "$LAB_HOME" ] || LAB_HOME=$(readlink -f -- "$LAB_HOME")
case $LAB_HOME in */*) ;; *) LAB_HOME=./$LAB_HOME ;; esac
LAB_HOME=$(cd -- "${LAB_HOME%/*}" && pwd)
readonly LAB_HOME
LAB=${SAFEOPS_LAB:-lab}

usage() {
  cat <<'TEXT'
Usage: safeops lab [--lab NAME] COMMAND

  up [--topology converged|separate] [--suite bookworm|trixie] [--raft|--standalone] [--neutron|--plain] [--vm|--containers] [--networks flat|all]
                                       build what is missing, start the nodes, wait until the VMs answer
  down                                 remove every process, mount, namespace and interface of the lab
  reset                                put the lab back to its first state; prints what was different
  status [--format text|json]          which nodes run, and whether they answer
  state                                the whole state as text: databases, interfaces, units, files; the same for equal labs
  inventory [--user root|ops]          path of the inventory file that `-i lab` uses

  exec NODE -- COMMAND...              run COMMAND as root on ctl, net, cmp or vm, past the network, or on `outside`
  console NODE                         what the node wrote on its console
  ssh NODE [-- COMMAND...]             log in, or run COMMAND, in band as an operator would
  answers NODE                         exit 0 if NODE answers ssh in band within 4 s, else 1

  reboot NODE   power-cut NODE   start NODE
  link NODE in-band|oob|INTERFACE up|down
  ping VM [COUNT]                      from the outside host; exit 0 only if every ping was answered
  ping-from VM ADDRESS|VM|outside [COUNT]
                                       from a VM; exit 0 only if every ping was answered
  dhcp VM                              asks for a lease, and prints the address of the offer; exit 1 if none comes
  packets [--format text|json]         whether packets pass on each path of the lab now; exit 0 only if they pass on all
  rate                                 packets per second on the provider LAN
  meter                                uptime and packets sent into the provider LAN so far, ten times a second

  break NAME   heal NAME               make or mend a breakage with plain commands: an outage of the troubleshooting notes
                                       (000 to 004), or one hop
  break list                           the breakages that this lab offers

Without --lab, NAME is the value of SAFEOPS_LAB, else `lab`. Several labs can run side by side.
TEXT
}

while [ $# -gt 0 ]; do
  case $1 in
    --lab) LAB=${2:?--lab needs a name}; shift 2 ;;
    --lab=*) LAB=${1#*=}; shift ;;
    *) break ;;
  esac
done

for part in common rootfs groups network node machine supervise cluster networks neutron packets inventory incidents state commands; do
  # shellcheck source=/dev/null
  . "$LAB_HOME/lib/$part.sh"
done
for part in uplink bridge mapping localnet tunnel port router control raft; do
  # shellcheck source=/dev/null
  . "$LAB_HOME/lib/breakages/$part.sh"
done

learn_names

command=${1:-help}
[ $# -eq 0 ] || shift
# Of a command that runs on a node, --help is the node's business.
case $command,${1:-} in
  exec,* | ssh,*) ;;
  *,--help | *,-h) command=help ;;
esac
case $command in
  help | -h | --help) usage; exit 0 ;;
  up | down | status | inventory | exec | console | ssh | answers | reboot | start | link | ping | dhcp | packets | rate | meter | break | heal | state | reset | supervise) ;;
  power-cut) command=power_cut ;;
  ping-from) command=ping_from ;;
  *) usage >&2; misuse "no such command: $command" ;;
esac
need_root
"cmd_$command" "$@"
