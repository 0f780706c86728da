# Checks that packets from this node reach the end of a tunnel. The caller has set END, an address. POSIX sh.
# shellcheck shell=sh
set -u
: "${END:?}"
out=$(ping -n -c 3 -i 0.3 -W 1 "$END" 2>&1 </dev/null)
case $out in
  *' 0 received'* | '') ;;
  *' received'*) exit 0 ;;
esac
echo "the tunnel's end $END does not answer this node"
printf '%s\n' "$out" | tail -n 2
exit 1
