#!/bin/bash
# `safeops demo` shows on the lab what safeops is for: the outage by hand, the refusal, the nodes that save themselves, and
# the right change, confirmed out of band. It uses a lab of its own and removes it at the end.
set -Eeuo pipefail

HERE=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
SAFEOPS=$(dirname -- "$(dirname -- "$HERE")")/safeops
export SAFEOPS_LAB=demo
SWITCH=neutron-11111111-1111-4111-8111-111111111111
LOCALNET=provnet-33333333-3333-4333-8333-333333333333
WORK=
METER=
BROADCASTS=
# Every host of the provider LAN has this broadcast address.
BROADCAST=192.0.2.255
# The longest wait in seconds. A quiet machine needs a few of them, a busy one may need all.
PATIENCE=180

usage() {
  cat <<'TEXT'
Usage: safeops demo [--keep]

Shows what safeops prevents, on three real OVN nodes on this machine. This takes a few minutes. The first time it also builds
the file system of the nodes. --keep leaves the lab up; `SAFEOPS_LAB=demo safeops lab down` removes it.
TEXT
}

scene="the set-up"
say() { printf '%s\n' "$*"; }
shown() { printf '   $ %s\n' "$*"; }

title() {
  scene=$*
  if [ -t 1 ]; then printf '\n\033[1m== %s\033[0m\n' "$*"; else printf '\n== %s\n' "$*"; fi
}

# failed EXPECTED GOT [FILE]: ends the demo and says which scene failed. FILE is the output of the command.
failed() {
  {
    printf '\ndemo: this scene failed: %s\n' "$scene"
    printf '  expected: %s\n  got:      %s\n' "$1" "$2"
    if [ -n "${3:-}" ]; then
      printf '  output of the command:\n'
      sed 's/^/  | /' "$3"
    fi
  } >&2
  trap - ERR
  exit 1
}

trap 'failed "every command of the demo to work" "status $? of: $BASH_COMMAND (demo.sh:$LINENO)"' ERR

cleanup() {
  local status=$?
  trap - EXIT INT TERM ERR
  stop_meter
  if [ "$keep" = yes ]; then
    say "The lab stays up. To remove it: SAFEOPS_LAB=demo $SAFEOPS lab down"
  else
    "$SAFEOPS" lab down >/dev/null 2>&1 || say "demo: the lab could not be removed. Run: SAFEOPS_LAB=demo $SAFEOPS lab down"
  fi
  [ -z "$WORK" ] || rm -rf "$WORK"
  exit "$status"
}

# waits_for WHAT COMMAND...: tries a command until it works. If it never does, the demo fails and names WHAT.
waits_for() {
  local end=$((SECONDS + PATIENCE)) what=$1
  shift
  until "$@" >"$WORK/try" 2>&1; do
    [ "$SECONDS" -lt "$end" ] || failed "$what" "not within $PATIENCE s" "$WORK/try"
    sleep 0.3
  done
}

# While a node or a VM is still away, the next scene would not show what its title says.
all_answer() {
  local each
  for each in ctl net cmp; do "$SAFEOPS" lab answers "$each" || { echo "$each does not answer ssh"; return 1; }; done
  for each in vm1 vm2; do "$SAFEOPS" lab ping "$each" 1 || { echo "$each does not answer from outside"; return 1; }; done
}

# Runs `apply` in the background. Its output goes to the screen and to a file.
apply() {
  : >"$WORK/apply"
  "$SAFEOPS" apply --no-input -i lab "$@" > >(tee -a "$WORK/apply") 2> >(tee -a "$WORK/apply" >&2) &
  applying=$!
}

# wait_for_line PATTERN WHAT: waits for a line in the output of apply.
wait_for_line() {
  local end=$((SECONDS + PATIENCE))
  until grep -q -- "$1" "$WORK/apply"; do
    kill -0 "$applying" 2>/dev/null || failed "$2" "apply ended before it" "$WORK/apply"
    [ "$SECONDS" -lt "$end" ] || failed "$2" "not within $PATIENCE s" "$WORK/apply"
    sleep 0.2
  done
}

run_id() { sed -n 's/^run \([a-z0-9-]*\) is a process.*/\1/p' "$WORK/apply" | head -n 1; }

# ends_with EXIT WORDS FILE: waits for the end of apply and checks its exit status.
ends_with() {
  local status=0
  wait "$applying" || status=$?
  [ "$status" = "$1" ] || failed "exit $1, $2" "exit $status" "$3"
}

by_hand() {
  title "1. By hand: the four commands of the note, on a cluster whose nodes have one network card"
  "$SAFEOPS" lab break 000
  title "   The repair: somebody must go to the console of every node"
  "$SAFEOPS" lab heal 000
  waits_for "all nodes and VMs to answer again" all_answer
}

refused() {
  local status=0
  title "2. The same commands as a plan: refused, nothing is touched"
  shown "safeops review four-commands.yaml -p switch=$SWITCH"
  "$SAFEOPS" review -i lab "$HERE/demo/four-commands.yaml" -p "switch=$SWITCH" >"$WORK/review" 2>&1 || status=$?
  [ "$status" = 3 ] || failed "exit 3, refused by a rule" "exit $status" "$WORK/review"
  grep -q '^REFUSED' "$WORK/review" || failed "a line REFUSED with the rule's message" "none" "$WORK/review"
  grep -A1 -E '^(REFUSED|refused)' "$WORK/review" | sed '/^--$/d'
}

