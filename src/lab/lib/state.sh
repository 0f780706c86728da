# shellcheck shell=bash disable=SC2153
# Keeps the first state of the lab, compares the lab with it, and restores it. To restore a lab is faster than to make a
# new one, and each test starts with the same state.

readonly FIRST=$STATE/first
# Paths that running programs always write, or that do not matter.
readonly CHANGING=(var/log var/lib/ovn var/lib/openvswitch etc/openvswitch/conf.db var/lib/systemd var/lib/dbus var/cache var/tmp tmp run
  root/.bash_history etc/machine-id var/lib/private var/lib/sudo var/lib/dhcp etc/ssh/ssh_host_ed25519_key dev proc sys)

has_first_state() { [ -d "$FIRST" ]; }
# Succeeds if the files of every node are on this machine and no database has members on other nodes.
can_be_put_back() { [ "$(databases), $(cloud), $(kernels)" = 'standalone, plain, containers' ]; }

cmd_state() {
  [ $# -eq 0 ] || misuse "state takes no arguments"
  need_lab
  lab_state
}

# Prints the whole state, one line for each item. Two labs in the same state print the same lines.
lab_state() {
  local parts part work pids=() pid
  work=$(mktemp -d)
  parts="lab $NODES"
  for part in $parts; do
    state_of "$part" >"$work/$part" 2>"$work/$part.err" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || : >"$work/failed"; done
  for part in $parts; do cat "$work/$part"; done
  [ ! -e "$work/failed" ] || { cat "$work"/*.err >&2; rm -rf "$work"; return 1; }
  rm -rf "$work"
}

# state_of lab|NODE
state_of() {
  if [ "$1" = lab ]; then network_state; else { node_state "$1" && files_of "$1"; }; fi | sort | sed "s/^/$1: /"
}

node_state() {
  [ -n "$(init_of "$1")" ] || { echo "it is off"; return; }
  in_node "$1" timeout 60 /bin/sh -s <"$LAB_HOME/node/state.sh"
}

# Prints what differs between a node's files and the root file system, with a hash of the content. A copy that is equal
# to the original is no difference.
files_of() {
  local upper=$STATE/$1/upper lower path prune=()
  ! is_machine "$1" || return 0
  lower=$(rootfs_of "$1")
  for path in "${CHANGING[@]}"; do prune+=(-path "./$path" -o); done
  (cd "$upper" && find . \( "${prune[@]}" -path './etc/openvswitch/.conf.db*' \) -prune -o -printf '%P\0') \
    | sort -z >"$STATE/$1.paths" || return
  words_of "$upper" "$STATE/$1.paths" >"$STATE/$1.words" || return
  words_of "$lower" "$STATE/$1.paths" >"$STATE/$1.original" || return
  # grep exits with 1 if nothing is new; a higher status is a failure.
  grep -vxFf "$STATE/$1.original" "$STATE/$1.words" || [ $? = 1 ] || return
  rm -f "$STATE/$1.paths" "$STATE/$1.words" "$STATE/$1.original"
}

# words_of DIRECTORY LIST: prints lines for each file of the list (ended by NUL) that exists.
words_of() {
  (
    cd "$1" || exit
    # shellcheck disable=SC2016 # variables of the inner shell
    xargs -0 -r sh -c 'for path; do if [ -e "$path" ] || [ -L "$path" ]; then printf "%s\0" "$path"; fi; done' sh <"$2" >"$2.there" || exit
    # overlayfs marks a deleted file with a character device.
    xargs -0 -r stat --printf='file: %N: %F %a %u:%g\n' <"$2.there" | sed 's/character special.*/deleted/' || exit
    # shellcheck disable=SC2016 # variables of the inner shell
    xargs -0 -r sh -c 'for path; do if [ -f "$path" ] && [ ! -L "$path" ]; then printf "%s\0" "$path"; fi; done' sh <"$2.there" \
      | xargs -0 -r sha256sum | sed 's/^\(.\{16\}\)[0-9a-f]*  \(.*\)/file: '"'\\2'"': bytes \1/' || exit
    rm -f "$2.there"
  ) | sort
}

# Prints the state of the cables, of the outside host and of the processes there.
network_state() {
  local space pid pids
  for space in "$NETNS" "$OUTSIDE"; do
    ip -n "$space" -o link show | sed -e 's/^[0-9]*: //' -e "s/@[^:]*//; s/ link-netnsid.*//; s/qlen.*//" -e "s/^/link: $space: /; s/mode .*//" | sort
    ip -n "$space" -o address show | sed -e 's/^[0-9]*: //' -e "s/valid_lft.*//; s/  */ /g; s/^/address: $space: /" | sort
    ip -n "$space" route show | sed "s/^/route: $space: /" | sort
    tc -n "$space" filter show | sed "s/^/filter: $space: /"
    tc -n "$space" qdisc show | grep clsact | sed "s/^/filter: $space: /" || [ "$?" = 1 ] # 1: there is none
  done
  in_outside sysctl -n net.ipv4.icmp_echo_ignore_all | sed 's/^/sysctl: outside: /'
  pids=$(ip netns pids "$OUTSIDE") || return 1
  for pid in $pids; do
    printf 'process: outside: %s\n' "$(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null || true)" # it may have ended
  done | { grep -v 'sysctl -n\|: $' || [ "$?" = 1 ]; } # 1: there is none, as it should be
}

# Saves the first state when the lab is up for the first time: the state as text, the databases, and the nodes' own
# files.
remember_first_state() {
  local node
  can_be_put_back || return 0
  rm -rf "$FIRST" "$FIRST.new"
  mkdir -p "$FIRST.new"
  wait_for 60 "the lab to settle" has_settled "$FIRST.new/state" || die "the lab does not settle: see how $FIRST.new/state changes"
  for node in $NODES; do
    cp -a --reflink=auto "$STATE/$node/upper" "$FIRST.new/$node"
    backup_of "$node" vswitch >"$FIRST.new/$node.vswitch"
  done
  backup_of ctl northbound >"$FIRST.new/ctl.northbound"
  mv "$FIRST.new" "$FIRST"
}

# has_settled FILE: succeeds if each chassis has its tunnels, no BFD session is down, and two reads in a row are equal. A state that still
# changes would differ in every later comparison.
has_settled() {
  local node
  lab_state_into "$1.next" && LC_ALL=C sort -o "$1.next" "$1.next" || return 1
  for node in $NODES; do
    [ "$(grep -c "^$node: vswitch: Interface .*\"type\":\"geneve\"" "$1.next")" = "$(($(wc -w <<<"$NODES") - 1))" ] || return 1
  done
  ! grep -q '"bfd_status":{[^}]*state":"[^u]' "$1.next" || return 1
  if cmp -s "$1" "$1.next"; then rm -f "$1.next" "$1.next.err"; return 0; fi
  mv "$1.next" "$1"
  return 1
}

server_of() {
  case $1 in
    vswitch) echo unix:/run/openvswitch/db.sock Open_vSwitch ;;
    northbound) echo unix:/run/ovn/ovnnb_db.sock OVN_Northbound ;;
  esac
}

