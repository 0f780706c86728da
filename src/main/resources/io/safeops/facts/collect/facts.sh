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
    if have ovn-appctl; then ovn-appctl --timeout=1 -t ovn-controller version || :; fi
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

# Finds a running daemon by its pid file; sets pid. A pid file of a container has numbers of another namespace.
daemon_pid() {
  pid=
  for dir in /run/ovn /var/run/ovn /run/openvswitch /var/run/openvswitch; do
    if read -r pid <"$dir/$1.pid"; then
      case $pid in '' | *[!0-9]*) continue ;; esac
      if read -r comm <"/proc/$pid/comm" && [ "$comm" = "$2" ]; then return 0; fi
    fi
  done 2>/dev/null
  pid=
  return 1
}

# Lines `use COMPONENT FILE` and `end DATE FILE`: the certificates that running daemons use, and when they end. The file is
# in the command line, or in table SSL of a database (ovsdb-server(1), --certificate). ovn-controller and ovs-vswitchd
# prefer that of Open_vSwitch (update_ssl_config in OVN's controller/ovn-controller.c, bridge.c of OVS).
certificates() {
  ovn_limit=1
  nb_certificate='' sb_certificate='' ovs_certificate=''
  if have ovsdb-client && [ -n "$OVS_SOCKET" ]; then
    answer=$(ovsdb-client --timeout=1 transact "$OVS_SOCKET" "$(ssl_table Open_vSwitch)") || return
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
  for daemon in controller:ovn-controller:ovn-controller vswitchd:ovs-vswitchd:ovs-vswitchd ovsdb:ovsdb-server:ovsdb-server \
    northd:ovn-northd:ovn-northd northbound:ovnnb_db:ovsdb-server southbound:ovnsb_db:ovsdb-server; do
    files=${daemon#*:}
    daemon_pid "${files%:*}" "${files#*:}" || continue
    daemon=${daemon%%:*}
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
  done
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
  have ovsdb-client || return 127
  for dir in /run/ovn /var/run/ovn /run/openvswitch /var/run/openvswitch /usr/local/var/run/ovn; do
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
  return 126
}

ovn_schema() { case $1 in nb) echo OVN_Northbound ;; *) echo OVN_Southbound ;; esac; }

# What the server says of a database, with its schema as text. A schema of more characters than one value of the answer
# may have is left out.
server_answer=
server() {
  server_answer=
  for column in ',"schema"' ''; do
    answer=$(ovn_transact "$1" '["_Server",{"op":"select","table":"Database","where":[["name","==","'"$(ovn_schema "$1")"'"]],
      "columns":["name","model","leader","connected"'"$column"']}]') || return
    [ "${#answer}" -gt 65000 ] || break
  done
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
      have "$client" || return 127
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

# What routers translate and where they send packets, and DHCP. Asked apart, so that a row or an old schema that cannot be
# read costs only this.
northbound_more() {
  more_tables='["OVN_Northbound",
    {"op":"select","table":"Logical_Router","where":[],"columns":["_uuid","enabled","nat","static_routes"]},
    {"op":"select","table":"Logical_Router_Port","where":[],"columns":["_uuid","enabled","mac","peer"]},
    {"op":"select","table":"Logical_Router_Static_Route","where":[]},
    {"op":"select","table":"DHCP_Options","where":[]}'
  answer=$(ovn_transact nb "$more_tables"',
    {"op":"select","table":"NAT","where":[],"columns":["_uuid","type","external_ip","logical_ip","external_mac","logical_port","options"]}]') || return
  case $answer in
    *'"error":'*) ovn_transact nb "$more_tables"',{"op":"select","table":"NAT","where":[]}]' ;;
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
    {"op":"select","table":"Connection","where":[],"columns":["target"]},
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

ip_json() {
  have ip || return 127
  ip -j "$@"
}

# In place of a question to a database that has just let one pass.
silent() { return 124; }

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
    section controllerversion controller_version
    section guard guard_unit
    section disks database_disks
  fi
  # A database that does not answer is not asked again: each question would take its time.
  answers=1
  if [ "$CENTRAL" = 1 ] && wanted northbound; then
    section nbserver server nb
    if [ "$rc" -eq 124 ]; then
      section nb silent
    else
      section nbraft raft_status nb
      section nb northbound
    fi
    if [ "$rc" -eq 0 ]; then section nbmore northbound_more; else answers=0; fi
  fi
  if [ "$CENTRAL" = 1 ] && wanted chassis; then
    section sbserver server sb
    if [ "$rc" -eq 124 ]; then
      section sb silent
    else
      section sbraft raft_status sb
      section sb southbound
    fi
    [ "$rc" -eq 0 ] || answers=0
  fi
  if wanted tools && [ "$answers" = 1 ]; then section certificates certificates; fi
  section end true
}

main
exit 0
