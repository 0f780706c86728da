#!/bin/sh
# Reads the facts of one node and writes nothing. POSIX sh; runs as root from standard input.
#
# The caller puts three assignments before this text: MARK, a random word that content cannot guess; CENTRAL, 1 where the
# Northbound and Southbound databases may be asked; WANT, the parts that are read (network switch components tools, and of
# the databases northbound chassis bindings). Every section is
#   MARK begin NAME, its output, MARK end NAME EXIT
# on standard output, and the same two lines on standard error around what its command says there.
# A tool that is missing is a fact (exit 127 of its section), not a failure.
# shellcheck disable=SC2317 # functions are called through section()
set -u
: "${MARK:?}" "${CENTRAL:=0}" "${WANT=network switch components tools northbound chassis bindings}"
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
unset OVN_NB_DB OVN_SB_DB OVS_RUNDIR OVN_RUNDIR

have() { command -v "$1" >/dev/null 2>&1; }

wanted() {
  case " $WANT " in *" $1 "*) return 0 ;; esac
  return 1
}

# Nothing here may hang. Tools of OVS and OVN have their own --timeout=5. A command that asks another process gets five
# seconds, if the node has timeout(1). A command that asks only the kernel (ip, ss) gets no limit: no signal ends such a
# wait. The script starts few programs: on a busy node each one is slow.
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

# Prints the first line of a file.
line_of() {
  IFS= read -r line <"$1" || [ -n "${line:-}" ] || return 1
  printf '%s\n' "$line"
}

boot() { line_of /proc/sys/kernel/random/boot_id; }
host_name() { line_of /proc/sys/kernel/hostname; }

uptime_centis() {
  IFS=' .' read -r whole part rest </proc/uptime || return 1
  printf '%s%s\n' "$whole" "$part"
}

# sudo removes SSH_CONNECTION, but a process between this one and sshd still has it.
ssh_connection() {
  if [ -n "${SSH_CONNECTION:-}" ]; then
    printf '%s\n' "$SSH_CONNECTION"
    return 0
  fi
  pid=$PPID
  while [ "${pid:-0}" -gt 1 ]; do
    found=$(tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ" | sed -n 's/^SSH_CONNECTION=//p')
    if [ -n "$found" ]; then
      printf '%s\n' "$found"
      return 0
    fi
    parent_find "$pid"
    pid=$parent
  done
  return 1
}

# Sets parent to the process that started this one.
parent_find() {
  parent=
  while read -r key value; do
    if [ "$key" = PPid: ]; then
      parent=$value
      return 0
    fi
  done 2>/dev/null <"/proc/$1/status"
}

OVS_SOCKET=
ovs_answer=
for socket in /run/openvswitch/db.sock /var/run/openvswitch/db.sock /usr/local/var/run/openvswitch/db.sock; do
  if [ -S "$socket" ]; then
    OVS_SOCKET=unix:$socket
    break
  fi
done

# Reads everything that is needed from this database, in one transaction.
ovs_tables() {
  have ovsdb-client || return 127
  [ -n "$OVS_SOCKET" ] || return 126
  ovs_answer=$(ovsdb-client --timeout=5 transact "$OVS_SOCKET" '["Open_vSwitch",
    {"op":"select","table":"Open_vSwitch","where":[],"columns":["external_ids","other_config","ovs_version","bridges"]},
    {"op":"select","table":"Bridge","where":[],"columns":["_uuid","name","datapath_type","fail_mode","protocols","ports","external_ids"]},
    {"op":"select","table":"Port","where":[],"columns":["_uuid","name","tag","interfaces","external_ids"]},
    {"op":"select","table":"Interface","where":[],"columns":["_uuid","name","type","ofport","options","external_ids","error"]}]') || return
  printf '%s\n' "$ovs_answer"
}

# For each address of ovn-remote in the answer of ovs_tables: prints one line with the address and one with the route to it.
# Reads only the first select, the row of Open_vSwitch. In a JSON string a quote has a backslash before it.
southbound_routes() {
  row=${ovs_answer%%']},{"rows"'*}
  case $row in *'["ovn-remote","'*) ;; *) return 0 ;; esac
  remotes=${row#*'["ovn-remote","'}
  remotes=${remotes%%'"'*},
  while [ -n "$remotes" ]; do
    to=${remotes%%,*}
    remotes=${remotes#*,}
    case $to in
      tcp:\[*\]:* | ssl:\[*\]:*)
        to=${to#*\[}
        to=${to%\]:*}
        ;;
      *:*:*)
        to=${to#*:}
        to=${to%:*}
        case $to in *[!0-9.]*) continue ;; esac
        ;;
      *) continue ;;
    esac
    case $to in '' | *[!0-9a-fA-F:.]*) continue ;; esac
    printf '%s\n' "$to"
    ip -j route get "$to" || printf '[]\n'
  done
}

