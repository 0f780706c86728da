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

# Nothing here may hang. Tools of OVS and OVN have their own --timeout. A command that asks another process gets five
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

# Where daemons have their pidfiles and control sockets.
RUN_DIRS='/run/ovn /run/openvswitch /var/run/ovn /var/run/openvswitch /usr/local/var/run/ovn /usr/local/var/run/openvswitch'

# Reads /proc/PID/stat into stat; fails if there is no such process. It holds the PID, the name in brackets, the state, the
# parent and more numbers (proc(5)).
stat_read() {
  stat=
  case ${1:-} in '' | *[!0-9]*) return 1 ;; esac
  IFS= read -r stat 2>/dev/null <"/proc/$1/stat" && [ -n "$stat" ]
}

# Sets state and cpu (hundredths of a second) from stat. The name may hold spaces and brackets.
stat_parse() {
  # shellcheck disable=SC2086 # the words of the line
  set -- ${stat##*) }
  state=${1:-}
  cpu=$((${12:-0} + ${13:-0}))
}

# process_find PIDFILE PROGRAM: sets pid to the content of a daemon's pidfile, and stat if that process is this program: a
# pidfile may be older than its process, or come from a container, where process ids are others.
process_find() {
  pid='' stat=''
  [ -r "$1" ] || return 1
  IFS= read -r pid 2>/dev/null <"$1" || [ -n "$pid" ] || return 1
  stat_read "$pid" || return 1
  case $stat in "$pid ($2) "*) return 0 ;; esac
  stat=
  return 1
}

# daemon_is_stopped PROGRAM PIDFILE: whether the process of a pidfile, named without its folder and ending, is stopped by a
# signal. Nobody waits for its answers.
daemon_is_stopped() {
  for dir in $RUN_DIRS; do
    if process_find "$dir/$2.pid" "$1"; then
      stat_parse
      case $state in
        T | t)
          echo "$1 (process $pid) is stopped by a signal" >&2
          return 0
          ;;
      esac
    fi
  done
  return 1
}

