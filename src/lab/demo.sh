#!/bin/bash
# `safeops demo`: what safeops is for, shown on the lab: the outage by hand, the refusal, the nodes that save themselves,
# the right change confirmed out of band. Uses a lab of its own and removes it at the end.
set -Eeuo pipefail

HERE=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
SAFEOPS=$(dirname -- "$(dirname -- "$HERE")")/safeops
export SAFEOPS_LAB=demo
SWITCH=neutron-11111111-1111-4111-8111-111111111111
LOCALNET=provnet-33333333-3333-4333-8333-333333333333
WORK=

usage() {
  cat <<'TEXT'
Usage: safeops demo [--keep]

Shows on three real OVN nodes on this machine what safeops prevents. Takes under three minutes; the first time it
builds the nodes' file system too, two to five minutes more. --keep leaves the lab up (SAFEOPS_LAB=demo safeops lab down
removes it).
TEXT
}

title() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
say() { printf '%s\n' "$*"; }
shown() { printf '   $ %s\n' "$*"; }

cleanup() {
  local status=$?
  trap - EXIT INT TERM
  if [ "$keep" = yes ]; then
    say "The lab stays up: SAFEOPS_LAB=demo $SAFEOPS lab down removes it."
  else
    "$SAFEOPS" lab down >/dev/null 2>&1 || say "demo: SAFEOPS_LAB=demo $SAFEOPS lab down did not end well"
  fi
  [ -z "$WORK" ] || rm -rf "$WORK"
  exit "$status"
}

# Runs `apply` in the background; its words go to the screen and to a file.
apply() {
  : >"$WORK/apply"
  "$SAFEOPS" apply --no-input -i lab "$@" > >(tee -a "$WORK/apply") 2> >(tee -a "$WORK/apply" >&2) &
  applying=$!
}

wait_for_line() { # PATTERN SECONDS
  local end=$((SECONDS + $2))
  until grep -q -- "$1" "$WORK/apply"; do
    if [ "$SECONDS" -ge "$end" ] || ! kill -0 "$applying" 2>/dev/null; then
      return 1
    fi
    sleep 0.2
  done
}

run_id() { sed -n 's/^run \([a-z0-9-]*\) is a process.*/\1/p' "$WORK/apply" | head -n 1; }

expect_exit() { # WANTED GOT
  [ "$1" = "$2" ] || {
    say "demo: expected exit $1, got $2: something is wrong here, see above" >&2
    exit 1
  }
}

by_hand() {
  title "1. By hand: the four commands of the note, on a cluster whose nodes have one network card"
  "$SAFEOPS" lab break 000
  title "   What mends it: somebody at the console of every node"
  "$SAFEOPS" lab heal 000
}

refused() {
  local status=0
  title "2. The same commands as a plan: refused, nothing is touched"
  shown "safeops review four-commands.yaml -p switch=$SWITCH"
  "$SAFEOPS" review -i lab "$HERE/demo/four-commands.yaml" -p "switch=$SWITCH" >"$WORK/review" 2>&1 || status=$?
  grep -A1 -E '^(REFUSED|refused)' "$WORK/review" | grep -v -- '^--'
  expect_exit 3 "$status"
}

survived() {
  local status=0 began quiet peak=0 rate
  title "3. The rule set aside on purpose: the storm starts, and the nodes end it by themselves"
  shown "safeops apply second-localnet.yaml --waive localnet/one-per-switch --because '...' ..."
  apply "$HERE/demo/second-localnet.yaml" -p "switch=$SWITCH" \
    --waive localnet/one-per-switch --because "to see the nodes save themselves" \
    --waive localnet/name-is-neutrons --because "to see the nodes save themselves"
  wait_for_line ' done$' 60 || say "demo: the step did not run" >&2
  began=$EPOCHREALTIME
  quiet=
  while kill -0 "$applying" 2>/dev/null; do
    rate=$("$SAFEOPS" lab rate)
    if [ "$rate" -gt "$peak" ]; then peak=$rate; fi
    if [ "$peak" -gt 5000 ] && [ "$rate" -lt 1000 ]; then
      quiet=$EPOCHREALTIME
      break
    fi
  done
  if [ -n "$quiet" ]; then
    say "   the storm: $peak packets/s on the LAN; quiet again $(awk "BEGIN { printf \"%.1f\", $quiet - $began }") s after the change"
  fi
  wait "$applying" || status=$?
  expect_exit 4 "$status"
}

confirmed() {
  local status=0 run code
  title "4. The right change: the provider network lost its localnet; it is made again, and confirmed over the console"
  "$SAFEOPS" lab break 001
  shown "safeops apply playbooks/recreate-localnet.yaml -p switch=$SWITCH -p name=$LOCALNET"
  apply "$(dirname -- "$SAFEOPS")/playbooks/recreate-localnet.yaml" -p "switch=$SWITCH" -p "name=$LOCALNET"
  if wait_for_line 'The code stands on the console' 90; then
    run=$(run_id)
    say "   on the console of ctl:"
    "$SAFEOPS" lab console ctl | tr -d '\r' | grep '^\*\*\*' | tail -n 3 | sed 's/^/      /'
    code=$("$SAFEOPS" lab console ctl | sed -n "s/.*confirm $run --code \([0-9A-Z]*\).*/\1/p" | tail -n 1)
    shown "safeops confirm $run --code $code"
    "$SAFEOPS" confirm "$run" --code "$code" >/dev/null || say "demo: the code was not taken" >&2
  fi
  wait "$applying" || status=$?
  expect_exit 0 "$status"
  say "   vm1, from a host outside:"
  "$SAFEOPS" lab ping vm1 3 | sed -n 's/^\(.*packet loss.*\)$/      \1/p'
}

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
trap cleanup EXIT INT TERM
WORK=$(mktemp -d)
title "Three OVN nodes: ctl (central), net, cmp; VMs vm1, vm2; br-ex holds each node's only in-band address"
"$SAFEOPS" lab up --topology converged
by_hand
refused
survived
confirmed

title "On your own cluster"
cat <<'TEXT'
   1. Write inventory.yaml: your nodes, roles, how to reach them, and their consoles (README shows one).
   2. safeops facts -i inventory.yaml -o facts.json        reads, changes nothing
   3. safeops review -i inventory.yaml PLAN                 what would happen, and what the rules say
   4. safeops apply -i inventory.yaml PLAN                  under guard: undone unless you confirm
TEXT