components() {
  have systemctl || return 127
  limited systemctl show --no-pager \
    -p Id -p Names -p LoadState -p ActiveState -p SubState -p MainPID -p FragmentPath -p ExecStart -p ExecStop \
    ovn-northd.service ovn-ovsdb-server-nb.service ovn-ovsdb-server-sb.service ovn-nb-ovsdb.service ovn-sb-ovsdb.service \
    ovn-controller.service ovs-vswitchd.service ovsdb-server.service openvswitch-switch.service openvswitch.service \
    neutron-server.service neutron-api.service
}

containers() {
  for engine in docker podman; do
    if have "$engine"; then
      limited "$engine" ps -a --format '{{.Names}} {{.State}}' | sed "s/^/$engine /"
    fi
  done
}

listeners() {
  have ss || return 127
  ss -Hlnt
}

controller_connection() {
  if have ovn-appctl; then
    ovn-appctl --timeout=5 -t ovn-controller connection-status
  elif have ovs-appctl; then
    ovs-appctl --timeout=5 -t ovn-controller connection-status
  else
    return 127
  fi
}

northd_status() {
  have ovn-appctl || return 127
  ovn-appctl --timeout=5 -t ovn-northd status
}

tools() {
  for tool in ovs-vsctl ovs-ofctl ovs-appctl ovsdb-client ovn-nbctl ovn-sbctl ovn-appctl ip ss tcpdump \
    systemctl docker podman timeout flock base64 sync setsid sudo; do
    if have "$tool"; then
      printf '%s ' "$tool"
      command -v "$tool"
    fi
  done
  return 0
}

# Prints whether a guard's unit and its undo would survive a reboot.
guard_unit() {
  if [ ! -d /run/systemd/system ]; then
    echo no-systemd
  elif [ ! -w /etc/systemd/system ]; then
    echo read-only
  elif [ "$(stat -f -c %T /var/lib 2>/dev/null)" = tmpfs ]; then
    echo volatile
  else
    echo survives-reboot
  fi
}

# Prints the last word of the first line.
versions() {
  for tool in ovs-vsctl ovn-nbctl ovn-controller; do
    if have "$tool"; then
      said=$("$tool" --version 2>/dev/null)
      said=${said%%'
'*}
      printf '%s %s\n' "$tool" "${said##* }"
    fi
  done
}

# ovn_transact nb|sb OPERATIONS: runs a transaction on the local socket, where a follower answers reads too.
ovn_transact() {
  have ovsdb-client || return 127
  for dir in /run/ovn /var/run/ovn /run/openvswitch /var/run/openvswitch /usr/local/var/run/ovn; do
    if [ -S "$dir/ovn$1_db.sock" ]; then
      ovsdb-client --timeout=5 --no-leader-only transact "unix:$dir/ovn$1_db.sock" "$2"
      return
    fi
  done
  case $1 in nb) container=ovn_nb_db ;; *) container=ovn_sb_db ;; esac
  for engine in docker podman; do
    if have "$engine" && limited "$engine" inspect "$container" >/dev/null 2>&1; then
      limited "$engine" exec "$container" ovsdb-client --timeout=5 --no-leader-only \
        transact "unix:/run/ovn/ovn$1_db.sock" "$2"
      return
    fi
  done
  return 126
}

