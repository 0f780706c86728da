#!/bin/sh
# Reads some rows of one database of this node and writes nothing. POSIX sh; runs as root from standard input.
#
# The caller puts four assignments before this text: MARK, a random word that content cannot guess; DATABASE, Open_vSwitch,
# OVN_Northbound or OVN_Southbound; SCHEMA, 1 if its schema is wanted; QUERY, a transaction of selects. The sections have the form of those
# of facts.sh: schema, rows, end. Exit 127 of a section: ovsdb-client is missing; 126: there is no socket.
# shellcheck disable=SC2317 # functions are called through section()
set -u
: "${MARK:?}" "${DATABASE:?}" "${SCHEMA:=0}" "${QUERY:?}"
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
unset OVN_NB_DB OVN_SB_DB OVS_RUNDIR OVN_RUNDIR

have() { command -v "$1" >/dev/null 2>&1; }

# Nothing here may hang: ovsdb-client has its own --timeout=5; this limits a container engine.
limited() {
  if have timeout; then timeout 5 "$@"; else "$@"; fi
}

section() {
  name=$1
  shift
  printf '%s begin %s\n' "$MARK" "$name"
  printf '\n%s begin %s\n' "$MARK" "$name" >&2
  rc=0
  "$@" </dev/null || rc=$?
  [ "$rc" -ne 142 ] || rc=124 # the alarm of --timeout: the same status as from timeout(1)
  printf '\n%s end %s %s\n' "$MARK" "$name" "$rc"
  printf '\n%s end %s %s\n' "$MARK" "$name" "$rc" >&2
}

# vswitch VERB [ARGUMENT]: asks this node's own database.
vswitch() {
  have ovsdb-client || return 127
  for socket in /run/openvswitch/db.sock /var/run/openvswitch/db.sock /usr/local/var/run/openvswitch/db.sock; do
    if [ -S "$socket" ]; then
      verb=$1
      shift
      ovsdb-client --timeout=5 "$verb" "unix:$socket" "$@"
      return
    fi
  done
  return 126
}

northbound() { central nb "$@"; }

southbound() { central sb "$@"; }

# central nb|sb VERB [ARGUMENT]: asks on the local socket, where a follower answers reads too.
central() {
  db=$1
  verb=$2
  shift 2
  for dir in /run/ovn /var/run/ovn /run/openvswitch /var/run/openvswitch /usr/local/var/run/ovn; do
    if have ovsdb-client && [ -S "$dir/ovn${db}_db.sock" ]; then
      ovsdb-client --timeout=5 --no-leader-only "$verb" "unix:$dir/ovn${db}_db.sock" "$@"
      return
    fi
  done
  for engine in docker podman; do
    if have "$engine" && limited "$engine" inspect "ovn_${db}_db" >/dev/null 2>&1; then
      limited "$engine" exec "ovn_${db}_db" ovsdb-client --timeout=5 --no-leader-only "$verb" "unix:/run/ovn/ovn${db}_db.sock" "$@"
      return
    fi
  done
  have ovsdb-client || return 127
  return 126
}

main() {
  case $DATABASE in
    Open_vSwitch) ask=vswitch ;;
    OVN_Northbound) ask=northbound ;;
    OVN_Southbound) ask=southbound ;;
    *) return 1 ;;
  esac
  if [ "$SCHEMA" = 1 ]; then
    section schema "$ask" get-schema "$DATABASE"
  fi
  section rows "$ask" transact "$QUERY"
  section end true
}

main
exit
