# Traces packets through the flows of this node; nothing is sent. The caller has set MARK, which begins every line that is
# meant, and appends calls of trace. POSIX sh.
# shellcheck shell=sh
set -u
: "${MARK:?}"

# A run waits for its looks for 60 s: an ovs-vswitchd that is slow must not use that up.
LONGEST=20
began=$(date +%s)
why=

# ask COMMAND...: sets said to the answer of ovs-vswitchd. One that was silent for 5 s is not asked again: it would cost 5 s
# for each packet.
ask() {
  said=$(ovs-appctl --timeout=5 "$@" 2>&1)
  code=$?
  # ovs-appctl ends by SIGALRM.
  [ "$code" -ne 142 ] || why='ovs-vswitchd did not answer within 5 s'
  return "$code"
}

# Prints the numbers that the datapath has for its ports.
ports() {
  ask dpctl/show || return 0
  printf '%s\n' "$said" | sed -n "s/^ *port \([0-9][0-9]*\): \([^ ]*\).*/$MARK port \1 \2/p"
}

# trace NUMBER BRIDGE FLOW: prints what became of the packet, the last table that it was in, whether it left by a tunnel, and
# which requests ovn-controller would have got (the first four bytes of userdata).
trace() {
  [ -n "$why" ] || [ $(($(date +%s) - began)) -lt "$LONGEST" ] || why="the packets before it took $LONGEST s"
  if [ -n "$why" ]; then
    printf '%s error %s %s\n' "$MARK" "$1" "$why"
    return 0
  fi
  ask ofproto/trace "$2" "$3" || {
    printf '%s error %s %s\n' "$MARK" "$1" "${why:-$(printf '%s\n' "$said" | head -n 1 | cut -c 1-300)}"
    return 0
  }
  printf '%s\n' "$said" | awk -v mark="$MARK" -v number="$1" '
    /^ *[0-9]+\. / { table = $1; sub(/\..*/, "", table) }
    /-> output to (native|kernel) tunnel/ { tunnel = 1 }
    match($0, /controller\(userdata=[0-9a-f]+\.[0-9a-f]+\.[0-9a-f]+\.[0-9a-f]+/) {
      print mark, "controller", number, substr($0, RSTART + 20, RLENGTH - 20)
    }
    /^Datapath actions: / { sub(/^Datapath actions: /, ""); print mark, "actions", number, substr($0, 1, 2000) }
    END {
      print mark, "table", number, table
      if (tunnel) print mark, "tunnel", number
    }'
}

ports
