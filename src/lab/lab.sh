#!/bin/bash
# shellcheck disable=SC2034 # LAB is read by the parts
# The lab: three real OVN nodes in systemd-nspawn containers on this machine, behind `safeops lab`.
# Everything it makes is named after the lab, lives in network namespaces of its own and is removed by `down`.
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

  up [--topology converged|separate] [--suite bookworm|trixie] [--raft|--standalone] [--neutron|--plain] [--vm|--containers]
                                       build what is missing, start the nodes, wait until the VMs answer
  down                                 remove every process, mount, namespace and interface of the lab
  reset                                put the lab back to its first state; prints what was different
  status [--format text|json]          what runs, and whether it answers
  state                                the whole state in words: databases, interfaces, units, files; the same for like labs
  inventory [--user root|ops]          path of the inventory file (what `-i lab` means)

  exec NODE -- COMMAND...              run as root on ctl, net, cmp, vm from the console side, or on `outside`
  console NODE                         what the node wrote on its console
  ssh NODE [-- COMMAND...]             in band, as the operator would
  answers NODE                         does it answer ssh in band within 4 s? exit 0 or 1

  reboot NODE   power-cut NODE   start NODE
  link NODE in-band|oob|INTERFACE up|down
  ping VM [COUNT]                      from the outside host; exit 0 only if every ping was answered
  rate                                 packets per second on the provider LAN
  meter                                uptime and packets sent into the provider LAN so far, ten times a second

  break INCIDENT   heal INCIDENT       the outages of the troubleshooting notes, with plain commands

NAME comes from SAFEOPS_LAB, else it is `lab`; several labs can run side by side.
TEXT
}

while [ $# -gt 0 ]; do
  case $1 in
    --lab) LAB=${2:?--lab needs a name}; shift 2 ;;
    --lab=*) LAB=${1#*=}; shift ;;
    *) break ;;
  esac
done

for part in common rootfs groups network node machine supervise cluster neutron inventory incidents state commands; do
  # shellcheck source=/dev/null
  . "$LAB_HOME/lib/$part.sh"
done

learn_names

command=${1:-help}
[ $# -eq 0 ] || shift
case $command in
  help | -h | --help) usage; exit 0 ;;
  up | down | status | inventory | exec | console | ssh | answers | reboot | start | link | ping | rate | meter | break | heal | state | reset | supervise) ;;
  power-cut) command=power_cut ;;
  *) usage >&2; misuse "no such command: $command" ;;
esac
need_root
"cmd_$command" "$@"