# container_find NAME: sets engine to what runs the container of that name; fails if nothing does.
container_find() {
  for engine in docker podman; do
    if have "$engine" && limited "$engine" inspect "$1" >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

# tool_run CONTAINER TOOL ARGUMENT...: runs a tool of this node, else that of the container. kolla's nodes may have none.
tool_run() {
  box=$1
  shift
  if have "$1"; then
    "$@"
  elif container_find "$box"; then
    limited "$engine" exec "$box" "$@"
  else
    return 127
  fi
}

# Runs in a container, with the seconds to wait, the beginning of a control socket's name, and a question: asks the daemon on
# that socket. kolla's daemons have no pidfiles, and a container that started again leaves a socket on which nobody listens (1).
# shellcheck disable=SC2016 # expands in the container
ASKER='limit=$1 name=$2
shift 2
tool=ovs-appctl
command -v "$tool" >/dev/null 2>&1 || tool=ovn-appctl
for dir in /run/ovn /run/openvswitch /var/run/ovn /var/run/openvswitch; do
  for socket in "$dir/$name"*.ctl; do
    [ -S "$socket" ] || continue
    rc=0
    "$tool" --timeout="$limit" -t "$socket" "$@" || rc=$?
    [ "$rc" = 1 ] || exit "$rc"
  done
done
exit 1'

# container_ask CONTAINER SECONDS SOCKET QUESTION...: the container must have been found.
container_ask() {
  box=$1
  shift
  limited "$engine" exec "$box" sh -c "$ASKER" sh "$@"
}

OVS_SOCKET=
ovs_answer=
for socket in /run/openvswitch/db.sock /var/run/openvswitch/db.sock /usr/local/var/run/openvswitch/db.sock; do
  if [ -S "$socket" ]; then
    OVS_SOCKET=unix:$socket
    break
  fi
done

# Reads everything that is needed from this database, in one transaction. The limit is that of a daemon that is asked twice
# (control_ask), so that doctor names a hung one within eight seconds.
ovs_tables() {
  have ovsdb-client || container_find openvswitch_db || return 127
  [ -n "$OVS_SOCKET" ] || return 126
  ! daemon_is_stopped ovsdb-server ovsdb-server || return 1
  ovs_answer=$(tool_run openvswitch_db ovsdb-client --timeout=4 transact "$OVS_SOCKET" '["Open_vSwitch",
    {"op":"select","table":"Open_vSwitch","where":[],"columns":["external_ids","other_config","ovs_version","bridges"]},
    {"op":"select","table":"Bridge","where":[],"columns":["_uuid","name","datapath_type","fail_mode","protocols","ports","external_ids","controller","stp_enable","rstp_enable","mirrors"]},
    {"op":"select","table":"Port","where":[],"columns":["_uuid","name","tag","interfaces","external_ids","trunks","vlan_mode","bond_mode","lacp","other_config","protected"]},
    {"op":"select","table":"Interface","where":[],"columns":["_uuid","name","type","ofport","options","external_ids","error","link_state","admin_state","mtu","bfd","bfd_status","lacp_current"]},
    {"op":"select","table":"Controller","where":[],"columns":["_uuid","target"]},
    {"op":"select","table":"Mirror","where":[],"columns":["_uuid","output_port"]}]') || return
  printf '%s\n' "$ovs_answer"
}

# Prints "bridge NAME" for each bridge of the answer of ovs_tables, "integration NAME" for the integration bridge, and "nic NAME"
# for each kernel interface that is no VM's. Each row of the answer is a record of its own. In a JSON string a quote has a backslash before
# it, so that a quote, a key and a quote are no content. A brace in a string only loses its row.
ovs_names() {
  have awk || return 127
  printf '%s\n' "$ovs_answer" | awk '
    function name() {
      if (!match($0, /"name":"[A-Za-z0-9_.:@+][A-Za-z0-9_.:@+-]*"/)) return ""
      return substr($0, RSTART + 8, RLENGTH - 9)
    }
    BEGIN { RS = "{"; integration = "br-int" }
    match($0, /\["ovn-bridge","[A-Za-z0-9_.:@+-]+"\]/) && /"ovs_version":/ {
      integration = substr($0, RSTART + 15, RLENGTH - 17)
    }
    /"fail_mode":/ && name() != "" && bridges++ < 32 { print (name() == integration ? "integration " : "bridge ") name() }
    /"type":""/ && !/\["iface-id",/ && name() != "" && nics++ < 32 { print "nic " name() }'
}

OPENFLOW_VERSIONS=OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15
# open_ports VERSIONS...: prints the OpenFlow ports of $bridge, in the first of these versions that it speaks. Fails with 2 if
# ovs-vswitchd does not have the bridge, with 1 if it does not answer.
open_ports() {
  echo "ports $bridge"
  for versions in "$@"; do
    tool_run openvswitch_vswitchd ovs-ofctl --timeout=2 -O "$versions" dump-ports-desc "$bridge" 2>/dev/null && return 0
    [ $? -lt 128 ] || return 1 # the limit ends it with a signal
  done
  return 2
}

# Prints "BRIDGE normal|flows|none" for each bridge that ovs_names names: `normal` if its flows do nothing but switch every
# packet by MAC address (NORMAL), else whether one of them forwards. One flow beside it may drop the packets that matter. ovs-vswitchd is asked itself, because ovs-ofctl must speak an OpenFlow version of the
# bridge, and because it does not show the flow by which a bridge in fail mode standalone works without its controller
# (seen with OVS 3.1). Left out: table 254, which is OVS's own, and the flows of in-band control (in-band.c of OVS:
# priorities from 180000), which pass only packets to and from the controllers. The integration bridge has tens of thousands of
# flows: only those of table 0, where packets enter, are counted, `flows` or `none`. Before it, "BRIDGE PORT FLAGS" for each
# OpenFlow port that is told not to send or not to receive (ovs-ofctl(8), mod-port), as "br-ex 3 NO_RECV,NO_FWD". The limit is
# two seconds for each question, and after one that is not answered no other bridge is asked.
ovs_flows() {
  { have ovs-appctl && have ovs-ofctl; } || container_find openvswitch_vswitchd || return 127
  ! daemon_is_stopped ovs-vswitchd ovs-vswitchd || return 1
  printf '%s\n' "$ovs_names" | while read -r kind bridge; do
    if [ "$kind" = integration ]; then
      open_ports "$OPENFLOW_VERSIONS" || case $? in 2) continue ;; *) break ;; esac
      count=$(tool_run openvswitch_vswitchd ovs-ofctl --timeout=2 -O "$OPENFLOW_VERSIONS" dump-aggregate "$bridge" table=0 2>/dev/null) && echo "count $bridge $count"
      continue
    fi
    [ "$kind" = bridge ] || continue
    # Only OpenFlow 1.0 tells NO_FLOOD.
    open_ports OpenFlow10 "$OPENFLOW_VERSIONS" || case $? in 2) continue ;; *) break ;; esac
    echo "begin $bridge"
    vswitchd_ask bridge/dump-flows "$bridge" 2>/dev/null && echo end && continue
    [ $? = 2 ] || break # an error in its answer: it has no such bridge
  done | awk '
    $1 == "count" {
      if (match($0, / flow_count=[0-9]+/)) print $2, (substr($0, RSTART, RLENGTH) == " flow_count=0" ? "none" : "flows")
      next
    }
    $1 == "ports" { bridge = $2; next }
    match($0, /^ *[0-9]+\(/) { port = substr($0, RSTART, RLENGTH - 1) + 0; next }
    match($0, /^ *LOCAL\(/) { port = 65534; next }
    $1 == "config:" {
      flags = ""
      for (i = 2; i <= NF; i++) if ($i ~ /^NO_(RECV|FWD|FLOOD)$/) flags = flags (flags == "" ? "" : ",") $i
      if (flags != "") print bridge, port, flags
      next
    }
    $1 == "begin" { bridge = $2; found = "none"; others = 0; next }
    $1 == "end" { print bridge, (found == "normal" && others ? "flows" : found); next }
    # A run counts its own broadcasts with a flow, for some seconds (broadcast.sh).
    /priority=65000,dl_type=0x88b5,actions=NORMAL/ { next }
    /^ *table_id=254,/ || /priority=1800[0-9][0-9],/ || !match($0, /actions=.*/) { next }
    { actions = substr($0, RSTART + 8); rest = substr($0, 1, RSTART - 1) }
    # What is left of the match without statistics: a flow of all packets has none.
    { gsub(/(table_id|duration|n_packets|n_bytes|priority|idle_timeout|hard_timeout|cookie)=[^, ]*|[, ]/, "", rest) }
    actions == "NORMAL" && rest == "" { found = "normal"; next }
    { others++ }
    found == "none" && actions ~ /(^|[,(])(NORMAL|output|FLOOD|ALL|IN_PORT|LOCAL|CONTROLLER|controller|group|enqueue|bundle)/ {
      found = "flows"
    }'
}

# Asks ovs-vswitchd, for two seconds at most.
vswitchd_ask() {
  if ! have ovs-appctl; then
    container_ask openvswitch_vswitchd 2 ovs-vswitchd "$@"
    return
  fi
  if [ ! -e /run/openvswitch/ovs-vswitchd.pid ]; then
    for socket in /run/openvswitch/ovs-vswitchd.*.ctl; do
      [ -S "$socket" ] || continue
      rc=0
      ovs-appctl --timeout=2 -t "$socket" "$@" || rc=$?
      [ "$rc" = 1 ] || return "$rc"
    done
  fi
  ovs-appctl --timeout=2 "$@"
}

# Prints "nic NAME" for each interface of a device: it may become a port of a bridge.
device_nics() {
  for device in /sys/class/net/*/device; do
    [ -e "$device" ] || continue
    device=${device%/device}
    printf 'nic %s\n' "${device##*/}"
  done
}

# Prints what the next boot will give to the interfaces that ovs_names names, and to those of devices: "nic NAME FILE" for the
# file that systemd-networkd has found for it and for each of its drop-ins, or "nic NAME CONNECTION" for what NetworkManager has
# for it; then "address VALUE" or "dhcp VALUE" for each setting there. An interface that neither manages is left out.
boot_addresses() {
  networkd='' manager=''
  ! have networkctl || [ ! -d /run/systemd/netif/links ] || networkd=yes # else it has not run
  ! have nmcli || [ ! -d /run/NetworkManager/devices ] || manager=yes
  [ -n "$networkd$manager" ] || return 126
  asked=' '
  { printf '%s\n' "$ovs_names"; device_nics; } | while read -r kind nic; do
    [ "$kind" = nic ] || continue
    [ -d "/sys/class/net/$nic" ] || continue
    case $asked in *" $nic "*) continue ;; esac
    asked="$asked$nic "
    # One that reached the limit would do so again.
    if [ -n "$networkd" ]; then
      about=$(limited networkctl --no-pager --lines=0 status "$nic" 2>/dev/null) || [ $? != 124 ] || networkd=''
      networkd_addresses "$nic" "$about" && continue
    fi
    if [ -n "$manager" ]; then
      about=$(limited nmcli -t -f GENERAL.STATE,GENERAL.CON-UUID,CONNECTIONS.AVAILABLE-CONNECTIONS device show "$nic" \
        2>/dev/null) || [ $? != 124 ] || manager=''
      manager_addresses "$nic" "$about"
    fi
  done
}

