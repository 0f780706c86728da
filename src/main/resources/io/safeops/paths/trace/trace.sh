# Traces packets through the flows of this node; nothing is sent. The caller has set MARK, which begins every line that is
# meant, and appends calls of trace. POSIX sh.
# shellcheck shell=sh
set -u
: "${MARK:?}"

# Prints the numbers that the datapath has for its ports.
ports() {
  ovs-appctl --timeout=5 dpctl/show 2>/dev/null | sed -n "s/^ *port \([0-9][0-9]*\): \([^ ]*\).*/$MARK port \1 \2/p"
}

# trace NUMBER BRIDGE FLOW: prints what became of the packet, the last table that it was in, whether it left by a tunnel, and
# which requests ovn-controller would have got (the first four bytes of userdata).
trace() {
  said=$(ovs-appctl --timeout=5 ofproto/trace "$2" "$3" 2>&1) || {
    printf '%s error %s %s\n' "$MARK" "$1" "$(printf '%s\n' "$said" | head -n 1 | cut -c 1-300)"
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
