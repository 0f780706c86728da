#!/bin/sh
# Prints what a node is like, one line for each thing, without what changes by itself: counters, times, numbers of rows
# and processes. Two nodes that are alike print the same. Reads only.
set -eu
LC_ALL=C
export LC_ALL

# Rows of a database by content: a reference is written as what it names, so a row made anew is the same row.
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
        | map(select((.[0] | tostring | test("^(ct-zone-|ovn-nb-cfg|ovn-installed|ovn-startup-ts)")) | not) | {(.[0] | tostring): (.[1] | plain)}) | add // {}
      else . end;
    $tables | to_entries[] | .key as $table | .value.headings as $names | .value.data[]
      | [$names, .] | transpose | map(select(.[0] as $name | $changing | index($name) | not) | {(.[0]): (.[1] | plain)}) | add
      | with_entries(select(.value != [] and .value != {} and .value != ""))
      | "\($table) \(tojson)"'

# rows WORD SOCKET DATABASE TABLE...: the rows of these tables; of all tables where none is named.
rows() {
  word=$1 socket=$2 database=$3
  shift 3
  [ -S "$socket" ] || { echo "$word: no server"; return; }
  if [ $# -eq 0 ]; then set -- ''; fi
  for table; do
    # shellcheck disable=SC2086 # no table is no word
    ovsdb-client --timeout=10 --format=json dump "unix:$socket" "$database" $table || { echo "$word: no answer" >&2; return 1; }
  done | jq -r --slurp "$ROWS" | sed "s/ovn-\([0-9a-f]\{6\}\)-[0-9]*/ovn-\1-N/g; s/^/$word: /" | sort
}

# The answer of a daemon to one question.
answer() { ovn-appctl --timeout=5 -t "$1" "$2" 2>/dev/null || echo "no answer"; }

rows vswitch /run/openvswitch/db.sock Open_vSwitch
rows northbound /run/ovn/ovnnb_db.sock OVN_Northbound
rows southbound /run/ovn/ovnsb_db.sock OVN_Southbound Chassis Encap Port_Binding Connection SB_Global Gateway_Chassis HA_Chassis_Group
echo "daemon: ovn-controller $(answer ovn-controller connection-status)"
[ ! -S /run/ovn/ovnnb_db.sock ] || echo "daemon: ovn-northd $(answer ovn-northd status)"

# Interfaces, addresses and routes, of the node and of the VMs and whatever else has a namespace of its own.
for space in "" $(ip netns list 2>/dev/null | cut -d' ' -f1 | sort); do
  in="${space:+$space: }"
  ip ${space:+-n "$space"} -d -j link show | jq -r --arg in "$in" '.[] | select(.ifname != null)
    | "interface: \($in)\(.ifname) \(.linkinfo.info_kind // "-") mtu \(.mtu) \(if .flags | index("UP") then "up" else "down" end)"
      + " \(if .flags | index("PROMISC") then "promisc" else "" end) \(.master // "")\(.altnames // [] | map(" alias " + .) | add // "")"' | sort
  ip ${space:+-n "$space"} -o address show | sed -e 's/valid_lft.*//' -e 's/^[0-9]*: //' -e "s/  */ /g; s/^/address: $in/" | sort
  ip ${space:+-n "$space"} route show table all | grep -v -e '^ff00' -e 'table local' | sed "s/^/route: $in/" | sort
done
ip rule show | sed 's/^/rule: /'

systemctl list-units --all --full --no-legend --plain --type=service,socket,timer,mount,path |
  awk '$3 != "inactive" && $1 !~ /^(ssh@|user@|user-runtime-dir@|session-|run-user-|systemd-tmpfiles-clean|logrotate\.service)/ {
    sub(/running|waiting/, "at-work", $4); print "unit: " $1, $3, $4 }' | sort

# Programs, without those of ssh sessions and of who asks; no number is the same twice.
ps -eo pid,ppid,stat,args | awk -v own=$$ '
  { pid = $1; parent[pid] = $2; stopped = $3 ~ /^T/ ? "stopped " : ""; $1 = $2 = $3 = ""; sub(/^ +/, ""); $0 = stopped $0; text[pid] = $0 }
  function asks(p) { for (; p > 1; p = parent[p]) if (p == own || text[p] ~ /^sshd: .*(@|\[priv\]|\[accepted\])|^timeout [0-9]+ \/bin\/sh -s$|^COMMAND$/) return 1; return 0 }
  END { for (p in text) if (p > 1 && !asks(p)) { gsub(/[0-9]+/, "N", text[p]); print "process: " text[p] } }' | sort -u

# What is mounted on what, and what of /run no daemon made.
awk '$3 != "overlay" && $2 !~ /^\/run\/(user|credentials|systemd)/ { print "mount: " $2, $3, substr($4, 1, 2) }' /proc/mounts | sort
find /run -mindepth 1 -maxdepth 1 | grep -v -e '/\(log\|lock\|utmp\|sshd\|user\|motd.*\|initctl\|systemd\|dbus\|udev\|mount\|credentials\|sudo\|screen\|host\)$' \
  -e '\.\(pid\|ctl\|lock\|reboot\)$' | sort | sed 's/^/run: /'
find /run/systemd/system /run/systemd/transient /run/safeops -mindepth 1 2>/dev/null | grep -v -e '/session-' -e '/ssh@' -e '/init.scope' | sort | sed 's/^/run: /'
sysctl -n net.ipv4.icmp_echo_ignore_all net.ipv4.ip_forward | tr '\n' ' ' | sed 's/^/sysctl: /; s/ $/\n/'