# networkd_addresses NIC STATUS: fails if networkctl's status of it names no file.
networkd_addresses() {
  file=${2#*Network File: }
  file=${file%%
*}
  case $file in /*.network) ;; *) return 1 ;; esac
  for each in "$file" /etc/systemd/network/"${file##*/}".d/*.conf /run/systemd/network/"${file##*/}".d/*.conf \
    /usr/lib/systemd/network/"${file##*/}".d/*.conf; do
    [ ! -r "$each" ] || boot_settings "$1" "$each"
  done
}

# manager_addresses NIC DEVICE: what nmcli shows of it. The connection that is active now is chosen again at boot. If there is
# none, or if it is not for boot, it may be any other that fits the interface.
manager_addresses() {
  printf '%s\n' "$2" | {
    active='' available='' managed=''
    while IFS= read -r line; do
      uuid=${line#*:}
      uuid=${uuid%% *}
      case $line in
        GENERAL.STATE:10' '* | GENERAL.STATE:20' '*) exit 0 ;; # unmanaged, unavailable
        GENERAL.STATE:*) managed=yes ;;
        GENERAL.CON-UUID:*[!0-9a-f-]*) ;;
        GENERAL.CON-UUID:*) active=$uuid ;;
        CONNECTIONS.AVAILABLE-CONNECTIONS*) case $uuid in *[!0-9a-f-]*) ;; *) available="$available $uuid" ;; esac ;;
      esac
    done
    [ -n "$managed" ] || exit 0
    found='' failed=1
    if [ -n "$active" ]; then
      failed=0
      found=$(connection_addresses "$1" "$active") || failed=$?
    fi
    if [ "$failed" = 1 ] && [ -n "$available" ]; then
      failed=0
      # shellcheck disable=SC2086 # several words
      found=$(connection_addresses "$1" $available) || failed=$?
    fi
    [ "$failed" = 2 ] || printf 'nic %s NetworkManager\n%s\n' "$1" "$found"
  }
}

# connection_addresses NIC UUID...: fails with 1 if none of the connections is for boot, with 2 if they could not be read.
connection_addresses() {
  nic=$1
  shift
  said=$(limited nmcli -t -f connection.id,connection.autoconnect,ipv4.method,ipv4.addresses,ipv6.method,ipv6.addresses \
    connection show "$@" 2>/dev/null) || return 2
  printf '%s\n' "$said" | {
    id='' auto='' any=1
    while IFS= read -r line; do
      case $auto-$line in
        *-connection.id:*)
          id=${line#*:}
          auto=no
          ;;
        *-connection.autoconnect:yes)
          auto=yes any=0
          printf 'nic %s connection %.200s\n' "$nic" "$id"
          ;;
        yes-ipv4.method:auto | yes-ipv6.method:dhcp) echo 'dhcp yes' ;;
        yes-ipv4.addresses:?* | yes-ipv6.addresses:?*)
          for address in ${line#*:}; do printf 'address %.64s\n' "${address%,}"; done
          ;;
      esac
    done
    return "$any"
  }
}

# boot_settings NIC FILE: a setting counts only in the two sections that give an address to the interface.
boot_settings() {
  printf 'nic %s %s\n' "$1" "$2"
  part=
  while IFS='= 	' read -r key value rest || [ -n "$key" ]; do
    case $key in
      \[*) part=$key ;;
      Address) [ "$part" != '[Network]' ] && [ "$part" != '[Address]' ] || printf 'address %.64s\n' "$value" ;;
      DHCP) [ "$part" != '[Network]' ] || printf 'dhcp %.16s\n' "$value" ;;
    esac
  done <"$2"
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
  units=$(limited systemctl show --no-pager \
    -p Id -p Names -p LoadState -p ActiveState -p SubState -p MainPID -p FragmentPath -p ExecStart -p ExecStop \
    -p UnitFileState -p WantedBy -p RequiredBy ovn-host.service ovn-central.service ovn-ovsdb.service pacemaker.service \
    ovn-northd.service ovn-ovsdb-server-nb.service ovn-ovsdb-server-sb.service ovn-nb-ovsdb.service ovn-sb-ovsdb.service \
    ovn-controller.service ovs-vswitchd.service ovsdb-server.service openvswitch-switch.service openvswitch.service \
    neutron-server.service neutron-api.service) || return
  printf '%s\n' "$units"
}

containers() {
  for engine in docker podman; do
    if have "$engine"; then
      found=$(limited "$engine" ps -a --format '{{.Names}} {{.State}}' | sed "s/^/$engine /") && printf '%s\n' "$found"
      running=$running$found'
'
    fi
  done
}

# Prints the line of /proc/PID/stat of the main process of each unit that components() has found; and for each container of
# a component "container NAME PID", the line of that process and those of its children: the first process of a container is
# often one that only starts the other.
processes() {
  container_pids=
  printf '%s\n' "$units" | while read -r line; do
    case $line in MainPID=*) stat_read "${line#MainPID=}" && printf '%.1000s\n' "$stat" ;; esac
  done
  for engine in docker podman; do
    names=$(printf '%s\n' "$running" | while read -r by name now; do
      case $by-$now-$name in
        "$engine"-running-ovn_nb_db | "$engine"-running-ovn_sb_db | "$engine"-running-ovn_northd | \
          "$engine"-running-ovn_controller | "$engine"-running-openvswitch_vswitchd | \
          "$engine"-running-openvswitch_db | "$engine"-running-neutron_server) printf '%s ' "$name" ;;
      esac
    done)
    [ -n "$names" ] || continue
    # shellcheck disable=SC2086 # several names
    pids=$(limited "$engine" inspect -f '{{.Name}} {{.State.Pid}}' $names 2>/dev/null) || continue
    container_pids="$container_pids$pids
"
    printf '%s\n' "$pids" | while read -r name pid; do
      stat_read "$pid" || continue
      printf 'container %s %s\n%.1000s\n' "${name#/}" "$pid" "$stat"
      read -r children 2>/dev/null <"/proc/$pid/task/$pid/children" || [ -n "${children:-}" ] || continue
      for child in $children; do
        ! stat_read "$child" || printf '%.1000s\n' "$stat"
      done
    done
  done
  return 0
}

listeners() {
  have ss || return 127
  ss -Hlnt
}

# Asks every daemon of OVS and OVN on its control socket, all at once, so that one that does not answer costs no more than
# all of them. Prints for each:
#   process COMPONENT LINE    of /proc/PID/stat, if the process is there
#   answer COMPONENT answers|slow|silent, if it has a control socket
#   said COMPONENT TEXT       the first line of its answer
# The answer of ovn-controller is its connection-status, that of ovn-northd its status, the others give their version.
control() {
  appctl=
  for tool in ovn-appctl ovs-appctl; do
    if have "$tool"; then
      appctl=$tool
      break
    fi
  done
  control_of vswitchd ovs-vswitchd ovs-vswitchd ovs-vswitchd.PID openvswitch_vswitchd version &
  control_of ovsdb ovsdb-server ovsdb-server ovsdb-server.PID openvswitch_db version &
  control_of controller ovn-controller ovn-controller ovn-controller.PID ovn_controller connection-status &
  if [ "$CENTRAL" = 1 ]; then
    control_of northd ovn-northd ovn-northd ovn-northd.PID ovn_northd status &
    control_of northbound ovsdb-server ovnnb_db ovnnb_db ovn_nb_db version &
    control_of southbound ovsdb-server ovnsb_db ovnsb_db ovn_sb_db version &
  fi
  wait
}

# control_of COMPONENT PROGRAM PIDFILE SOCKET CONTAINER QUESTION: without the endings of both files; PID stands for the process
# id. A daemon without a pidfile here may have its socket here, or is asked in its container.
control_of() {
  component=$1 program=$2 file=$3 name=$4 container=$5 question=$6 said='' answer='' pid='' stat='' pidfile=
  for dir in $RUN_DIRS; do
    if [ -e "$dir/$file.pid" ]; then
      pidfile=$dir/$file.pid
      process_find "$dir/$file.pid" "$program" || :
      socket=$dir/${name%PID}
      [ "$name" = "${name%PID}" ] || socket=$socket$pid
      [ -z "$appctl" ] || [ ! -S "$socket.ctl" ] || control_ask "$socket.ctl"
      break
    fi
  done
  if [ -z "$pidfile" ] && [ -n "$appctl" ]; then
    for dir in $RUN_DIRS; do
      for socket in "$dir/${name%PID}"*.ctl; do
        [ -n "$answer" ] || [ ! -S "$socket" ] || control_ask "$socket"
      done
    done
  fi
  [ -n "$answer$stat" ] || ! container_find "$container" || control_ask container
  process=
  [ -z "$stat" ] || process="process $component $stat
"
  # At once, because others print at the same time: a pipe keeps up to 4096 bytes together.
  printf '%.1000s%.100s%.600s' "$process" "${answer:+answer $component $answer
}" "${said:+said $component $said
}"
}

# Sets answer and said. A daemon gets one second for the first answer. If it gave none and is not stopped, it is asked
# once more, with a limit of four seconds: a large database is busy for seconds, and on a machine without a free CPU even a
# healthy daemon may not have run. A longer limit would keep doctor from naming a hung daemon within eight seconds. One that
# gave no answer is `blocked` if the kernel did not let it run (D, as while it waits for a disk), `busy` if its main thread,
# which is the one that answers, used a quarter of a CPU or more, or wanted one (R) each time, else `silent`.
control_ask() {
  main_thread && begun=$(uptime_centis) && before=$cpu
  ! control_answers "$1" 1 || return 0
  [ "$rc" != 124 ] || rc=142 # the limit of timeout(1)
  # No limit was reached and nobody is there: a socket that was left behind.
  [ "$rc" = 142 ] || [ -n "$stat" ] || return 0
  answer=silent
  between=
  if [ -n "$stat" ]; then
    if ! stat_read "$pid"; then
      answer=''
      return 0
    fi
    stat_parse
    case $state in T | t | Z) return 0 ;; esac
    between=$state
  fi
  if control_answers "$1" 4; then
    answer=slow
  elif main_thread; then
    if [ "$between$state" = DD ]; then
      answer=blocked
    elif [ "$between$state" = RR ] ||
      { [ $((cpu - before)) -gt 1 ] && [ $((4 * (cpu - before))) -ge $(($(uptime_centis) - begun)) ]; }; then
      answer=busy
    fi
  fi
  [ -z "$stat" ] || stat_read "$pid" || :
}

# Sets state and cpu of the main thread of the process in stat; fails if it is not known.
main_thread() {
  [ -n "$stat" ] || return 1
  whole=$stat
  IFS= read -r stat 2>/dev/null <"/proc/$pid/task/$pid/stat" || {
    stat=$whole
    return 1
  }
  stat_parse
  stat=$whole
}

# An error in the answer (2), such as an unknown command, is an answer.
control_answers() {
  rc=0
  if [ "$1" = container ]; then
    said=$(container_ask "$container" "$2" "${name%PID}" "$question" 2>/dev/null) || rc=$?
  else
    said=$("$appctl" --timeout="$2" -t "$1" "$question" 2>/dev/null) || rc=$?
  fi
  said=${said%%
*}
  case $rc in
    0) answer=answers ;;
    2) answer=answers said= ;;
    *)
      said=
      return 1
      ;;
  esac
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

# Prints the last word of the first line. Keeps all that ovn-controller says.
controller_said=
versions() {
  for tool in ovs-vsctl ovn-nbctl ovn-controller; do
    if have "$tool"; then
      said=$("$tool" --version 2>/dev/null)
      [ "$tool" != ovn-controller ] || controller_said=$said
      said=${said%%'
'*}
      printf '%s %s\n' "$tool" "${said##* }"
    fi
  done
}

# What the installed ovn-controller says of itself, then after an empty line what the running one says. A package that was
# upgraded without a restart has two versions.
controller_version() {
  if [ -n "$controller_said" ]; then
    printf '%s\n\n' "$controller_said"
    if have ovn-appctl && ! daemon_is_stopped ovn-controller ovn-controller; then
      ovn-appctl --timeout=1 -t ovn-controller version || :
    fi
    return 0
  fi
  for engine in docker podman; do
    if have "$engine" && limited "$engine" inspect ovn_controller >/dev/null 2>&1; then
      limited "$engine" exec ovn_controller ovn-controller --version || return
      printf '\n'
      limited "$engine" exec ovn_controller ovn-appctl --timeout=1 -t ovn-controller version || :
      return 0
    fi
  done
  return 127
}

# The room where databases are, one line for each directory that has some: blocks that may be written, all blocks, the
# size of a block, free inodes, all inodes, the directory. kolla keeps them in volumes.
database_disks() {
  set --
  for dir in /var/lib/ovn /etc/ovn /var/lib/openvswitch /etc/openvswitch \
    /var/lib/docker/volumes/ovn_nb_db/_data /var/lib/docker/volumes/ovn_sb_db/_data \
    /var/lib/containers/storage/volumes/ovn_nb_db/_data /var/lib/containers/storage/volumes/ovn_sb_db/_data; do
    for file in "$dir"/*.db; do
      if [ -f "$file" ]; then
        set -- "$@" "$dir"
        break
      fi
    done
  done
  [ $# -gt 0 ] || return 0
  have stat || return 127
  limited stat -f -c '%a %b %S %d %c %n' "$@"
}

# certificate_used COMPONENT PID FILE: prints that it uses that file, and remembers to look at it. A process in a container
# sees other files: there a link is not followed, because it would lead to a file of this system.
certificate_files='
'
certificate_used() {
  printf 'use %s %s\n' "$1" "$3"
  seen=$3
  # shellcheck disable=SC3013 # dash, bash and busybox know -ef
  if [ -z "$2" ] || [ ! "/proc/$2/ns/mnt" -ef /proc/self/ns/mnt ]; then
    seen=/proc/${2:-none}/root$3
    [ ! -L "$seen" ] || return 0
  fi
  case $certificate_files in *"
$3
"*) return 0 ;; esac
  certificate_files="$certificate_files$3
"
  [ -f "$seen" ] && have openssl || return 0
  ends=$(limited openssl x509 -noout -enddate -in "$seen" 2>/dev/null) || return 0
  printf 'end %s %s\n' "${ends#notAfter=}" "$3"
}

# certificate_of COMPONENT PID FILE|db:DATABASE,...: as certificate_used, where a database may hold the file's name.
certificate_of() {
  case $3 in
    db:OVN_Northbound,*) file=$nb_certificate ;;
    db:OVN_Southbound,*) file=$sb_certificate ;;
    db:Open_vSwitch,*) file=$ovs_certificate ;;
    *) file=$3 ;;
  esac
  case $file in
    '') ;;
    /*) certificate_used "$1" "$2" "$file" ;;
    *) printf 'use %s %s\n' "$1" "$file" ;; # relative to where the daemon was started
  esac
}

ssl_table() { printf '["%s",{"op":"select","table":"SSL","where":[],"columns":["certificate"]}]' "$1"; }

# Sets certificate to the file that an answer to ssl_table names.
ssl_certificate() {
  certificate=
  case $1 in *'"error":'*) return 1 ;; *'"certificate":"'*) ;; *) return 0 ;; esac
  certificate=${1#*'"certificate":"'}
  certificate=${certificate%%'"'*}
  case $certificate in *\\*) return 1 ;; esac # nothing that JSON would have to escape
}

# daemon_pid PIDFILE PROGRAM CONTAINER: finds a running daemon by its pid file or in its container; sets pid. A pid file of a container has numbers of another namespace.
daemon_pid() {
  pid=
  for dir in /run/ovn /var/run/ovn /run/openvswitch /var/run/openvswitch; do
    if read -r pid <"$dir/$1.pid"; then
      case $pid in '' | *[!0-9]*) continue ;; esac
      if read -r comm <"/proc/$pid/comm" && [ "$comm" = "$2" ]; then return 0; fi
    fi
  done 2>/dev/null
  # The first process of a container is often one that only starts the other.
  while read -r box first; do
    [ "${box#/}" = "$3" ] || continue
    children=
    read -r children 2>/dev/null <"/proc/$first/task/$first/children" || :
    for pid in $first $children; do
      if read -r comm 2>/dev/null <"/proc/$pid/comm" && [ "$comm" = "$2" ]; then return 0; fi
    done
  done <<PIDS
${container_pids:-}
PIDS
  pid=
  return 1
}

# Lines `use COMPONENT FILE` and `end DATE FILE`: the certificates that running daemons use, and when they end. The file is
# in the command line, or in table SSL of a database (ovsdb-server(1), --certificate). ovn-controller and ovs-vswitchd
# prefer that of Open_vSwitch (update_ssl_config in OVN's controller/ovn-controller.c, bridge.c of OVS).
certificates() {
  ovn_limit=1
  nb_certificate='' sb_certificate='' ovs_certificate=''
  ! daemon_is_stopped ovsdb-server ovsdb-server || return 1
  if [ -n "$OVS_SOCKET" ] && { have ovsdb-client || container_find openvswitch_db; }; then
    answer=$(tool_run openvswitch_db ovsdb-client --timeout=1 transact "$OVS_SOCKET" "$(ssl_table Open_vSwitch)") || return
    ssl_certificate "$answer" || return
    ovs_certificate=$certificate
  fi
  if [ "$CENTRAL" = 1 ]; then
    answer=$(ovn_transact nb "$(ssl_table OVN_Northbound)") || return
    ssl_certificate "$answer" || return
    nb_certificate=$certificate
    answer=$(ovn_transact sb "$(ssl_table OVN_Southbound)") || return
    ssl_certificate "$answer" || return
    sb_certificate=$certificate
  fi
  daemons=
  set --
  while read -r daemon file program box; do
    daemon_pid "$file" "$program" "$box" || continue
    case $daemon in
      controller | vswitchd)
        if [ -n "$ovs_certificate" ]; then
          certificate_used "$daemon" "$pid" "$ovs_certificate"
          continue
        fi
        ;;
    esac
    daemons="$daemons $daemon:$pid"
    set -- "$@" "/proc/$pid/cmdline"
  done <<'DAEMONS'
controller ovn-controller ovn-controller ovn_controller
vswitchd ovs-vswitchd ovs-vswitchd openvswitch_vswitchd
ovsdb ovsdb-server ovsdb-server openvswitch_db
northd ovn-northd ovn-northd ovn_northd
northbound ovnnb_db ovsdb-server ovn_nb_db
southbound ovnsb_db ovsdb-server ovn_sb_db
DAEMONS
  [ $# -gt 0 ] || return 0
  have head && have tr || return 127
  # With -v each file has a title; -c bounds what somebody may have written there.
  words=$(head -v -c 16384 "$@" 2>/dev/null | tr '\0' '\n')
  user='' pid='' option=
  while IFS= read -r word; do
    case $option$word in
      '==> /proc/'*'/cmdline <==')
        pid=${word#'==> /proc/'}
        pid=${pid%%/*}
        for user in $daemons; do
          [ "${user#*:}" != "$pid" ] || break
        done
        user=${user%%:*}
        ;;
      --certificate | -c) option=--certificate= && continue ;;
      --certificate=*) certificate_of "$user" "$pid" "${word#--certificate=}" ;;
      -c*) certificate_of "$user" "$pid" "${word#-c}" ;;
    esac
    option=
  done <<WORDS
$words
WORDS
}

# ovn_transact nb|sb OPERATIONS: runs a transaction on the local socket, where a follower answers reads too.
ovn_limit=5
ovn_transact() {
  ! daemon_is_stopped ovsdb-server "ovn$1_db" || return 1
  have ovsdb-client && for dir in /run/ovn /var/run/ovn /run/openvswitch /var/run/openvswitch /usr/local/var/run/ovn; do
    if [ -S "$dir/ovn$1_db.sock" ]; then
      ovsdb-client --timeout="$ovn_limit" --no-leader-only transact "unix:$dir/ovn$1_db.sock" "$2"
      return
    fi
  done
  case $1 in nb) container=ovn_nb_db ;; *) container=ovn_sb_db ;; esac
  for engine in docker podman; do
    if have "$engine" && limited "$engine" inspect "$container" >/dev/null 2>&1; then
      limited "$engine" exec "$container" ovsdb-client --timeout="$ovn_limit" --no-leader-only \
        transact "unix:/run/ovn/ovn$1_db.sock" "$2"
      return
    fi
  done
  have ovsdb-client || return 127
  return 126
}

ovn_schema() { case $1 in nb) echo OVN_Northbound ;; *) echo OVN_Southbound ;; esac; }

# What the server says of a database, with its schema as text. A schema of more characters than one value of the answer
# may have is left out.
server_answer=
server() {
  server_answer=
  # As in control_ask. If the other database is hung, both may wait for one disk, and nobody waits twice as long.
  ovn_limit=4
  [ -z "$hung" ] || ovn_limit=2
  for column in ',"schema"' ''; do
    answer=$(ovn_transact "$1" '["_Server",{"op":"select","table":"Database","where":[["name","==","'"$(ovn_schema "$1")"'"]],
      "columns":["name","model","leader","connected"'"$column"']}]') || {
      rc=$?
      ovn_limit=5
      return "$rc"
    }
    [ "${#answer}" -gt 65000 ] || break
  done
  ovn_limit=5
  server_answer=$answer
  printf '%s\n' "$answer"
}

# Whether the database whose server was just asked has a table or column of that name.
has_in_schema() { case $server_answer in *'\"'"$1"'\":{'*) return 0 ;; esac; return 1; }

# What a member of a RAFT cluster says of the cluster. The server that has just answered has the same thread: one that
# hangs is not asked.
raft_status() {
  case $server_answer in *'"model":"clustered"'*) ;; *) return 126 ;; esac
  client=ovn-appctl
  have ovn-appctl || client=ovs-appctl
  for dir in /run/ovn /var/run/ovn /run/openvswitch /var/run/openvswitch /usr/local/var/run/ovn; do
    if [ -S "$dir/ovn$1_db.ctl" ]; then
      have "$client" || break
      "$client" --timeout=1 -t "$dir/ovn$1_db.ctl" cluster/status "$(ovn_schema "$1")"
      return
    fi
  done
  for engine in docker podman; do
    if have "$engine" && limited "$engine" inspect "ovn_$1_db" >/dev/null 2>&1; then
      limited "$engine" exec "ovn_$1_db" ovs-appctl --timeout=1 -t "/run/ovn/ovn$1_db.ctl" cluster/status "$(ovn_schema "$1")"
      return
    fi
  done
  return 126
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

# What routers translate and where they send packets, DHCP, and the names of load balancers that have an address and of routers
# that have policies. Asked apart, so that a row or an old schema that cannot be read costs only this.
northbound_more() {
  more_tables='["OVN_Northbound",
    {"op":"select","table":"Logical_Router","where":[],"columns":["_uuid","enabled","nat","static_routes"]},
    {"op":"select","table":"Logical_Router_Port","where":[],"columns":["_uuid","enabled","mac","peer"]},
    {"op":"select","table":"Logical_Router_Static_Route","where":[]},
    {"op":"select","table":"DHCP_Options","where":[]}'
  balancers=',{"op":"select","table":"Load_Balancer","where":[["vips","!=",["map",[]]]],"columns":["_uuid","name"]},
    {"op":"select","table":"Logical_Router","where":[["policies","!=",["set",[]]]],"columns":["_uuid","name"]}'
  answer=$(ovn_transact nb "$more_tables"',
    {"op":"select","table":"NAT","where":[],"columns":["_uuid","type","external_ip","logical_ip","external_mac","logical_port","options"]}'"$balancers]") || return
  case $answer in
    *'"error":'*) ovn_transact nb "$more_tables"',{"op":"select","table":"NAT","where":[]}'"$balancers]" ;;
    *) printf '%s\n' "$answer" ;;
  esac
}

# The columns are named because this answer is the largest. A database without some of them gives all columns. A comment
# operation replaces a table that is not read, so that every answer keeps its index.
southbound() {
  datapaths='{"op":"comment","comment":"not asked"}'
  bindings=$datapaths
  if wanted bindings; then
    migrating=
    ! has_in_schema requested_additional_chassis || migrating=',"additional_chassis","requested_additional_chassis"'
    datapaths='{"op":"select","table":"Datapath_Binding","where":[],"columns":["_uuid","external_ids"]}'
    bindings='{"op":"select","table":"Port_Binding","where":[],"columns":["logical_port","type","datapath","chassis","requested_chassis",
      "up","options","external_ids","virtual_parent","parent_port","tag","ha_chassis_group"'"$migrating"']}'
  fi
  groups=
  ! has_in_schema HA_Chassis_Group || groups=',{"op":"select","table":"HA_Chassis_Group","where":[],"columns":["_uuid","name"]}'
  [ -z "$groups" ] || ! has_in_schema BFD || groups=$groups',{"op":"select","table":"BFD","where":[]}'
  answer=$(ovn_transact sb '["OVN_Southbound",
    {"op":"select","table":"SB_Global","where":[]},
    {"op":"select","table":"Connection","where":[],"columns":["target","read_only"]},
    {"op":"select","table":"Chassis","where":[],"columns":["_uuid","name","hostname","encaps","external_ids","other_config","transport_zones"]},
    {"op":"select","table":"Encap","where":[],"columns":["_uuid","type","ip"]},
    '"$datapaths,$bindings"',
    {"op":"select","table":"Chassis_Private","where":[]}'"$groups]") || return
  case $answer in
    *'"error":'*)
      old_tables='["OVN_Southbound",
        {"op":"select","table":"SB_Global","where":[]},
        {"op":"select","table":"Connection","where":[]},
        {"op":"select","table":"Chassis","where":[]},
        {"op":"select","table":"Encap","where":[]},
        {"op":"select","table":"Datapath_Binding","where":[]},
        {"op":"select","table":"Port_Binding","where":[]}'
      if has_in_schema Chassis_Private; then
        old_tables=$old_tables',{"op":"select","table":"Chassis_Private","where":[]}'"$groups"
      fi
      ovn_transact sb "$old_tables]"
      ;;
    *) printf '%s\n' "$answer" ;;
  esac
}

# Asks the database whose server was just asked, unless that question had no answer until the limit. ovsdb-client reads no
# member of a cluster that says that it has no connection to the others: it waits for another server until its limit
# (should_stay_connected() in ovsdb-client.c; seen in the lab).
unless_hung() {
  [ "$hung" != "$1" ] || return 124
  case $server_answer in
    *'"connected":false'*)
      echo "this member has no connection to the other members of its cluster, and ovsdb-client reads no such member" >&2
      return 1
      ;;
  esac
  "$2"
}

ip_json() {
  have ip || return 127
  ip -j "$@"
}

# What control() has printed.
control_output() {
  while IFS= read -r line; do printf '%s\n' "$line"; done <&3
}

# File descriptor 3 is what control() prints.
main() {
  section boot boot
  section uptime uptime_centis
  section hostname host_name
  ovs_names='' hung=''
  if wanted switch; then
    section ovs ovs_tables
    [ "$rc" != 124 ] || hung=ovs
    [ -z "$ovs_answer" ] || ovs_names=$(ovs_names)
    section ovsflows ovs_flows
  fi
  if wanted network; then
    section ssh ssh_connection
    # With -d `ip addr` prints all that `ip link` prints.
    section link ip_json -d addr show
    section route4 ip_json -4 route show table main
    section route6 ip_json -6 route show table main
    section sbroutes southbound_routes
    section bootaddresses boot_addresses
  fi
  if wanted components; then
    units='' running=''
    section components components
    section containers containers
    section processes processes
    section listeners listeners
  fi
  if wanted tools; then
    section tools tools
    section versions versions
    section controllerversion controller_version
    section guard guard_unit
    section disks database_disks
  fi
  # A database that does not answer is not asked again: each question would take its time.
  answers=1
  if [ "$CENTRAL" = 1 ] && wanted northbound; then
    section nbserver server nb
    [ "$rc" != 124 ] || hung=nb
    [ "$hung" = nb ] || section nbraft raft_status nb
    section nb unless_hung nb northbound
    if [ "$rc" -eq 0 ]; then section nbmore northbound_more; else answers=0; fi
  fi
  if [ "$CENTRAL" = 1 ] && wanted chassis; then
    section sbserver server sb
    [ "$rc" != 124 ] || hung=sb
    [ "$hung" = sb ] || section sbraft raft_status sb
    section sb unless_hung sb southbound
    [ "$rc" -eq 0 ] || answers=0
  fi
  if wanted tools && [ "$answers" = 1 ] && [ "$hung" != ovs ]; then section certificates certificates; fi
  ! wanted components || section control control_output
  section end true
}

# The daemons are asked while the other sections run. Their answers wait in the pipe, which holds more than they print.
if wanted components; then
  control </dev/null 2>/dev/null | main 3<&0
else
  main
fi
exit 0