# shellcheck disable=SC2046 # two words
backup_of() { in_node "$1" ovsdb-client --timeout=20 backup $(server_of "$2"); }
# shellcheck disable=SC2046 # two words
restore_of() { in_node "$1" ovsdb-client --timeout=20 --force restore $(server_of "$2") <"$FIRST/$1.$2"; }

# Prints the lines that are in one state only: `-` in the first state, `+` in the present one.
differences() {
  LC_ALL=C sort -o "$1" "$1"
  diff --speed-large-files --unchanged-line-format= --old-line-format='- %L' --new-line-format='+ %L' "$FIRST/state" "$1" || [ $? = 1 ]
}

# Restores the first state of the lab. It first mends the differences in place. If some remain, all nodes start again
# from their first files. Prints the differences. Returns only when the lab is in its first state and the VMs answer.
cmd_reset() {
  local now=$STATE/now left=$STATE/left began=$EPOCHREALTIME
  [ $# -eq 0 ] || misuse "reset takes no arguments"
  need_lab
  lock_lab
  can_be_put_back || die "a lab with --raft, --neutron or --vm cannot be reset; make a new one: safeops lab down; safeops lab up"
  has_first_state || die "the first state of this lab was not saved; make a new one: safeops lab down; safeops lab up"
  reset_network
  start_what_is_off
  end_guards
  wait_for 60 "the state of every node" lab_state_into "$now" || die "the state of the lab cannot be read; make a new one: safeops lab down; safeops lab up"
  differences "$now" >"$left"
  cat "$left"
  if [ -s "$left" ]; then
    put_back "$left"
    if ! wait_for 30 "the first state of the lab" is_as_it_was; then
      say "these differences remain, so all nodes start again from their first files:"
      cat "$left" >&2
      begin_anew
      wait_for 90 "the first state of the lab" is_as_it_was || { cat "$left" >&2; die "the lab cannot be put back, see above; make a new one: safeops lab down; safeops lab up"; }
    fi
  fi
  wait_for 60 "the VMs to answer and the LAN to be quiet" is_at_rest || die "the lab is in its first state, but its VMs do not answer; make a new one: safeops lab down; safeops lab up"
  rm -f "$now" "$now.err" "$left"
  say "the lab '$LAB' is back in its first state, after $(awk "BEGIN { printf \"%.1f\", $EPOCHREALTIME - $began }") s"
}

lab_state_into() { lab_state >"$1" 2>"$1.err"; }

# Compares again only the parts that were different, and at most twice a second: each comparison takes CPU time that the
# nodes need to recover.
is_as_it_was() {
  local part
  sleep 0.5
  for part in $NODES; do
    ! grep -q "^- $part: vswitch: Interface .*\"admin_state\"" "$STATE/left" || stir_switch "$part" || true # the next comparison shows it
  done
  for part in $(cut -d' ' -f2 "$STATE/left" | tr -d : | sort -u); do
    state_of "$part" >"$STATE/now.$part" 2>"$STATE/now.err" || return 1
    # grep exits with 1 if no line is left
    { grep -v "^$part: " "$STATE/now" || [ "$?" = 1 ]; } >"$STATE/now.new" && cat "$STATE/now.$part" >>"$STATE/now.new" || return 1
    mv "$STATE/now.new" "$STATE/now"
    rm "$STATE/now.$part"
  done
  differences "$STATE/now" >"$STATE/left"
  [ ! -s "$STATE/left" ]
}

# stir_switch NODE: changes the node's switch database and reverts the change. After a row of an interface was made
# again, ovs-vswitchd writes the interface's state into it only after another change. It does not even do so if it was
# writing states at that moment (seen on OVS 3.1; in bridge.c, when a write succeeds, run_status_update() forgets that
# bridge_run() has asked for another one).
stir_switch() {
  local status=0
  # A command that times out may still have made its change, so the second one runs whatever the first returns.
  in_node "$1" ovs-vsctl --timeout=5 set Open_vSwitch . external_ids:lab-stir=yes || status=$?
  in_node "$1" ovs-vsctl --timeout=5 remove Open_vSwitch . external_ids lab-stir || status=$?
  return "$status"
}

is_at_rest() {
  local node
  all_vms_answer || return 1
  for node in $NODES; do answers_ssh "$node" || return 1; done
}

reset_network() {
  rm -f "$STATE"/unplugged-*
  wait_for 5 "the outside host's processes to end" none_outside || true # the comparison names what stays
  network_up
  in_outside sysctl -qw net.ipv4.icmp_echo_ignore_all=0
  local cable
  for cable in $(ip -n "$NETNS" -o link show | grep -o '[a-z0-9]*-\([pm]\|p2\)@' | tr -d @); do
    ip -n "$NETNS" link set "$cable" up
    tc -n "$NETNS" qdisc del dev "$cable" clsact 2>/dev/null || true # there is one only after a breakage
  done
}

start_what_is_off() {
  local node
  for node in $NODES; do [ -n "$(init_of "$node")" ] || start_node "$node"; done
  wait_started
}

# Ends everything of safeops on the nodes first: an undo during the reset would change the lab again.
end_guards() {
  local node pids=() pid
  for node in $NODES; do
    # Commands that were started from the console and still run.
    kill_group "$node/console"
    in_node "$node" /bin/sh -s <<'TEXT' &
units=$(systemctl list-units --all --no-legend --plain 'safeops-*' | cut -d' ' -f1)
[ -z "$units" ] || systemctl kill --signal=KILL $units 2>/dev/null
pkill -KILL -f '[g]uard.sh |[g]uard serve' 
stopped=$(ps -eo pid,stat | awk '$2 ~ /^T/ { print $1 }')
[ -z "$stopped" ] || kill -CONT $stopped
files=$(ls -d /etc/systemd/system/safeops-* /etc/systemd/system/*/safeops-* /run/systemd/system/safeops-* 2>/dev/null)
[ -z "$files" ] || { rm -rf $files; systemctl daemon-reload; }
[ -z "$units" ] || { systemctl stop $units 2>/dev/null; systemctl reset-failed $units 2>/dev/null; }
rm -rf /run/safeops /var/lib/safeops
:
TEXT
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || say "a guard could not be stopped"; done
}

# put_back LINES: mends in place the differences in these lines.
put_back() {
  local node
  for node in $NODES; do
    ! grep -q "^[+-] $node: file: " "$1" || put_files_back "$node" "$1"
    ! grep -q "^[+-] $node: \(unit\|run\|mount\|interface\|address\): " "$1" || put_system_back "$node" "$1"
    ! grep -q "^[+-] $node: vswitch: " "$1" || restore_of "$node" vswitch || true # the next comparison shows it
  done
  ! grep -q "^[+-] ctl: northbound: " "$1" || restore_of ctl northbound || true # the next comparison shows it
}

# put_files_back NODE LINES
put_files_back() {
  local node=$1 path lower
  lower=$(rootfs_of "$node")
  sed -n "s/^[+-] $node: file: '\([^']*\)'.*/\1/p" "$2" | sort -u >"$STATE/paths"
  while read -r path; do
    [ -n "$path" ] || die "a difference on $node names no file"
    in_node "$node" rm -rf "/$path" </dev/null
    if [ -e "$FIRST/$node/$path" ] && [ ! -c "$FIRST/$node/$path" ] || [ -L "$FIRST/$node/$path" ]; then
      tar -C "$FIRST/$node" -cf - "$path" | in_node "$node" tar -C / -xpf -
    elif [ -e "$lower/$path" ] || [ -L "$lower/$path" ]; then
      tar -C "$lower" -cf - "$path" | in_node "$node" tar -C / -xpf -
    fi
  done <"$STATE/paths"
  rm -f "$STATE/paths"
  in_node "$node" systemctl daemon-reload
}

# put_system_back NODE LINES: mends the units, mounts, interfaces and addresses in these lines.
put_system_back() {
  # An interface with a `-` and a `+` line exists and differs. An interface with only a `-` line comes back with its
  # unit.
  # shellcheck disable=SC2016 # variables of awk and of the inner shell
  awk -v node="$1:" '
    $2 == node && $3 ~ /^(unit|run|mount|interface|address):$/ {
      sub(/:$/, "", $3)
      if ($3 == "interface" && $1 == "-") { first[$4] = $0 } else { line[++lines] = $1 " " $3 " " substr($0, index($0, $4)) }
    }
    END {
      for (i = 1; i <= lines; i++) {
        split(line[i], word, " ")
        if (word[2] != "interface") { print line[i]; continue }
        if (!(word[3] in first)) { print line[i]; continue }
        print "= " substr(first[word[3]], index(first[word[3]], "interface"))
      }
    }' "$2" | in_node "$1" /bin/sh -c '
while read -r sign what name kind rest; do
  case $sign$what,$name in
    *interface,*: | *address,*:) ;; # belongs to a VM, whose unit makes it
    +mount,*) umount -l "$name" ;;
    +interface,*) ip link del "$name" ;;
    =interface,*)
      # mtu NUMBER up|down ...
      set -- $rest
      ip link set "$name" mtu "$2" "$3"
      ;;
    +address,*) set -- $rest; ip address del "$1" dev "$name" ;;
    -address,*) set -- $rest; ip address add "$1" dev "$name" ;;
    +run,/run/systemd/*) rm -rf "$name"; reload=yes ;;
    +run,*) rm -rf "$name" ;;
    +unit,*) systemctl stop "$name"; systemctl reset-failed "$name" ;;
    -unit,*) started="${started:-} $name" ;;
  esac
done 2>/dev/null
[ -z "${reload:-}" ] || systemctl daemon-reload
[ -z "${started:-}" ] || systemctl start $started
:'
}

# Restarts every node from its first files, as after a power cut.
begin_anew() {
  local node
  for node in $NODES; do stop_node "$node"; done
  for node in $NODES; do
    rm -rf "${STATE:?}/$node/upper" "$STATE/$node/work"
    mkdir "$STATE/$node/work"
    cp -a --reflink=auto "$FIRST/$node" "$STATE/$node/upper"
  done
  for node in $NODES; do start_node "$node"; done
  wait_started
}
