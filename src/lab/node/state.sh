#!/bin/sh
# Prints the state of a node, one line for each item, without what changes by itself: counters, times, ids of rows and
# processes. Two nodes in the same state print the same lines. It only reads.
set -eu
LC_ALL=C
export LC_ALL

# Prints the rows of a database by content. A reference is written as the name of what it refers to, so a row that was
# deleted and made again is the same row.
# shellcheck disable=SC2016 # jq's variables
readonly ROWS='
  ["_uuid", "_version", "statistics", "status", "rstp_status", "rstp_statistics", "is_connected", "nb_cfg", "sb_cfg", "hv_cfg",
    "nb_cfg_timestamp", "sb_cfg_timestamp", "hv_cfg_timestamp", "cur_cfg", "next_cfg", "tunnel_key", "datapath_id", "datapath_version",
    "mac_in_use", "ifindex", "ofport", "link_resets", "link_speed", "duplex", "lacp_current", "cfm_fault_status", "bond_active_slave",
    "ipsec", "capabilities", "encap"] as $changing
  | (map(select(.caption)) | map({(.caption | sub(" table$"; "")): .}) | add // {}) as $tables
  | ($tables | to_entries | map(.key as $table | .value.headings as $names | .value.data[]
      | [$names, .] | transpose | map({(.[0]): .[1]}) | add
      | {(._uuid[1]): "\($table) \(.name // .logical_port // .ip // .target // "")"}) | add // {}) as $rows
  | def plain:
      if type == "array" and .[0] == "uuid" then $rows[.[1]] // "a row"
      elif type == "array" and .[0] == "set" then .[1] | map(plain) | sort
      elif type == "array" and .[0] == "map" then .[1]
        | map(select((.[0] | tostring | test("^(ct-zone-|ovn-nb-cfg|ovn-installed|ovn-startup-ts|flap_count$|diagnostic$|remote_diagnostic$)")) | not) | {(.[0] | tostring): (.[1] | plain)}) | add // {}
      else . end;
    $tables | to_entries[] | .key as $table | .value.headings as $names | .value.data[]
      | [$names, .] | transpose | map(select(.[0] as $name | $changing | index($name) | not) | {(.[0]): (.[1] | plain)}) | add
      | with_entries(select(.value != [] and .value != {} and .value != ""))
      | "\($table) \(tojson)"'

# The tables of the Southbound whose rows do not change all the time. One query reads them all.
readonly SOUTHBOUND='["Chassis", "Encap", "Port_Binding", "Connection", "SB_Global", "Gateway_Chassis", "HA_Chassis_Group"]'

# rows WORD TABLES: prints the rows of TABLES, which are in the format of ovsdb-client, each with WORD before it.
rows() {
  contents=$(printf '%s\n' "$2" | jq -r --slurp "$ROWS")
  [ -z "$contents" ] || printf '%s\n' "$contents" | sed "s/ovn-\([0-9a-f]\{6\}\)-[0-9]*/ovn-\1-N/g; s/^/$1: /"
}

# dump SOCKET DATABASE: prints all tables.
dump() { ovsdb-client --timeout=10 --format=json dump "unix:$1" "$2"; }

southbound() {
  question=$(jq -n -c "[\"OVN_Southbound\"] + ($SOUTHBOUND | map({op: \"select\", table: ., where: []}))")
  selected=$(ovsdb-client --timeout=10 query unix:/run/ovn/ovnsb_db.sock "$question") || return
  printf '%s\n' "$selected" | jq -c "[$SOUTHBOUND, .] | transpose[] | select(.[1].rows | length > 0)
      | (.[1].rows[0] | keys) as \$names | {caption: \"\(.[0]) table\", headings: \$names, data: [.[1].rows[] | [.[\$names[]]]]}"
}

# answer DAEMON COMMAND: prints what a daemon answers to one command.
answer() { ovn-appctl --timeout=5 -t "$1" "$2" 2>/dev/null || echo "no answer"; }

# A database that does not answer must not look like one without rows.
if tables=$(dump /run/openvswitch/db.sock Open_vSwitch); then rows vswitch "$tables"; else echo "vswitch: no answer"; fi
if ! [ -S /run/ovn/ovnnb_db.sock ]; then
  echo "northbound: no server"
elif tables=$(dump /run/ovn/ovnnb_db.sock OVN_Northbound); then rows northbound "$tables"; else echo "northbound: no answer"; fi
if ! [ -S /run/ovn/ovnsb_db.sock ]; then
  echo "southbound: no server"
elif tables=$(southbound); then rows southbound "$tables"; else echo "southbound: no answer"; fi
echo "daemon: ovn-controller $(answer ovn-controller connection-status)"
[ ! -S /run/ovn/ovnnb_db.sock ] || echo "daemon: ovn-northd $(answer ovn-northd status)"

# Interfaces, addresses and routes of the node, of the VMs, and of every other network namespace.
for space in "" $(ls /run/netns 2>/dev/null); do
  # shellcheck disable=SC2016 # jq's variables
  {
    ip ${space:+-n "$space"} -d -j address show
    ip ${space:+-n "$space"} -j route show table all
    ip ${space:+-n "$space"} -j rule show
  } | jq -r --slurp --arg in "${space:+$space: }" '
    (.[0][] | select(.ifname != null)
      | "interface: \($in)\(.ifname) \(.linkinfo.info_kind // "-") mtu \(.mtu) \(if .flags | index("UP") then "up" else "down" end)"
        + " \(if .flags | index("PROMISC") then "promisc" else "" end) \(.master // "")\(.altnames // [] | map(" alias " + .) | add // "")"),
    (.[0][] | select(.ifname != null) | .ifname as $name | .addr_info[] | "address: \($in)\($name) \(.family) \(.local)/\(.prefixlen) \(.scope)"),
    (.[1][] | select(.table != "local" and .type != "multicast" and .dst != "ff00::/8")
      | "route: \($in)\(.dst) \(.gateway // "") \(.dev // "") \(.table // "main") \(.protocol // "") \(.metric // "")"),
    (.[2][] | "rule: \($in)\(.priority) \(.src // "") \(.table // "")")'
done

systemctl list-units --all --full --no-legend --plain --type=service,socket,timer,mount,path |
  awk '$3 != "inactive" && $1 !~ /^(ssh@|user@|user-runtime-dir@|session-|run-user-|systemd-tmpfiles-clean|logrotate\.service)/ {
    sub(/running|waiting/, "at-work", $4); print "unit: " $1, $3, $4 }'

# Processes, without those of ssh sessions and of this script. Numbers are replaced, because they differ each time.
ps -eo pid,ppid,stat,args | awk -v own=$$ '
  { pid = $1; parent[pid] = $2; stopped = $3 ~ /^T/ ? "stopped " : ""; $1 = $2 = $3 = ""; sub(/^ +/, ""); $0 = stopped $0; text[pid] = $0 }
  function asks(p) { for (; p > 1; p = parent[p]) if (p == own || text[p] ~ /^sshd: .*(@|\[priv\]|\[accepted\])|^timeout [0-9]+ \/bin\/sh -s$|^COMMAND$/) return 1; return 0 }
  END { for (p in text) if (p > 1 && !asks(p)) { gsub(/[0-9]+/, "N", text[p]); print "process: " text[p] } }' | sort -u

# Mounts, and the files in /run that no daemon made.
awk '$3 != "overlay" && $2 !~ /^\/run\/(user|credentials|systemd)/ { print "mount: " $2, $3, substr($4, 1, 2) }' /proc/mounts
find /run -mindepth 1 -maxdepth 1 | grep -v -e '/\(log\|lock\|utmp\|sshd\|user\|motd.*\|initctl\|systemd\|dbus\|udev\|mount\|credentials\|sudo\|screen\|host\)$' \
  -e '\.\(pid\|ctl\|lock\|reboot\)$' | sed 's/^/run: /'
find /run/systemd/system /run/systemd/transient /run/safeops -mindepth 1 2>/dev/null | grep -v -e '/session-' -e '/ssh@' -e '/init.scope' | sed 's/^/run: /'
sysctl -n net.ipv4.icmp_echo_ignore_all net.ipv4.ip_forward | tr '\n' ' ' | sed 's/^/sysctl: /; s/ $/\n/'