survived() {
  title "3. The rule is waived on purpose: the storm starts, and the nodes end it by themselves"
  shown "safeops apply second-localnet.yaml --waive paths/no-loop --because '...' ..."
  loop_is_undone
  if ! storm >"$WORK/storm"; then
    local got
    got=$(cat "$WORK/storm")
    { bridge_counters; echo "the outside host's broadcasts:"; cat "$WORK/broadcasts"; } >"$WORK/counters"
    failed "a storm of more than 5,000 packets/s that ends" "$got" "$WORK/counters"
  fi
  cat "$WORK/storm"
  waits_for "all nodes and VMs to answer again" all_answer
}

# Runs the plan that makes the loop, and a meter beside it. The nodes must undo the loop, and prove it.
loop_is_undone() {
  "$SAFEOPS" lab meter >"$WORK/meter" 2>&1 &
  METER=$!
  # A loop floods the LAN only when it gets a broadcast, and the LAN of the lab may have none for many seconds. Here the outside
  # host sends five a second. Seen without: loops that cut a node off and moved some 2,000 packets/s, three times in a row.
  "$SAFEOPS" lab exec outside -- ping -n -q -b -i 0.2 -w "$PATIENCE" "$BROADCAST" >"$WORK/broadcasts" 2>&1 &
  BROADCASTS=$!
  apply "$HERE/demo/second-localnet.yaml" -p "switch=$SWITCH" \
    --waive paths/no-loop --because "to see the nodes save themselves" \
    --waive neutron-ownership/name-is-neutrons --because "to see the nodes save themselves"
  ends_with 4 "undone by the nodes, and proven" "$WORK/apply"
  stop_meter
}

# Ends the meter and the broadcasts. They may have ended by themselves.
stop_meter() {
  [ -z "$METER" ] || kill "$METER" 2>/dev/null || true
  [ -z "$BROADCASTS" ] || kill "$BROADCASTS" 2>/dev/null || true
  METER='' BROADCASTS=''
}

# What Open vSwitch counted on each node: addresses that moved between ports, frames that it dropped and why.
bridge_counters() {
  local each
  for each in ctl net cmp; do
    echo "$each:"
    "$SAFEOPS" lab exec "$each" -- ovs-appctl coverage/show 2>&1 | grep -E 'mac_learning_moved|xlate_actions|drop' || echo "nothing"
  done
}

# Reads the meter's file: the storm lasts from the first tenth of a second with a storm to the first quiet one after the last.
storm() {
  awk 'NF == 2 && seen++ {
      took = $1 - up; if (took < 0.05) took = 0.05
      rate = ($2 - packets) / took
      if (rate > most) most = rate
      if (rate > 5000) { if (!began) began = up; storms = 1 } else if (rate < 1000) storms = 0
      if (storms) over = $1
    }
    { up = $1; packets = $2 }
    END {
      if (!began) { printf "no storm: at most %d packets/s\n", most; exit 1 }
      if (storms) { print "a storm that goes on"; exit 1 }
      printf "   the storm, by the meter on the LAN: up to %d packets/s, quiet again %.1f s after its first packets\n", most, over - began
    }' "$WORK/meter"
}

confirmed() {
  local run code
  title "4. The right change: the provider network has lost its localnet. It is made again and confirmed over the console"
  "$SAFEOPS" lab break 001
  shown "safeops apply playbooks/recreate-localnet.yaml -p switch=$SWITCH -p name=$LOCALNET"
  apply "$(dirname -- "$SAFEOPS")/playbooks/recreate-localnet.yaml" -p "switch=$SWITCH" -p "name=$LOCALNET"
  wait_for_line 'The code is shown on the console' "a code on the console of ctl"
  run=$(run_id)
  waits_for "the code on the console of ctl" code_of "$run"
  code=$(code_of "$run")
  say "   on the console of ctl:"
  "$SAFEOPS" lab console ctl | tr -d '\r' | grep '^\*\*\*' | tail -n 3 | sed 's/^/      /'
  shown "safeops confirm $run --code $code"
  "$SAFEOPS" confirm "$run" --code "$code" >"$WORK/confirm" 2>&1 || failed "the code to be accepted" "exit $?" "$WORK/confirm"
  ends_with 0 "confirmed" "$WORK/apply"
  say "   vm1, from a host outside:"
  "$SAFEOPS" lab ping vm1 3 >"$WORK/ping" || failed "three of three pings to be answered" "fewer" "$WORK/ping"
  sed -n 's/^\(.*packet loss.*\)$/      \1/p' "$WORK/ping"
}

code_of() { "$SAFEOPS" lab console ctl | sed -n "s/.*confirm $1 --code \([0-9A-Z]*\).*/\1/p" | tail -n 1 | grep .; }

keep=no
case ${1:-} in
  '') ;;
  --keep) keep=yes ;;
  -h | --help)
    usage
    exit 0
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac
if [ "$(id -u)" != 0 ]; then
  say "safeops demo starts three nodes (systemd-nspawn, network namespaces): it needs root. Try: sudo $SAFEOPS demo" >&2
  exit 1
fi

"$SAFEOPS" --version
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
WORK=$(mktemp -d)
title "Three OVN nodes: ctl (central), net, cmp; VMs vm1, vm2; br-ex holds each node's only in-band address"
"$SAFEOPS" lab up --topology converged
waits_for "all nodes and VMs to answer" all_answer
by_hand
refused
survived
confirmed

title "On your own cluster"
cat <<'TEXT'
   1. Write inventory.yaml: your nodes, their roles, how to reach them, and their consoles (see README for an example).
   2. safeops facts -i inventory.yaml -o facts.json         reads the cluster, changes nothing
   3. safeops review -i inventory.yaml PLAN                 says what would happen and what the rules say
   4. safeops apply -i inventory.yaml PLAN                  runs the plan; the nodes undo it unless you confirm
TEXT