server() {
  ovn_transact "$1" '["_Server",{"op":"select","table":"Database","where":[],"columns":["name","model","leader","connected"]}]'
}

# A database that is too old to have all of the routers' tables is asked for the others alone.
northbound() {
  nb_tables='["OVN_Northbound",
    {"op":"select","table":"NB_Global","where":[]},
    {"op":"select","table":"Connection","where":[],"columns":["target"]},
    {"op":"select","table":"Logical_Switch","where":[],"columns":["_uuid","name","ports","external_ids","other_config"]},
    {"op":"select","table":"Logical_Switch_Port","where":[]}'
  answer=$(ovn_transact nb "$nb_tables"',
    {"op":"select","table":"Logical_Router","where":[],"columns":["_uuid","name","ports","options","external_ids"]},
    {"op":"select","table":"Logical_Router_Port","where":[],"columns":["_uuid","name","networks","gateway_chassis","ha_chassis_group","options","external_ids"]},
    {"op":"select","table":"Gateway_Chassis","where":[]},
    {"op":"select","table":"HA_Chassis_Group","where":[]},
    {"op":"select","table":"HA_Chassis","where":[]}]') || return
  case $answer in
    *'"error":'*) ovn_transact nb "$nb_tables]" ;;
    *) printf '%s\n' "$answer" ;;
  esac
}

# The columns are named because this answer is the largest. A database without some of them gives all columns. A comment
# operation replaces a table that is not read, so that every answer keeps its index.
southbound() {
  datapaths='{"op":"comment","comment":"not asked"}'
  bindings=$datapaths
  if wanted bindings; then
    datapaths='{"op":"select","table":"Datapath_Binding","where":[],"columns":["_uuid","external_ids"]}'
    bindings='{"op":"select","table":"Port_Binding","where":[],"columns":["logical_port","type","datapath","chassis","requested_chassis","up","options","external_ids"]}'
  fi
  answer=$(ovn_transact sb '["OVN_Southbound",
    {"op":"select","table":"SB_Global","where":[],"columns":["nb_cfg","options"]},
    {"op":"select","table":"Connection","where":[],"columns":["target"]},
    {"op":"select","table":"Chassis","where":[],"columns":["_uuid","name","hostname","encaps","external_ids","other_config"]},
    {"op":"select","table":"Encap","where":[],"columns":["_uuid","type","ip"]},
    '"$datapaths,$bindings"',
    {"op":"select","table":"Chassis_Private","where":[],"columns":["name","nb_cfg"]}]') || return
  case $answer in
    *'"error":'*)
      ovn_transact sb '["OVN_Southbound",
        {"op":"select","table":"SB_Global","where":[]},
        {"op":"select","table":"Connection","where":[]},
        {"op":"select","table":"Chassis","where":[]},
        {"op":"select","table":"Encap","where":[]},
        {"op":"select","table":"Datapath_Binding","where":[]},
        {"op":"select","table":"Port_Binding","where":[]}]'
      ;;
    *) printf '%s\n' "$answer" ;;
  esac
}

ip_json() {
  have ip || return 127
  ip -j "$@"
}

main() {
  section boot boot
  section uptime uptime_centis
  section hostname host_name
  ! wanted switch || section ovs ovs_tables
  if wanted network; then
    section ssh ssh_connection
    # With -d `ip addr` prints all that `ip link` prints.
    section link ip_json -d addr show
    section route4 ip_json -4 route show table main
    section route6 ip_json -6 route show table main
    section sbroutes southbound_routes
  fi
  if wanted components; then
    section controller controller_connection
    section components components
    section containers containers
    section listeners listeners
    [ "$CENTRAL" != 1 ] || section northd northd_status
  fi
  if wanted tools; then
    section tools tools
    section versions versions
    section guard guard_unit
  fi
  if [ "$CENTRAL" = 1 ] && wanted northbound; then
    section nbserver server nb
    section nb northbound
  fi
  if [ "$CENTRAL" = 1 ] && wanted chassis; then
    section sbserver server sb
    section sb southbound
  fi
  section end true
}

main
exit 0
